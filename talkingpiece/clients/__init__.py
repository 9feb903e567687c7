"""Systems of agencies: each a program of one agency that works under one agreement, for the purposes it was registered
for, and by tokens that live for minutes.

Owns registrations, secrets, tokens and the keys by which a repeated message acts once. Asks agreements, accounts.
Refuses whatever the agreement does not cover at that minute, and a machine that wants to sign in.
"""
