"""Several cases in words: a table with a row for each file, and sentences on how it differs from a reference."""
