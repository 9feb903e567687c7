"""The one way out to people: the contact gate and its outbox.

Owns messages. Asks people and cases. Refuses every message over a channel that was not called safe, and any text that
says what we are.
"""
