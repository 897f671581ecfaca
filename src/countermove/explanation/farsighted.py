"""Why a state holds for farsighted actors, or does not: its steps as evidence that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from countermove.analysis.farsighted import Farsighted
from countermove.analysis.result import HIDDEN, Result, keyed
from countermove.explanation.far_steps import FarStep, steps_from
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.views.farsighted_explanation import sentences

__all__ = ["FarExplanation", "explain_farsighted"]


@dataclass(frozen=True, eq=False)
class FarExplanation(Result):
    """Why a state is in the largest consistent set, or is not; `steps` are all steps from it.

    `core`: whether it is in the core.
    """

    schema = "explain-farsighted/1"

    game: ListedGame = field(repr=False, metadata=HIDDEN)
    state: State
    core: bool
    consistent: bool = field(metadata=keyed("largest_consistent_set"))
    steps: tuple[FarStep, ...] = field(repr=False)

    def lines(self) -> list[tuple[int, str]]:
        """The sentences, each with its level of indentation."""
        return sentences(self.game, self.state.key, self.consistent, self.core, self.steps)

    def __str__(self) -> str:
        return "\n".join("  " * level + text for level, text in self.lines())

    def _repr_html_(self) -> str:
        return "".join(f'<p style="margin: 0 0 0 {2 * level}em">{escape(text)}</p>' for level, text in self.lines())


def explain_farsighted(answer: Farsighted, state: State | int | str | Sequence[str]) -> FarExplanation:
    """Why a state is in the largest consistent set, or is not: step by step, and in sentences when printed.

    Parameters
    ----------
    answer
        What `farsighted` returns.
    state
        A state of its game: a `State`, its number, ``"now"``, or the options taken.

    Raises
    ------
    QuestionError
        For an unknown state.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.analysis.farsighted import farsighted
    >>> from countermove.game.compile import compile
    >>> reasons = explain_farsighted(farsighted(compile(catalog.load_case("prisoners-dilemma"))), 2)
    >>> reasons
    FarExplanation(state=State(2: row.cooperate), core=False, consistent=False)
    >>> print("\\n".join(str(reasons).split("\\n")[3:]))
    Nothing deters Row from this step. It may end in state 1, which is better than state 2 for Row:
      Row drops "Cooperate" (to state 1).
    1 other step is deterred.
    """
    key = answer.game.find(state)
    core, kept = bool(answer.in_core[key]), bool(answer.in_consistent_set[key])
    return FarExplanation(answer.game, answer.game.at(key), core, kept, steps_from(answer, key))
