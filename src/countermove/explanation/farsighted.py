"""Why a state holds for farsighted actors, or does not: the steps that they could take, and what deters each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.evolution.paths import Step
from countermove.analysis.farsighted import Farsighted, path_ahead
from countermove.analysis.result import HIDDEN, Record, keyed, member
from countermove.explanation.evidence import Line, Worded
from countermove.game.game import State
from countermove.game.listed import ListedGame, Mover
from countermove.stability.dominance import won
from countermove.stability.engines.local import moves_from, rules_of

__all__ = ["Doubt", "Ends", "FarExplanation", "FarStep", "explain_farsighted", "steps_from"]

ENDS = 100
"""Ends of a step that are listed as data: a page of numbers; all of them are counted."""


@dataclass(frozen=True)
class Doubt(Record):
    """Why an actor cannot be sure to gain by a step.

    Parameters
    ----------
    actor
        Its id.
    state
        Where the step may end (a key).
    path
        The steps by which it may end there.
    """

    actor: str
    state: int = field(metadata=HIDDEN)
    path: tuple[Step, ...] = field(metadata=HIDDEN)

    @member("state")
    def end(self) -> int:
        """The number of the state in which it may end."""
        return self.state + 1

    @member("path")
    def way(self) -> tuple[Step, ...]:
        """The steps by which it may end there."""
        return self.path


@dataclass(frozen=True)
class Ends(Record):
    """The consistent states in which a step may end.

    Parameters
    ----------
    count
        How many.
    states
        The numbers of the first hundred, from 1.
    """

    count: int
    states: tuple[int, ...]


@dataclass(frozen=True)
class FarStep(Record):
    """One step, and whether it is deterred; states are keys.

    A step is deterred iff those who are sure do not include the mover, or do not win in the body.

    Parameters
    ----------
    mover, before, after
        Who takes it, from where, to where.
    deterred
        Whether somebody who is needed for it cannot be sure to gain.
    sure
        Those asked about the step who are better off than in `before` in every state in which it may end.
    doubts
        The others who are asked, each with an end that is no better for it.
    ends
        The consistent states in which it may end, ascending.
    """

    mover: str
    before: int = field(metadata=HIDDEN)
    after: int = field(metadata=HIDDEN)
    deterred: bool
    sure: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    ends: tuple[int, ...] = field(metadata=HIDDEN)

    @member("from")
    def start(self) -> int:
        """The number of the state from which it leads."""
        return self.before + 1

    @member("to")
    def target(self) -> int:
        """The number of the state to which it leads."""
        return self.after + 1

    @member("ends")
    def first_ends(self) -> Ends:
        """The consistent states in which it may end: how many, and the numbers of the first hundred."""
        return Ends(len(self.ends), tuple(key + 1 for key in self.ends[:ENDS]))


def steps_from(answer: Farsighted, state: int) -> tuple[FarStep, ...]:
    """Every step from a state, those that nothing deters first.

    A decision of a body that several sets of rules may carry, from a coalesced state, is there once for each.

    Parameters
    ----------
    answer
        What `farsighted` returns.
    state
        A key of its game (a position, from 0).

    Returns
    -------
    tuple of FarStep

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.analysis.farsighted import farsighted
    >>> from countermove.game.compile import compile
    >>> answer = farsighted(compile(catalog.load_case("prisoners-dilemma")))
    >>> [(step.mover, step.after, step.deterred, step.ends) for step in steps_from(answer, 3)]
    [('row', 2, True, (0,)), ('column', 1, True, (0,))]
    """
    steps = [step for mover in answer.game.movers for step in _steps(answer, mover, state)]
    return tuple(sorted(steps, key=lambda step: step.deterred))


def _steps(answer: Farsighted, mover: Mover, state: int) -> Iterator[FarStep]:
    game = answer.game
    moves = moves_from(game, mover, np.array([state], dtype=np.int32))
    rules = rules_of(mover, moves.changed)
    for after, changed in sorted(set(zip(moves.target.tolist(), rules.tolist(), strict=True))):
        # Sure to gain: even the worst consistent state in which the step may end is better than where one stands.
        sure = answer.least[:, after] > game.rank_rows[:, state]
        if mover.actor is None:
            # Who is asked depends on the options that change: each has a rule of its own.
            players = frozenset().union(*(vote.players for k, vote in enumerate(mover.votes) if changed >> k & 1))
            carried = bool(won(mover, np.array([changed]), sure[:, None])[0])
        else:
            players, carried = frozenset({mover.actor}), bool(sure[mover.actor])
        ends = np.flatnonzero(answer.dominance.of(after) & answer.in_consistent_set)
        yield FarStep(
            mover.id,
            state,
            after,
            not carried,
            tuple(game.actors[actor] for actor in sorted(players) if sure[actor]),
            tuple(_doubt(answer, actor, state, after, ends) for actor in sorted(players) if not sure[actor]),
            tuple(ends.tolist()),
        )


def _doubt(answer: Farsighted, actor: int, state: int, after: int, ends: NDArray[np.int64]) -> Doubt:
    """An end that is no better for an actor than `state`: where the step leads, else the way back, else the worst."""
    rank = answer.game.rank_rows[actor]
    bad = ends[rank[ends] <= rank[state]]
    # The simplest doubt first: that nothing more happens, or that the step is taken back.
    end = next((e for e in (after, state) if e in bad), int(bad[np.argmin(rank[bad])]))
    path = path_ahead(answer, after, end)
    assert path is not None
    return Doubt(answer.game.actors[actor], end, path)


@dataclass(frozen=True, eq=False)
class FarExplanation(Worded):
    """Why a state is in the largest consistent set, or is not.

    Parameters
    ----------
    game, state
        What the question was.
    core
        Whether it is in the core.
    consistent
        Whether it is in the largest consistent set.
    steps
        All steps from it, those that nothing deters first.
    sentences
        The same in words, where it was asked for through the one door.
    """

    schema = "explain-farsighted/1"

    game: ListedGame = field(repr=False, metadata=HIDDEN)
    state: State
    core: bool
    consistent: bool = field(metadata=keyed("largest_consistent_set"))
    steps: tuple[FarStep, ...] = field(repr=False)
    sentences: tuple[Line, ...] = field(default=(), repr=False, compare=False, metadata=HIDDEN)


def explain_farsighted(answer: Farsighted, state: State | int | str | Sequence[str]) -> FarExplanation:
    """Why a state is in the largest consistent set, or is not: step by step.

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
    >>> [(step.mover, step.after, step.deterred) for step in reasons.steps]
    [('row', 0, False), ('column', 3, True)]
    """
    key = answer.game.find(state)
    core, kept = bool(answer.in_core[key]), bool(answer.in_consistent_set[key])
    return FarExplanation(answer.game, answer.game.at(key), core, kept, steps_from(answer, key))
