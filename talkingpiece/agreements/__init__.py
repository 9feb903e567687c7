"""Step 4a. Information-sharing agreements: who may share what with whom, for what, from which minute until which.

Owns agreements, their documents and signatures. Asks areas, documents. Refuses two signed ones with one agency that
overlap, a second reader who wrote in it, and any change of what was signed.
"""
