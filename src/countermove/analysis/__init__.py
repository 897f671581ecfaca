"""Questions asked of a compiled graph, one per module."""
