"""SPINE. People: names, ways to reach them and when each is safe, access needs, search tokens.

Owns persons, contact points and tokens. Asks protection, audit and linkage. Refuses to show a way of contact that is
not safe now as if it were.
"""
