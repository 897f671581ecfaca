"""What is wrong with a case, or may have been overlooked, as far as it can be told without its states."""
