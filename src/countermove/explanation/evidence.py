"""A verdict's evidence as data: each improvement of a mover, and what the others can do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from countermove.explanation.reasons import Ballot, Reason
from countermove.game.listed import ListedGame
from countermove.stability.concept import Concept
from countermove.text.naming import number

__all__ = ["Change", "Combination", "Escape", "Improvement", "Step", "Verdict"]


@dataclass(frozen=True)
class Step:
    """One move: who, from which state to which (counted from 0), and what its mover thinks of it there."""

    mover: str
    before: int
    after: int
    why: Reason

    @property
    def credible(self) -> bool:
        """Whether it is an improvement for its mover on the state where it is made."""
        return self.why.favours

    def to_dict(self) -> dict[str, Any]:
        """The step in JSON; states count from 1."""
        data: dict[str, Any] = {"mover": self.mover, "from": number(self.before), "to": number(self.after)}
        return data | {"credible": self.credible, "why": self.why.to_dict()}


@dataclass(frozen=True)
class Change:
    """Which options (full names) a mover takes and drops when others move at the same time."""

    mover: str
    takes: tuple[str, ...]
    drops: tuple[str, ...]
    why: Reason

    def to_dict(self) -> dict[str, Any]:
        """The change in JSON."""
        return {"mover": self.mover, "takes": list(self.takes), "drops": list(self.drops)}


@dataclass(frozen=True)
class Combination:
    """Moves at the same time as an improvement that spoil it; `state` is the result, `why` its worth."""

    changes: tuple[Change, ...]
    state: int
    why: Reason

    def to_dict(self) -> dict[str, Any]:
        """The combination in JSON; states count from 1."""
        return {"to": number(self.state), "changes": [change.to_dict() for change in self.changes]}


@dataclass(frozen=True)
class Escape:
    """An answer that would undo an improvement, if its mover did not move again: the `counter`-move."""

    answer: tuple[Step, ...]
    why: Reason
    counter: Step
    gain: Reason


@dataclass(frozen=True)
class Improvement:
    """A move that the mover would rather make than not, and what becomes of it; states count from 0.

    `options`: those that it changes (full names; empty in a graph case); of a body in a coalesced state, one
    way to change them under the same rules. `why`: the gain. `held`: whether the concept undoes it; None
    where that is not known of this one. `sanction`: a shortest legal sequence of the others to a state that
    is no better than the state in question, `outcome` why it is not. `combination`: for SIM, and for conflict
    analysis where SEQ fails (then `in_sequence` tells whether SEQ undoes this gain). `escape`: where only a
    counter-move defeats the others. `reached`: how many states the others could bring about. `searched`:
    False where the search was given up, and `held` is the verdict of the kernels that analyse all states.
    """

    state: int
    options: tuple[str, ...]
    why: Reason
    held: bool | None
    sanction: tuple[Step, ...] | None = None
    outcome: Reason | None = None
    combination: Combination | None = None
    in_sequence: bool | None = None
    escape: Escape | None = None
    reached: int = 0
    searched: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The improvement in JSON; states count from 1."""
        escape = self.escape
        return {
            "to": number(self.state),
            "options": list(self.options),
            "why": self.why.to_dict(),
            "held": self.held,
            "sanction": None if self.sanction is None else [step.to_dict() for step in self.sanction],
            "combination": None if self.combination is None else self.combination.to_dict(),
            "escape": None if escape is None else escape.counter.to_dict(),
            "answer": None if escape is None else [step.to_dict() for step in escape.answer],
            "searched": self.searched,
        }


@dataclass(frozen=True)
class Verdict:
    """Why a state is stable for a mover under a concept, or is not; states count from 0.

    `stable` follows from `improvements`: it is true iff all of them are undone (and, where that is not known
    of one, the verdict of the kernel). `refused`: of a body, its other moves from the state, which its rules
    do not let pass, the first hundred of `refused_in_all`. `joining`: for conflict analysis where SEQ fails,
    the others for which SEQ fails too.
    """

    graph: ListedGame = field(repr=False)
    state: int
    mover: str
    concept: Concept = field(repr=False)
    stable: bool
    improvements: tuple[Improvement, ...]
    refused: tuple[Ballot, ...] = ()
    refused_in_all: int = 0
    joining: tuple[str, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The explanation as the command line writes it in JSON; states count from 1."""
        data: dict[str, Any] = {
            "state": number(self.state),
            "actor": self.mover,
            "concept": self.concept.id,
            "stable": self.stable,
            "improvements": [improvement.to_dict() for improvement in self.improvements],
        }
        if self.refused:
            data["refused_in_all"] = self.refused_in_all
            data["refused"] = [{"to": number(ballot.after), **ballot.to_dict()} for ballot in self.refused]
        if self.joining is not None:
            data["joining"] = list(self.joining)
        return data
