"""The case as records: what an analyst writes down, and what is wrong with it."""
