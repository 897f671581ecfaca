"""What a solution concept is, and the tables of all of them: those that are always asked, and those on request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.listed import ListedGame, Mover
from countermove.stability.coalition import COALITION_CONCEPTS
from countermove.stability.improvements import not_better
from countermove.stability.limited_move import check_leader, foresight, limited_move, stackelberg
from countermove.stability.maximin import maximin
from countermove.stability.nash import nash
from countermove.stability.non_myopic import periods, settled
from countermove.stability.sanction import gmr, seq, smr, sseq
from countermove.stability.simultaneous import check_combinable, conflict_analysis, sim

__all__ = [
    "CONCEPTS", "CONFLICT_ANALYSIS", "FAMILIES", "GMR", "NASH", "SEQ", "SIM", "SMR", "SSEQ", "Concept", "Evidence",
    "Family", "Judge", "Support", "concepts_for", "defined", "find_concept", "stable", "strongest_first",
]  # fmt: skip


MOST_DIGITS = 18
"""The most digits in the number of moves that a concept looks ahead: what still fits into 64 bits."""
WEAKEST = 99
"""The place in the order of strength of a concept that says nothing about it: after all that do."""
Judge = Callable[[ListedGame, Mover, int, NDArray[np.int64], NDArray[np.int32]], NDArray[np.bool_]]
"""What says which states sanction a move; the arguments are those of `not_better`."""


class Evidence(Enum):
    """What shows that a state is stable under a concept, or is not; `explain` gathers it."""

    GAINS = "the mover's own improvements"
    ANSWERS = "a sequence of the others' moves after each improvement"
    COMBINATIONS = "moves of the others at the same time as each improvement"
    ANSWERS_OR_COMBINATIONS = "either of them"
    LIMITED_MOVES = "the play that two actors foresee"
    ENDLESS_MOVES = "the play that two actors foresee, however far they look"
    LEADERSHIP = "the play that a leader and a follower foresee"
    REPLIES = "the replies with which the others hurt most"


Support = Literal["nothing", "answers", "threats", "chance"]
"""What an equilibrium rests on: that nobody gains, credible answers, any answers, or moves at the same time."""


@dataclass(frozen=True)
class Concept:
    """A solution concept: a rule that says at which states a mover stays. A row says everything about it.

    Parameters
    ----------
    id, label, question
        What users type; what they read; what the concept asks, as a question that "yes" answers where a state is stable.
    verdict
        Takes a game and a mover and returns the states that are stable for it, shape (S,).
    evidence
        What shows a verdict. None: nothing but the verdict itself.
    credible
        Whether answers are limited to the opponents' own improvements.
    counter
        Whether the mover may move once more after an answer.
    sanctions
        The judge of a sanction: which states leave a mover where its improvement has not paid.
    has_kernel
        Whether `engines.batch` has a kernel for it, of the kind of its evidence; else the ordinary engine serves.
    is_bounded
        Whether a search for answers of bounded length shows it in games that are not listed (`search.bounded`).
    by_default
        Whether it is asked where no concept is named.
    strength
        The place in the order from the concept that trusts least in threats to the one that trusts most.
    needs_options, requires
        Whether it is undefined in a case given as a graph; what raises an error where a graph does not meet what the
        concept asks for, before anything is computed.
    mark
        What marks a state that is stable under it in a tableau of conflict analysis.
    family, moves, leader
        Of a concept on request its family, and what sets it apart: how many moves it looks ahead, or who leads.
    periods
        Where verdicts may go on changing, a function like `verdict` that returns the period of each, 0 where it has
        settled.
    by_own_moves
        Whether a mover stays exactly where none of its own moves is an improvement (Nash).
    own_bound
        The id of a concept that is necessary for this one and whose verdict on an actor depends on that actor's own
        preferences only; the concept itself where it is such a one.
    by_preferred
        Whether the verdict on an actor depends, of the actor's own preferences, only on which states it prefers to the
        one that is judged.

    The defaults are safe for any concept: without kernel, bound or evidence it is computed by its verdict alone.
    """

    id: str
    label: str
    question: str
    verdict: Callable[[ListedGame, Mover], NDArray[np.bool_]]
    evidence: Evidence | None = None
    credible: bool = False
    counter: bool = False
    sanctions: Judge = not_better
    has_kernel: bool = False
    is_bounded: bool = False
    by_default: bool = True
    strength: int = WEAKEST
    needs_options: bool = False
    requires: Callable[[ListedGame], object] | None = None
    mark: str = ""
    family: str | None = None
    moves: int | None = None
    leader: str | None = None
    periods: Callable[[ListedGame, Mover], NDArray[np.int64]] | None = None
    by_own_moves: bool = False
    own_bound: str | None = None
    by_preferred: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether others may do something about an improvement, so that a state may be stable in spite of it."""
        return self.evidence is not Evidence.GAINS

    @property
    def rests_on(self) -> Support:
        """What an equilibrium under this concept rests on, if on no less."""
        if self.evidence in (Evidence.COMBINATIONS, Evidence.ANSWERS_OR_COMBINATIONS):
            return "chance"
        if not self.is_answered:
            return "nothing"
        return "answers" if self.credible else "threats"

    def variant(self, *, credible: bool | None = None, counter: bool | None = None) -> Concept | None:
        """The concept of the table that differs in nothing but whether answers are credible, or the mover may move again.

        >>> GMR.variant(credible=True).id, SEQ.variant(counter=True).id
        ('seq', 'sseq')
        """
        credible = self.credible if credible is None else credible
        counter = self.counter if counter is None else counter
        # The judge of a sanction must be the same: a concept of its own has no sibling among the others.
        wanted = (self.evidence, self.sanctions, credible, counter)
        return next((c for c in CONCEPTS.values() if (c.evidence, c.sanctions, c.credible, c.counter) == wanted), None)


