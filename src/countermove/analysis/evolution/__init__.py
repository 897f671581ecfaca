"""How a conflict may evolve from a state."""
