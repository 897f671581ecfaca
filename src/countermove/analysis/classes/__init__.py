"""Several cases: solved together, and compared with one that serves as the reference."""
