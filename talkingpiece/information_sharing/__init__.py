"""Step 4b. Requests to agencies, their answers, and every disclosure: to whom, of what, on which ground.

Owns them. Asks agreements, consents and cases. Refuses to send without a ground; the third ground (a legal duty or a
risk of serious harm) it never refuses, and tells a manager at once.
"""
