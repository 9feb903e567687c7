"""Some fifty generated cases, from a fixed seed: most of them end early and well, as most do."""
