"""Step 6. Contacts, visits, needs and wishes in people's own words, the approach to the offender, preparation.

Owns them; one rule for both sides. Asks consents, information_sharing and risk. Refuses to approach an offender while
anything that protects the victim is missing.
"""
