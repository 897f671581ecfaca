"""Questions asked of a game of either kind: each a function and the record of its answer."""
