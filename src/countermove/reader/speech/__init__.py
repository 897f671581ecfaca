"""Who says what: quotations, reported speech, interviews, and their speakers."""
