"""What is wrong with a case, or may have been overlooked, as far as that shows without its states."""
