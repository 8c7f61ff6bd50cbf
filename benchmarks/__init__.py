"""Chapter against its budgets, as ratios and counts, so that a slow machine doesn't matter: ``./run bench``."""
