"""SPINE. The case (one victim's journey), who is responsible, who works on it, the ball, orders, closing.

Owns them. Asks people, areas, accounts. Refuses to show a case to somebody who has no part in it: 404, as if it did
not exist.
"""
