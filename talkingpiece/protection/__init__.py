"""What must be protected and how: data classes, sides, tags, encrypted fields, keys, tokens, row-level security.

Owns the wrapped keys. Asks nobody. Refuses to store an unencrypted text in an encrypted field, to open a
ciphertext in another row than its own, and to show a row of an area that is not in sight.
"""
