"""Settings, URLs, the composed area profile, navigation. Owns nothing; wires the rooms together."""
