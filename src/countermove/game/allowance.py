"""What a search may still do: work, which every machine counts alike, or seconds of the clock where somebody limits them."""

from __future__ import annotations

from math import inf, isfinite
from time import monotonic
from typing import Literal

from countermove.errors import QuestionError

__all__ = ["ASK_WORK", "MOVE_WORK", "SEARCH_WORK", "SOLVER_WORK", "STEP_WORK", "Allowance", "End", "checked_seconds"]

SEARCH_WORK = 60.0
"""Work of a search unless a limit in seconds is given; one unit is about a second of one processor (2026), and a
minute is as long as people wait before a screen."""
MOVE_WORK = 3e-6
"""Work of looking at one move in a search of paths: 30,000 took 0.03 to 0.2 s of a processor."""
SOLVER_WORK = 1.2
"""Work of one unit of the solver's deterministic time, callbacks included, in cases of 20 and 31 actors."""
ASK_WORK = 1e-6
"""Work of asking one mover for its moves where the answer is remembered: two million questions took 2 s."""
STEP_WORK = 2e-5
"""Work of one step of a random walk among thirty movers, each of which is asked whether it has an improvement."""

End = Literal["work", "time"]
"""What ends a search that is not done: its work is used up, or its time."""


class Allowance:
    """What a search may still do.

    Searches count what they do in units of `work`, so that the same input gives the same answer on any machine, however
    busy. Where `seconds` are given, the clock alone ends the search, and what it reaches depends on the machine.

    Parameters
    ----------
    work
        The units of work; not counted where `seconds` are given.
    seconds
        The seconds of the clock from now on; None: only work is counted.

    Raises
    ------
    QuestionError
        Where `seconds` is no number above 0.

    Examples
    --------
    >>> allowance = Allowance(2.0)
    >>> half = allowance.part(0.5)
    >>> half.spend(1.0)
    >>> half.is_spent, allowance.is_spent, allowance.left
    (True, False, 1.0)
    """

    def __init__(self, work: float = SEARCH_WORK, seconds: float | None = None) -> None:
        self.seconds = checked_seconds(seconds)
        self._left = work if seconds is None else inf
        self._moment = inf if seconds is None else monotonic() + seconds
        self._parent: Allowance | None = None

    @property
    def left(self) -> float:
        """The units of work that are left, for this part and for what it is part of."""
        return self._left if self._parent is None else min(self._left, self._parent.left)

    @property
    def seconds_left(self) -> float:
        """The seconds of the clock that are left; infinite where only work is counted."""
        return inf if self._moment == inf else self._moment - monotonic()

    @property
    def is_spent(self) -> bool:
        """Whether the search has to end now."""
        return self.left <= 0 or self.seconds_left <= 0

    @property
    def end(self) -> End:
        """What ends the search if it is not done before."""
        return "work" if self.seconds is None else "time"

    def spend(self, work: float) -> None:
        """Count work that was done."""
        self._left -= work
        if self._parent is not None:
            self._parent.spend(work)

    def part(self, share: float) -> Allowance:
        """An allowance of a share of what is left, for one stage of the search; what it spends counts here, too."""
        stage = Allowance(share * self.left)
        stage.seconds, stage._parent = self.seconds, self
        if self._moment < inf:
            stage._moment = monotonic() + share * self.seconds_left
        return stage


def checked_seconds(seconds: float | None) -> float | None:
    """A limit in seconds, if there is one; raises `QuestionError` where it is no number above 0.

    >>> checked_seconds(2.5)
    2.5
    """
    if seconds is not None and not (isfinite(seconds) and seconds > 0):
        raise QuestionError(f"the time limit is {seconds:g} seconds; give a number above 0")
    return seconds
