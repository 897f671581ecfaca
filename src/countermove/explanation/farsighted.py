"""Why a state holds for people who look far ahead, or does not: its steps as evidence that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from countermove.analysis.farsighted import Farsighted
from countermove.explanation.far_steps import FarStep, steps_from
from countermove.game.listed import ListedGame
from countermove.game.naming import find_state
from countermove.text.naming import number
from countermove.views.farsighted_explanation import sentences

__all__ = ["FarExplanation", "explain_farsighted"]


@dataclass(frozen=True, eq=False)
class FarExplanation:
    """Why a state (counted from 0) is in the largest consistent set, or is not; `steps` are all steps from it.

    `core`: whether it is in the core.
    """

    graph: ListedGame = field(repr=False)
    state: int
    consistent: bool
    core: bool
    steps: tuple[FarStep, ...] = field(repr=False)

    def lines(self) -> list[tuple[int, str]]:
        """The sentences, each with its level of indentation."""
        return sentences(self.graph, self.state, self.consistent, self.core, self.steps)

    def __str__(self) -> str:
        return "\n".join("  " * level + text for level, text in self.lines())

    def _repr_html_(self) -> str:
        return "".join(f'<p style="margin: 0 0 0 {2 * level}em">{escape(text)}</p>' for level, text in self.lines())

    def to_dict(self) -> dict[str, Any]:
        """As plain data; state numbers count from 1."""
        return {
            "state": number(self.state),
            "core": self.core,
            "largest_consistent_set": self.consistent,
            "steps": [step.to_dict() for step in self.steps],
        }


def explain_farsighted(found: Farsighted, state: int | str | Sequence[str]) -> FarExplanation:
    """Why `state` is in the largest consistent set, or is not: step by step, and in sentences when printed.

    `state` is a number (counted from 1), ``"now"``, or the options taken (see `find_state`). Raises `QuestionError`
    for an unknown state.

    >>> from countermove import catalog
    >>> from countermove.analysis.farsighted import farsighted
    >>> from countermove.game.compile import compile
    >>> told = explain_farsighted(farsighted(compile(catalog.load_case("prisoners-dilemma"))), 2)
    >>> told
    FarExplanation(state=1, consistent=False, core=False)
    >>> print("\\n".join(str(told).split("\\n")[3:]))
    Nothing deters Row from this step. It may end in state 1, which is better than state 2 for Row:
      Row drops "Cooperate" (to state 1).
    1 other step is deterred.
    """
    place = find_state(found.graph, state)
    kept, core = bool(found.consistent[place]), bool(found.core[place])
    return FarExplanation(found.graph, place, kept, core, steps_from(found, place))
