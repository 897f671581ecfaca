"""The answer as a record of facts."""
