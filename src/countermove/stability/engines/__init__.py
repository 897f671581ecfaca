"""The engines behind the solution concepts."""
