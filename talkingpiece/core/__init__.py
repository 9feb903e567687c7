"""Mechanism without domain words: the clock, gates, transitions, jobs, the access mark of a view.

Owns no table. Asks protection. Refuses nothing by itself.
"""
