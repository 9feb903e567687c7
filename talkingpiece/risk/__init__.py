"""Step 5. Risk of this process, factor by factor, with the participants' own view; a reasoned decision, never a number.

Owns assessments and red flags. Asks cases. Refuses a signature by the assessor, and any arithmetic.
"""
