"""SPINE. The consent ledger: who agreed to what, in which words, when, and when they took it back.

Owns consents. Asks cases and people. Refuses a consent bundled with another, and never refuses a withdrawal.
"""
