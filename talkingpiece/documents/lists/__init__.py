"""Lists that come in: read whatever they are saved as, their columns guessed, their wrong rows given back."""
