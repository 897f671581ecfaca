"""Which state of one unlisted case is which of another, and whether a single state is a Nash equilibrium there."""

from __future__ import annotations

from functools import cached_property

from countermove.game.searched import SearchedGame
from countermove.model.case import OptionRow
from countermove.search.nash import improving_choice

__all__ = ["Translation", "is_nash"]


class Translation:
    """The codes of one case as codes of another: the state in which the same options are taken.

    Options go by their full names; one that a case does not have counts as not taken there (of an option with levels,
    the first holds), as in `counterparts`.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> case = load_case("european-security-2022")
    >>> Translation(searched_game(case), searched_game(case, "war-aims")).code(147)
    147
    """

    def __init__(self, model: SearchedGame, other: SearchedGame) -> None:
        self.model, self.other = model, other

    @cached_property
    def _places(self) -> dict[int, int]:
        place = {row.full: row.index for row in self.other.options}
        return {row.index: place[row.full] for row in self.model.options if row.full in place}

    @cached_property
    def _assumed(self) -> tuple[int, int]:
        """What is taken unsaid on the other side, and of the options that only this side has, what must be taken."""
        own, theirs = ({row.full for row in one.options} for one in (self.model, self.other))
        added = sum(1 << r.index for r in self.other.options if r.full not in own and _holds_unsaid(r))
        return added, sum(1 << r.index for r in self.model.options if r.full not in theirs and _holds_unsaid(r))

    def code(self, code: int) -> int | None:
        """The same state on the other side; None where it does not exist there, or is not feasible."""
        added, unsaid = self._assumed
        shared = sum(1 << k for k in self._places)
        if code & ~shared != unsaid:
            return None
        found = added | sum(1 << there for here, there in self._places.items() if code >> here & 1)
        return found if self.other.is_feasible(found) else None


def _holds_unsaid(row: OptionRow) -> bool:
    """Whether an option counts as taken where it does not exist: only the first of several levels does."""
    return row.level is not None and row.level == row.record.levels[0]


def is_nash(model: SearchedGame, code: int, end: float | None = None) -> bool:
    """Whether nobody has an improvement at a feasible code: exact, mover by mover.

    Raises `SizeError` where a mover has too many choices to be looked through until the moment `end`.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> [is_nash(searched_game(load_case("prisoners-dilemma")), code) for code in range(4)]
    [True, False, False, False]
    """
    return all(improving_choice(model, mover, code, end) is None for mover in model.movers)
