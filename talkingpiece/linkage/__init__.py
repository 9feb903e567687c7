"""A library without tables: identifiers and names brought into one form, records compared, and clusters of those that
may be one person. Asks nobody and stores nothing: what is done with it is for a person, or for the room above, to say.
"""
