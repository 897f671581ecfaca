"""Where a search for a way is to end: one state, or any in which a statement holds; and how far it is at least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from countermove.game.searched import SearchedGame
from countermove.model.statements import Node, bits

__all__ = ["Goal", "StateGoal", "StatementGoal"]

MOST_MENTIONED = 12
"""Of a statement that mentions more options than this it is only told whether it holds."""


class Goal(Protocol):
    """Where to go. `least` is 0 at the goal, and falls by at most 1 with a move: no way is shorter than it says."""

    def reached(self, code: int) -> bool:
        """Whether a code is the goal."""

    def least(self, code: int) -> int:
        """So many moves it takes at least from a code to the goal."""


class StateGoal:
    """One state: whoever has an option that stands otherwise there has to move at least once.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> goal = StateGoal(searched_game(load_case("chicken")), 0b11)
    >>> goal.least(0b00), goal.least(0b10), goal.reached(0b11)
    (2, 1, True)
    """

    def __init__(self, model: SearchedGame, code: int) -> None:
        self.code = code
        self._masks = tuple(mover.mask for mover in model.movers)

    def reached(self, code: int) -> bool:
        """Whether it is this state."""
        return code == self.code

    def least(self, code: int) -> int:
        """The number of movers whose options stand otherwise."""
        changed = code ^ self.code
        return sum(bool(changed & mask) for mask in self._masks)


class StatementGoal:
    """All states in which a statement holds: the least number of movers whose options could make it true.

    Of a statement about more than 12 options: 1 where it does not hold. What is feasible is left out of account.
    """

    def __init__(self, model: SearchedGame, statement: Node) -> None:
        self.model, self.statement = model, statement
        self.mask = sum(1 << option for option in set(bits(statement)))
        self._masks = [mover.mask & self.mask for mover in model.movers if mover.mask & self.mask]
        self._known: dict[int, int] = {}
        places = [row.index for row in model.options if self.mask >> row.index & 1]
        self._ends = self._satisfying(places) if len(places) <= MOST_MENTIONED else None

    def _satisfying(self, places: Sequence[int]) -> list[int]:
        """The combinations of the options mentioned in which the statement holds."""
        codes = [sum(1 << place for k, place in enumerate(places) if n >> k & 1) for n in range(1 << len(places))]
        return [code for code in codes if self.model.holds(self.statement, code)]

    def reached(self, code: int) -> bool:
        """Whether the statement holds."""
        return self.model.holds(self.statement, code)

    def least(self, code: int) -> int:
        """The least number of movers that would have to change something that the statement mentions."""
        here = code & self.mask
        if here not in self._known:
            if self.reached(code):
                self._known[here] = 0
            elif not self._ends:
                self._known[here] = 1
            else:
                self._known[here] = min(sum(bool((here ^ end) & m) for m in self._masks) for end in self._ends)
        return self._known[here]
