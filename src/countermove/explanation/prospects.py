"""A look ahead as data: each move that could be made, the play that follows, and whether the move pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from countermove.explanation.evidence import Improvement, Step
from countermove.explanation.reasons import Reason
from countermove.text.naming import number

__all__ = ["Horizon", "Prospect"]


@dataclass(frozen=True)
class Horizon:
    """How far they look: so many `moves`, or without end.

    Without end, the verdict has settled or gone into a round from `since` moves on; `period` is the length of the
    round, None where it has settled. What is told is then with `moves` in view.
    """

    moves: int
    since: int | None = None
    period: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        data: dict[str, Any] = {"moves": self.moves}
        return data if self.since is None else data | {"since": self.since, "period": self.period}


@dataclass(frozen=True)
class Prospect:
    """A move of the mover to `state` (counted from 0), what it thinks of that, and what comes of it.

    `options`: the full names of those that it changes. `line`: the moves that would follow, None where they were
    not followed; where each sees to its own interest, the reason of a step compares the state before it with the
    end of the line. `outcome`: what the mover thinks of the end, compared with where it stands. `pays`: whether it
    would rather move there than stay.
    """

    state: int
    options: tuple[str, ...]
    why: Reason
    pays: bool
    line: tuple[Step, ...] | None = None
    outcome: Reason | None = None

    @property
    def improvement(self) -> Improvement:
        """The same as an improvement that is undone, or is not."""
        sanction = None if self.pays else self.line
        return Improvement(
            self.state, self.options, self.why, not self.pays, sanction, None if self.pays else self.outcome,
            searched=self.line is not None,
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1."""
        end = None if self.line is None else number(self.line[-1].after if self.line else self.state)
        line = None if self.line is None else [step.to_dict() for step in self.line]
        return {"to": number(self.state), "options": list(self.options), "pays": self.pays, "line": line, "end": end}
