"""The trail: every act and every reading, append-only, chained when the transaction commits; anchors.

Owns events, links and heads. Asks core and protection. Refuses to change or delete anything, also to the owner of
the database: a trigger stands in front of both.
"""
