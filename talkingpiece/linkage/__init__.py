"""A library without tables: identifiers and names brought into one form, so that equal things compare equal.

Asks nobody. Decides nothing: that two records may be one person is for a person to say.
"""
