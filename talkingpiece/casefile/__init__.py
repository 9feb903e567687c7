"""On top: the whole case on one page, worklists, progress through the eight steps, ending a case and reopening it.

Owns no table. Asks every room below. Refuses to end a case while somebody waits to be told.
"""
