"""Step 7b. Were the victim's needs met? Asked later, of those who said that we may.

Owns the answers. Asks engagement, meetings and consents. Refuses to ask somebody who did not agree to be asked.
"""
