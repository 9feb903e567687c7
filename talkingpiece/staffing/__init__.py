"""Step 3. Facilitators: who can take a case, who is on duty, and handing a case over.

Owns facilitators, conflicts and duty. Asks cases. Refuses a case to somebody with a conflict of interest, or below
the level that it needs; a hand-over counts only when accepted.
"""
