"""Lists of running cases brought in from earlier records, and what of them is still to be confirmed.

Owns the lists and what was taken over. Asks referrals, cases and people. What was taken over opens no gate.
"""