CONCEPTS: dict[str, Concept] = {
    concept.id: concept
    for concept in (
        Concept(
            "nash", "Nash", "Is staying at least as good for the mover as every move of its own?", nash, Evidence.GAINS,
            has_kernel=True, is_bounded=True, strength=0, mark="r",
            by_own_moves=True, own_bound="nash", by_preferred=True,
        ),
        Concept(
            "gmr", "GMR", "Can the others answer every improvement, at any cost to themselves?", gmr, Evidence.ANSWERS,
            has_kernel=True, is_bounded=True, strength=4, own_bound="gmr", by_preferred=True,
        ),
        Concept(
            "smr", "SMR", "Can the others answer every improvement, even if the mover may then move again?",
            smr, Evidence.ANSWERS,
            counter=True, has_kernel=True, is_bounded=True, strength=3, own_bound="smr", by_preferred=True,
        ),
        Concept(
            "seq", "SEQ", "Can the others answer every improvement by moves that they gain by?", seq, Evidence.ANSWERS,
            credible=True, has_kernel=True, is_bounded=True, strength=2, mark="s", own_bound="gmr", by_preferred=True,
        ),
        Concept(
            "sseq", "SSEQ",
            "Can the others answer every improvement by moves that they gain by, even if the mover may then move again?",
            sseq, Evidence.ANSWERS,
            credible=True, counter=True, has_kernel=True, is_bounded=True, strength=1, own_bound="smr", by_preferred=True,
        ),
        Concept(
            "sim", "SIM", "Can the others answer every improvement by improvements made at the same time?",
            sim, Evidence.COMBINATIONS,
            has_kernel=True, needs_options=True, requires=check_combinable, strength=5,
        ),
        Concept(
            "conflict-analysis", "FH",
            "Is every improvement answered, either in sequence or by others who move at the same time?",
            conflict_analysis, Evidence.ANSWERS_OR_COMBINATIONS,
            has_kernel=True, needs_options=True, requires=check_combinable, strength=6, mark="u/",
        ),
    )
}  # fmt: skip
NASH, GMR, SMR, SEQ, SSEQ, SIM, CONFLICT_ANALYSIS = CONCEPTS.values()


@dataclass(frozen=True)
class Family:
    """Concepts that are told apart by a number or a name in their id; they are computed on request only.

    Parameters
    ----------
    name
        The family; the page in docs/concepts has the same name.
    example
        An id to give as an example.
    pattern
        A regular expression that matches the ids; its group is what sets the concept apart.
    make
        Takes what the group matches and returns the concept.
    """

    name: str
    example: str
    pattern: str
    make: Callable[[str], Concept]


def _limited_move(text: str) -> Concept:
    moves = _number(text, "l")
    question = f"Is staying at least as good as every move, with a horizon of {_moves(moves)}?"
    verdict = partial(limited_move, moves=moves)
    needed = partial(foresight, concept=f"L{moves}")
    id_, label = f"l{moves}", f"L{moves}"
    return Concept(id_, label, question, verdict, Evidence.LIMITED_MOVES, moves=moves, requires=needed)


def _non_myopic(_: str) -> Concept:
    question = "Is staying at least as good as every move, however long the horizon?"
    needed = partial(foresight, concept="NM")
    return Concept("nm", "NM", question, settled, Evidence.ENDLESS_MOVES, periods=periods, requires=needed)


def _stackelberg(leader: str) -> Concept:
    question = "Is staying at least as good as every move, if the leader foresees the answer of the other actor?"
    verdict = partial(stackelberg, leader=leader)
    id_, label = f"stackelberg-{leader}", f"Stackelberg ({leader} leads)"
    needed = partial(check_leader, leader=leader)
    return Concept(id_, label, question, verdict, Evidence.LEADERSHIP, leader=leader, requires=needed)


