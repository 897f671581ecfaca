"""A case in code: each method gives a new case, of which only the new part is validated."""
