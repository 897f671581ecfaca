"""States joined by moves: how they are laid out and drawn, and the two pictures that are made so."""
