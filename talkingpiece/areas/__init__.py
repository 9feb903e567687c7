"""Areas, agencies and establishments; the versioned area profile.

Owns them. Asks audit, protection and core. Refuses to change a profile version that exists: a case keeps its own.
"""
