"""GMR, SMR, SEQ and SSEQ for one state of a case that is not listed, with answers of a bounded length.

The one who gains by a move may be answered by the others, one after another. Here such a sequence is sought up to a
length that is always stated. If one is found, the gain is answered, and that is certain. If none is found, a longer
one might exist: the state is *not shown* to hold, which is less than saying that it does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from countermove.errors import QuestionError, SizeError, quoted
from countermove.game.allowance import Allowance
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.game.voting import Vote
from countermove.search.encoding import TRUE, Encoding, Frame, constant
from countermove.stability.concept import CONCEPTS, SEQ, Concept

__all__ = [
    "BOUNDED", "DEPTH", "Answers", "Attempt", "BoundedVerdict", "Move", "bounded_attempt",
    "bounded_verdict", "options_of", "unknown_concept",
]  # fmt: skip

DEPTH = 3
"""Moves of the longest answer that is sought unless more are allowed; with each more a case of thirty allies takes
about 1.7 times as long."""


BOUNDED: Mapping[str, Concept] = {id_: concept for id_, concept in CONCEPTS.items() if concept.is_bounded}
"""The concepts that can be asked of a case that is not listed."""


class Move(NamedTuple):
    """One move: who made it, and the codes before and after it."""

    mover: str
    before: int
    after: int


@dataclass(frozen=True)
class Attempt:
    """An improvement, and the shortest answer that answers it.

    `answer` is None where none was found; `searched` says whether all answers within the bound were looked at.
    """

    after: int
    answer: tuple[Move, ...] | None
    searched: bool = True


@dataclass(frozen=True, eq=False)
class BoundedVerdict:
    """Whether a state holds for a mover under a concept, as far as answers of at most `depth` moves show."""

    game: SearchedGame
    state: int
    mover: str
    concept: str
    depth: int
    attempts: tuple[Attempt, ...]

    def __repr__(self) -> str:
        verdict = {True: "stable", False: "unstable", None: "not shown to be stable"}[self.stable]
        return f"BoundedVerdict({self.mover}, {self.concept}: {verdict}, answers of at most {self.depth} moves)"

    @property
    def stable(self) -> bool | None:
        """True where it holds; False where it does not (Nash); None where that is not shown within the bound."""
        if all(attempt.answer is not None for attempt in self.attempts):
            return True
        # Under Nash a gain needs no answer to upset; under the others a longer answer than the bound might still come.
        return None if BOUNDED[self.concept].is_answered else False

    def to_dict(self) -> dict[str, Any]:
        """As plain data: states as the options taken, `stable` null where it is not shown within the bound."""
        return {
            "state": None,
            "options": options_of(self.game, self.state),
            "actor": self.mover,
            "concept": self.concept,
            "depth": self.depth if BOUNDED[self.concept].is_answered else None,
            "stable": self.stable,
            "improvements": [
                {
                    "to": None,
                    "options": options_of(self.game, attempt.after),
                    "sanction": None
                    if attempt.answer is None
                    else [{"mover": m.mover, "options": options_of(self.game, m.after)} for m in attempt.answer],
                    "searched": attempt.searched,
                }
                for attempt in self.attempts
            ],
        }


def options_of(game: SearchedGame, code: int) -> dict[str, bool]:
    """For each option, by its full name, whether it is taken."""
    return {row.full: bool(code >> row.index & 1) for row in game.options}


def unknown_concept(concept: str) -> QuestionError:
    """The error that a concept cannot be asked of such a case, with those that can."""
    return QuestionError(
        f"{quoted(concept)} is not defined for cases whose states are too many to list; ask for one of {', '.join(BOUNDED)}"
    )


def bounded_verdict(
    game: SearchedGame,
    state: int,
    mover: str,
    concept: str = SEQ.id,
    depth: int = DEPTH,
    allowance: Allowance | None = None,
    *,
    every_improvement: bool = True,
) -> BoundedVerdict:
    """Whether a feasible code is stable for a mover, by answers of at most `depth` moves, no mover twice in a row.

    Under Nash the verdict is exact. Under the other concepts what is shown to be stable is stable, since every
    answer within the bound is one without it; the reverse does not follow.

    Parameters
    ----------
    game
        A searched game.
    state
        A feasible code: bit k is option k.
    mover
        The id of an actor or a body.
    concept
        The id of one of `BOUNDED`.
    depth, allowance
        The most moves of an answer, at least 1; what all searches may do, by default an allowance of their own.
    every_improvement
        Whether to go on after an improvement without an answer.

    Returns
    -------
    BoundedVerdict
        Each improvement with the shortest answer to it, and the verdict that follows.

    Raises
    ------
    QuestionError
        For an unknown mover or concept, and a depth below 1.
    SizeError
        Where a mover has too many choices to look at them one by one.

    Notes
    -----
    Cost: one search of the solver for each improvement and each length.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> bounded_verdict(searched_game(load_case("prisoners-dilemma")), 0b11, "row", "seq")
    BoundedVerdict(row, seq: stable, answers of at most 3 moves)
    """
    if concept not in BOUNDED:
        raise unknown_concept(concept)
    if depth < 1:
        raise QuestionError(f"--depth is {depth}; give at least 1")
    # One allowance for all improvements: a mover with many must not have one for each.
    allowance = Allowance() if allowance is None else allowance
    focal = game.mover(mover)
    attempts = []
    for after in game.improvements(focal, state):
        if BOUNDED[concept].is_answered:
            attempts.append(bounded_attempt(game, focal, state, after, concept, range(1, depth + 1), allowance))
        else:
            attempts.append(Attempt(after, None))
        if attempts[-1].answer is None and not every_improvement:
            break
    return BoundedVerdict(game, state, mover, concept, depth, tuple(attempts))


def bounded_attempt(
    game: SearchedGame,
    focal: SearchedMover,
    state: int,
    after: int,
    concept: str,
    lengths: Iterable[int],
    allowance: Allowance,
) -> Attempt:
    """The shortest answer to one improvement, of these lengths in ascending order."""
    # Ascending, so that the first answer is a shortest one; a longer answer is looked for only where none was found.
    for length in lengths:
        search = Answers(game, focal, state, after, BOUNDED[concept])
        answer = search.of_length(length, allowance)
        if answer is None:
            return Attempt(after, None, searched=False)
        if answer:
            return Attempt(after, tuple(answer))
    return Attempt(after, None)


class Answers:
    """The search for answers of one length to one improvement of the focal mover."""

    def __init__(self, game: SearchedGame, focal: SearchedMover, state: int, after: int, concept: Concept) -> None:
        self.game, self.focal, self.concept = game, focal, concept
        self.encoding = Encoding(game)
        self.start, self.moved = constant(game, state), constant(game, after)
        self.after = after
        changed = state ^ after
        # Of a focal body: the votes on what it changed, which must not pass for the end over the state it left.
        self.decided = [(TRUE, vote) for k, vote in focal.votes.items() if changed >> k & 1]

    def of_length(self, length: int, allowance: Allowance) -> list[Move] | None:
        """The answer, empty where there is none, None where the allowance is spent."""
        encoding, others = self.encoding, [m for m in self.game.movers if m is not self.focal]
        # The focal mover's own options stay as its move left them: it does not move again within an answer.
        open_ = [k for mover in others for k in mover.options]
        frames = [self.moved]
        turns: list[list[int]] = []
        for _ in range(length):
            frames.append(encoding.state(self.moved, open_))
            # One literal per mover and step says whose turn it is: exactly one, and never the same twice in a row
            # (legal).
            turn = [encoding.fresh() for _ in others]
            encoding.require(turn)
            for k, mover in enumerate(others):
                self.step(mover, turn[k], frames[-2], frames[-1])
                for other in turn[:k]:
                    encoding.require([-turn[k], -other])
                if turns:
                    encoding.require([-turn[k], -turns[-1][k]])
            turns.append(turn)
        self.spoilt(frames[-1])
        exists = encoding.solve(allowance)
        if not exists:
            return None if exists is None else []
        codes = [self.after, *(encoding.code(frame) for frame in frames[1:])]
        return [Move(next(m.id for m in others if (a ^ b) & m.mask), a, b) for a, b in pairwise(codes)]

    def step(self, mover: SearchedMover, turn: int, before: Frame, after: Frame) -> None:
        """Where it is a mover's turn, it makes a move that it can make, in SEQ and SSEQ one that it would make."""
        encoding, against = self.encoding, self.focal.actor
        changed = encoding.changes(mover, before, after)
        # Options change only in their owner's turn; this and `allowed` make each step one legal move.
        for literal in changed.values():
            encoding.require([-literal, turn])
        encoding.require([-turn, encoding.allowed(mover, before, after)])
        if self.concept.credible:
            encoding.require([-turn, encoding.improves(mover, before, after, against)])
        # A body answers an actor only with what could pass although the actor opposes it (theory.md 5).
        elif against is not None:
            for k, vote in mover.votes.items():
                if not vote.passes_against([against]):
                    encoding.require([-changed[k]])

    def spoilt(self, end: Frame) -> None:
        """The end is not better for the focal mover than the state that it left, nor is what it could move to then."""
        self.encoding.require([-self._better(end, self.decided)])
        if not self.concept.counter:
            return
        encoding, focal = self.encoding, self.focal
        if focal.choices is None:
            raise SizeError(f"{self.game.case.label(focal.id)} has too many options to look at its moves")
        # A counter-move to the options it has already is no move.
        own = self.after & focal.mask
        for choice in focal.choices:
            if choice != own:
                last = encoding.with_choice(focal, end, choice)
                possible = encoding.all_of([encoding.allowed(focal, end, last), encoding.feasible(last)])
                again = [(TRUE, vote) for k, vote in focal.votes.items() if (own ^ choice) >> k & 1]
                encoding.require([-possible, -self._better(last, [*self.decided, *again])])

    def _better(self, end: Frame, decided: Sequence[tuple[int, Vote]]) -> int:
        """Whether a state is better for the focal mover than the one that it left."""
        if self.focal.actor is not None:
            return self.encoding.prefers(self.focal.actor, end, self.start)
        stances = self.encoding.stances([vote for _, vote in decided], self.start, end)
        return self.encoding.all_pass(decided, stances)
