"""Step 1. The eight steps of an area, with evidence from its own records, and opening it for meetings.

Owns what the planning group decided. Asks every room for its evidence. Refuses to open an area without it.
"""
