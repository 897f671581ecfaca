"""The old home of ranks, until all that import it have moved on to `countermove.game.preferences`."""

from countermove.game.preferences import (
    Ranks,
    dense,
    rank_by_counts,
    rank_by_groups,
    rank_by_lines,
    rank_by_weights,
)

__all__ = ["Ranks", "dense", "rank_by_counts", "rank_by_groups", "rank_by_lines", "rank_by_weights"]
