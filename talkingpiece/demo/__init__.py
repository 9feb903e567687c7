"""The demo service: one invented area, its people, two dozen stories written by hand, and a seeded crowd.

Owns no table; everything is made through the rooms' own services. Refuses to run in a real service.
"""
