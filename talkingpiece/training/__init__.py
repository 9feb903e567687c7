"""The training pack in our own words, what an area adds to it or leaves out, and the short course for referrers.

Owns the modules (files in `pack/`), their adaptations by area, and what somebody learned. Asks accounts, areas,
documents. Refuses to let a module be taught that no practitioner has reviewed, but in the practice service.
"""
