"""countermove: which outcomes of a conflict hold, why, and what would change them."""

__version__ = "0.1.0"
