"""How many people the work needs, and what the next months would bring. Pure: no database."""
