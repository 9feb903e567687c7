"""Renders a payload for one audience: letters, reports and packs as tagged PDF.

Owns templates of print, their fonts, and the check that nothing of the other side is in a text. Asks linkage how names
and numbers are written. Knows no person and no case: it draws what it is given.
"""
