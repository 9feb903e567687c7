"""Step 2: finding whom to offer the service in the lists that agencies hand over."""
