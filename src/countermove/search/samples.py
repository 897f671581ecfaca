"""Feasible states drawn at random, each as likely as another, where states are too many to be listed."""

from __future__ import annotations

import numpy as np

from countermove.game.searched import SearchedGame
from countermove.model.names import OptionNames

__all__ = ["feasible_sample"]

DRAWS = 1_000
"""States drawn unless more are asked for: the 95 % interval of a share is then at most 3 points wide on each side."""
TRIES = 50
"""Combinations drawn for each state that is wanted before it is given up: with 1,000 states some seconds at worst."""


def feasible_sample(game: SearchedGame, rng: np.random.Generator | int, count: int = DRAWS) -> tuple[int, ...] | None:
    """`count` feasible codes, drawn independently, each as likely as any other; the same one may be drawn again.

    Each option is drawn by a fair coin, of the levels of an option one, and what is not feasible is drawn anew; so
    all feasible combinations are equally likely.

    Parameters
    ----------
    game
        A searched game.
    rng
        Seed or generator of the draws.
    count
        How many codes to draw.

    Returns
    -------
    tuple of int, or None
        The codes in the order drawn; None where fewer than about one combination in 50 is feasible: then this would
        take too long, and no other way to draw them fairly is known here.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> len(feasible_sample(searched_game(load_case("thirty-allies-2022")), 1, 20))
    20
    """
    generator = np.random.default_rng(rng)
    groups = list(OptionNames(game.case).levels.values())
    graded = sum(1 << option for levels in groups for option in levels)
    size = len(game.options)
    codes: list[int] = []
    for _ in range(TRIES * count):
        # Rejection sampling: a fair coin per option, thrown anew where infeasible, leaves all feasible codes equally
        # likely.
        code = int.from_bytes(generator.bytes(-(-size // 8)), "little") & ((1 << size) - 1) & ~graded
        code |= sum(1 << levels[int(generator.integers(len(levels)))] for levels in groups)
        if game.is_feasible(code):
            codes.append(code)
            if len(codes) == count:
                return tuple(codes)
    return None
