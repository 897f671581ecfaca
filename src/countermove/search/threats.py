"""Threats in a searched game: the cheapest answer of a bounded length, and whether a credible answer exists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from countermove.game.allowance import ASK_WORK, Allowance
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.search.bounded import Answers, Move
from countermove.search.encoding import Frame
from countermove.search.moves import OwnMoves
from countermove.stability.concept import GMR, SMR

__all__ = ["Sanctioned", "cheapest_answer", "credibly_sanctioned"]

MOST_PAIRS = 2_000
"""Pairs of a state and its last mover that are looked at, to prove that no answer of any length exists: about 0.1 s."""


class _Unwilling(Answers):
    """The search for an answer with at most `most` moves that are no improvements for their movers."""

    def __init__(self, game: SearchedGame, focal: SearchedMover, state: int, after: int, counter: bool, most: int) -> None:
        super().__init__(game, focal, state, after, SMR if counter else GMR)
        self.most = most
        self.unwilling: list[int] = []

    def step(self, mover: SearchedMover, turn: int, before: Frame, after: Frame) -> None:
        super().step(mover, turn, before, after)
        wanted = self.encoding.improves(mover, before, after, self.focal.actor)
        self.unwilling.append(self.encoding.all_of([turn, -wanted]))

    def spoilt(self, end: Frame) -> None:
        super().spoilt(end)
        self.encoding.require([-self.encoding.at_least([(1, literal) for literal in self.unwilling], self.most + 1)])


def cheapest_answer(
    moves: OwnMoves, focal: SearchedMover, state: int, after: int, counter: bool, depth: int, allowance: Allowance
) -> tuple[Move, ...] | None:
    """Of the answers of at most `depth` moves that sanction a gain, one with the fewest moves that are no improvements.

    Of these one with the fewest moves, of single moves one that changes the fewest options; see
    `analysis.threats.cheapest_threat`. It is for a gain without a credible answer of that length, so that one
    unwilling move is the least. Empty where there is no answer within the bound; None where the
    allowance is spent. Cost: at most depth^2 / 2 searches of the solver.
    """
    # Single moves need no solver, and a threat of one move is what people can follow.
    for move in sorted(_single(moves, focal, after), key=lambda move: (move.before ^ move.after).bit_count()):
        if _sanctions(moves, focal, state, after, move.after, counter):
            return (move,)
    # Cost first, then length: one unwilling move among three is cheaper than two among two.
    for most in range(1, depth + 1):
        for length in range(max(most, 2), depth + 1):
            answer = _Unwilling(moves.game, focal, state, after, counter, most).of_length(length, allowance)
            if answer is None:
                return None
            if answer:
                return tuple(answer)
    return ()


def _single(moves: OwnMoves, focal: SearchedMover, after: int) -> Iterator[Move]:
    """The single moves with which the others could answer: of a body those that could pass with `focal` against."""
    for mover in moves.game.movers:
        if mover is not focal:
            for end in moves.of(mover, after, improving=False):
                against = [] if focal.actor is None else [focal.actor]
                if all(vote.passes_against(against) for vote in mover.votes_on(after ^ end)):
                    yield Move(mover.id, after, end)


class Sanctioned(NamedTuple):
    """What following the others' moves from a gain shows.

    `is_sanctioned`: whether a credible answer of any length sanctions it, None where there was too much to follow. `depth`:
    all credible answers of at most this many moves were looked at.
    """

    is_sanctioned: bool | None
    depth: int


def credibly_sanctioned(
    moves: OwnMoves,
    focal: SearchedMover,
    state: int,
    after: int,
    counter: bool,
    most: int = MOST_PAIRS,
    allowance: Allowance | None = None,
) -> Sanctioned:
    """Whether a credible answer of any length sanctions a gain of `focal`.

    Legal sequences of the others' improvements are followed, the shortest first, until one ends in a sanction, until
    there are no more, or until `most` pairs of a state and its last mover were looked at, which is spent from the allowance.
    With `counter` the focal mover may move once more.
    """
    others = [mover for mover in moves.game.movers if mover is not focal]
    seen: set[tuple[int, int]] = set()
    layer, depth = [(after, -1)], 0
    while layer:
        arrived: list[tuple[int, int]] = []
        for here, last in layer:
            if allowance is not None:
                allowance.spend(ASK_WORK * len(others))
            for mover in others:
                if mover.index == last:
                    continue
                for there in moves.of(mover, here, True, focal.actor):
                    # Pairs, not states: a state reached by another last mover may go on where this one may not.
                    if (there, mover.index) not in seen:
                        if _sanctions(moves, focal, state, after, there, counter):
                            return Sanctioned(True, depth)
                        seen.add((there, mover.index))
                        arrived.append((there, mover.index))
            if len(seen) > most:
                return Sanctioned(None, depth)
        layer, depth = arrived, depth + 1
    return Sanctioned(False, depth)


def _sanctions(moves: OwnMoves, focal: SearchedMover, state: int, after: int, end: int, counter: bool) -> bool:
    """Whether the focal mover is no better off at `end` than at `state`, nor anywhere that it could move then."""
    game, changed = moves.game, state ^ after
    if _better(game, focal, state, end, changed):
        return False
    # SMR and SSEQ: no counter-move of the focal mover may save the gain.
    again = moves.of(focal, end, improving=False) if counter else ()
    return not any(_better(game, focal, state, last, changed | (end ^ last)) for last in again)


def _better(game: SearchedGame, focal: SearchedMover, state: int, end: int, changed: int) -> bool:
    if focal.actor is not None:
        return game.compare(focal.actor, state, end) > 0
    return game.all_pass(focal.votes_on(changed), state, end)
