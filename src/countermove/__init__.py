"""countermove: which outcomes of a conflict hold, why, and what would change them."""
