"""Decision rules as tables: whether each passes, for every way in which those who have a say may stand to a change."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import Mover

__all__ = ["AGAINST", "FOR", "MAX_PLAYERS", "NEITHER", "RuleTable", "rule_table"]

NEITHER, FOR, AGAINST = 0, 1, 2
MAX_PLAYERS = 12
"""With more players than this a table has more than half a million columns."""


@dataclass(frozen=True, eq=False)
class RuleTable:
    """The rules of a mover as a table.

    Parameters
    ----------
    players
        The positions of the actors who have a say, and ever take a side; shape (P,).
    table
        Whether each rule passes, shape (rules, 3^P). A column stands for one way to take sides: the digit j of its
        number, to the base 3, is 0 where player j is neither for nor against, 1 where it is for, 2 where it is against.
    """

    players: NDArray[np.int64]
    table: NDArray[np.bool_]


def rule_table(mover: Mover, silent: Container[int] = ()) -> RuleTable | None:
    """The rules of a mover as a table over all ways to take sides.

    Parameters
    ----------
    mover
        A body; of an actor the table is empty.
    silent
        Positions of actors who never take a side, since they are indifferent between all states.

    Returns
    -------
    RuleTable or None
        None where more than 12 players would be asked.

    Notes
    -----
    Cost: 3^P columns of P players.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> nato = rule_table(compile(catalog.load_case("european-security-2022")).mover("nato"))
    >>> nato.players.tolist(), nato.table[0, [0, 1, 3, 1 + 6]].tolist()
    ([1, 2, 3], [False, True, True, False])
    """
    voters = frozenset[int]().union(*(vote.players for vote in mover.votes))
    players = [player for player in sorted(voters) if player not in silent]
    if len(players) > MAX_PLAYERS:
        return None
    columns = np.arange(3 ** len(players))
    favour = np.zeros((max(voters, default=0) + 1, len(columns)), dtype=bool)
    oppose = favour.copy()
    for place, player in enumerate(players):
        side = columns // 3**place % 3
        favour[player], oppose[player] = side == FOR, side == AGAINST
    table = np.zeros((len(mover.votes), len(columns)), dtype=bool)
    for row, vote in enumerate(mover.votes):
        table[row] = vote.passes(favour, oppose)
    return RuleTable(np.array(players, dtype=np.int64), table)
