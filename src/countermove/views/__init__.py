"""One view for each question: a result as blocks of text."""
