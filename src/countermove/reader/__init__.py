"""From an article to an evidence file: suggestions, each tied to its place in the source, for an analyst to judge."""
