"""From names to arrays, once."""
