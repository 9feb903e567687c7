"""Step 2a. The front door: self-referral, triage, accepting, signposting, holding.

Owns drafts, referrals and messages left with a code. Asks people, cases, staffing and notifications. Refuses to open
a case for somebody who does not know of it, and to say anything back to whoever holds a code.
"""
