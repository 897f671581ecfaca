"""How robust each outcome is."""
