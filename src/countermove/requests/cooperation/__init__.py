"""Questions about actors who act together."""
