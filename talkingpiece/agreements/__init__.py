"""Step 4a. Information-sharing agreements: who may share what with whom, for what, from when until when.

Owns agreements. Asks areas. Refuses two agreements with one agency whose periods overlap.
"""