def _maximin(text: str) -> Concept:
    moves = _number(text, "maximin-")
    question = f"Can the others answer every improvement, at any cost to themselves, with a horizon of {_moves(moves)}?"
    verdict = partial(maximin, moves=moves)
    return Concept(f"maximin-{moves}", f"Maximin-{moves}", question, verdict, Evidence.REPLIES, moves=moves)


def _number(text: str, before: str) -> int:
    """The horizon in an id; raises `QuestionError` where it is no move, or a number of too many digits."""
    # Leading zeros are no digits; what is left starts with a minus sign, or is empty, where no move is asked for.
    digits = text.lstrip("0")
    if not digits or digits.startswith("-"):
        raise QuestionError(f"{quoted(before + text)}: a horizon has at least one move; the shortest is {before}1")
    if len(digits) > MOST_DIGITS:
        raise QuestionError(f"{quoted(before + text)}: this horizon is too long; the longest is {before}{'9' * MOST_DIGITS}")
    return int(digits)


def _moves(moves: int) -> str:
    return "one move" if moves == 1 else f"{moves} moves"


FAMILIES: tuple[Family, ...] = (
    Family("limited-move", "l3", r"l(-?[0-9]+)", _limited_move),
    Family("non-myopic", "nm", r"(nm)", _non_myopic),
    Family("stackelberg", "stackelberg-LEADER", r"stackelberg-([a-z][a-z0-9-]*)", _stackelberg),
    Family("maximin", "maximin-4", r"maximin-(-?[0-9]+)", _maximin),
)


def concepts_for(game: ListedGame) -> tuple[Concept, ...]:
    """The concepts that are asked by default of a game.

    Parameters
    ----------
    game
        A listed game.

    Returns
    -------
    tuple of Concept
        In the order of the table; for a case given as a graph those that need no options.
    """
    defaults = (concept for concept in CONCEPTS.values() if concept.by_default)
    return tuple(concept for concept in defaults if not (game.is_graph and concept.needs_options))


def strongest_first(ids: Iterable[str]) -> list[str]:
    """The ids of concepts in their order of strength: first those that trust least in threats.

    Parameters
    ----------
    ids
        Ids of concepts; those that say nothing about strength come last, in the order given.

    Returns
    -------
    list of str

    Examples
    --------
    >>> strongest_first(["gmr", "seq", "nash"])
    ['nash', 'seq', 'gmr']
    """
    return sorted(ids, key=lambda id_: find_concept(id_).strength)


def find_concept(id_: str) -> Concept:
    """The concept with an id, of the table or of a family.

    Parameters
    ----------
    id_
        The id, in small letters or capitals.

    Returns
    -------
    Concept
        One and the same object for all ways to write an id.

    Raises
    ------
    QuestionError
        Where there is none, with the nearest names.

    Examples
    --------
    >>> find_concept("seq").label, find_concept("maximin-4").label
    ('SEQ', 'Maximin-4')
    """
    return CONCEPTS.get(id_.lower()) or _on_request(id_.lower())


@cache
def _on_request(id_: str) -> Concept:
    for family in FAMILIES:
        match = re.fullmatch(family.pattern, id_)
        if match:
            concept = replace(family.make(match[1]), family=family.name, by_default=False)
            # l03 is l3: one concept, so one entry in every cache and one column in every table.
            return concept if concept.id == id_ else _on_request(concept.id)
    # The one who asks for cnash among the others is shown where it is answered, not that it is unknown.
    if id_ in COALITION_CONCEPTS:
        raise QuestionError(f"{id_} is about coalitions, not about single movers; ask countermove coalitions CASE -c {id_}")
    ids = [*CONCEPTS, *(family.example for family in FAMILIES)]
    raise QuestionError(f"unknown concept {quoted(id_)}; {did_you_mean(id_, ids)}")


def defined(game: ListedGame, id_: str) -> Concept:
    """The concept with an id, if it is defined for a game.

    Parameters
    ----------
    game
        A listed game.
    id_
        As `find_concept` takes it.

    Returns
    -------
    Concept

    Raises
    ------
    QuestionError
        Where there is none, or the game does not meet what it asks.
    """
    concept = find_concept(id_)
    if game.is_graph and concept.needs_options:
        ids = ", ".join(c.id for c in concepts_for(game))
        raise QuestionError(f"{concept.id} is undefined in a case given as a graph; ask for one of {ids}")
    if concept.requires is not None:
        concept.requires(game)
    return concept


def stable(game: ListedGame, mover: Mover, concept: Concept) -> NDArray[np.bool_]:
    """States that are stable for a mover under a concept.

    Parameters
    ----------
    game, mover
        A listed game of S states, and a mover of it.
    concept
        A row of `CONCEPTS` or of a family.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,); computed once for each game.
    """
    # By the verdict, not by the id: concepts added at run time and those of a family are told apart by what they compute.
    return game.once((concept.verdict, mover.index), lambda: concept.verdict(game, mover))
