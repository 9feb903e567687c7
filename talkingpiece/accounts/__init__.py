"""Users, sign-in, acts, roles, and `decide`: who may do what to which class of data.

Owns users, the roles that they hold in areas, and forms kept while somebody was signed out. Asks areas and audit.
Refuses whatever no rule allows.
"""
