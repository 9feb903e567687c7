"""What the pages of a case show besides its head: people and their ways, the law, what changed meanwhile."""
