"""Who does what to whom, and what each may do."""
