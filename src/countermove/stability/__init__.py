"""Solution concepts: arrays in, verdicts out."""
