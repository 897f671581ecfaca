"""Deals in a searched game: candidates from a constraint solver, nearest first, and who does what first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from countermove.errors import SizeError
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.search.bounded import Move
from countermove.search.encoding import FALSE, Encoding, Frame, constant
from countermove.search.moves import OwnMoves
from countermove.search.nash import improving_choice, is_lazy
from countermove.search.paths import StateGoal, shortest_path

__all__ = [
    "Candidate", "Kind", "Signatories", "contract_between", "find_candidate", "is_nash", "is_reached_alone",
    "leaving_candidate",
]  # fmt: skip

NOBODY = -1
"""The last mover before the first move."""


@dataclass(frozen=True)
class Kind:
    """A class of deals: whether nobody loses, and whether only Nash equilibria count."""

    for_all: bool
    self_enforcing: bool


@dataclass(frozen=True)
class Candidate:
    """What the solver found: a code, or None; `is_proved`: where it is None, that there is no other candidate."""

    code: int | None
    is_proved: bool


def find_candidate(
    game: SearchedGame,
    start: int,
    kind: Kind,
    *,
    beaten: Iterable[int] = (),
    excluded: Iterable[int] = (),
    better_than: int | None = None,
    effort: float,
) -> Candidate:
    """A state near `start` that two actors or more prefer, and that those who gain can bring about as far as options go.

    In a deal for all nobody loses. In any other somebody loses, each option changed belongs to an actor who gains, or to a
    body whose rule passes with those who gain for and all others against. What cannot be taken back or taken is as at
    the start. Whether a legal sequence leads there is not asked here.

    Parameters
    ----------
    game, start
        A searched game, and a feasible code.
    kind
        The class of deals.
    beaten
        Codes: of each some actor must like the candidate more.
    excluded
        Codes that are no candidates.
    better_than
        A code on which the candidate must Pareto-improve; None: on none.
    effort
        How much the solver may do, in units of its own clock, which counts work: the same on every machine.

    Returns
    -------
    Candidate
        One that changes the fewest options, as far as the effort goes.
    """
    met: dict[tuple[int, int], None] = {}
    while True:
        encoding, frame = _encoded(game, start, kind, beaten, excluded, better_than)
        for index, choice in met:
            encoding.forbid_improvement(game.movers[index], frame, choice)
        exists = encoding.solve_within(effort)
        if not exists:
            return Candidate(None, exists is False)
        code = encoding.code(frame)
        # Movers with very many choices are held to Nash by the improvements that are met, one after the other.
        better = _lazy_improvement(game, code) if kind.self_enforcing else None
        if better is None:
            return Candidate(code, True)
        met[better] = None


def is_nash(game: SearchedGame, code: int) -> bool:
    """Whether no mover has an improvement at a code."""
    return all(improving_choice(game, mover, code) is None for mover in game.movers)


def _lazy_improvement(game: SearchedGame, code: int) -> tuple[int, int] | None:
    for mover in game.movers:
        if is_lazy(mover) and (choice := improving_choice(game, mover, code)) is not None:
            return mover.index, choice
    return None


def _encoded(
    game: SearchedGame,
    start: int,
    kind: Kind,
    beaten: Iterable[int],
    excluded: Iterable[int],
    better_than: int | None,
) -> tuple[Encoding, Frame]:
    encoding, here = Encoding(game), constant(game, start)
    frame = encoding.state()
    actors = range(len(game.actors))
    gain = {a: encoding.prefers(a, frame, here) for a in actors}
    lose = {a: encoding.prefers(a, here, frame) for a in actors}
    encoding.require([encoding.at_least([(1, literal) for literal in gain.values()], 2)])
    if kind.for_all:
        for literal in lose.values():
            encoding.require([-literal])
    else:
        encoding.require(lose.values())
    changed = _carried(encoding, here, frame, None if kind.for_all else gain)
    if kind.self_enforcing:
        for mover in game.movers:
            for choice in () if is_lazy(mover) else mover.choices or ():
                encoding.forbid_improvement(mover, frame, choice)
    for code in beaten:
        other = constant(game, code)
        encoding.require([encoding.prefers(a, frame, other) for a in actors])
    for code in excluded:
        encoding.require([-frame[k] if code >> k & 1 else frame[k] for k in range(len(frame))])
    if better_than is not None:
        other = constant(game, better_than)
        for a in actors:
            encoding.require([-encoding.prefers(a, other, frame)])
        encoding.require([encoding.prefers(a, frame, other) for a in actors])
    encoding.minimize(changed)
    return encoding, frame


def _carried(encoding: Encoding, here: Frame, frame: Frame, gain: dict[int, int] | None) -> list[int]:
    """Demand that every option changed can be, by those who gain (None: by all); and whether each is changed."""
    game, every = encoding.game, range(len(encoding.game.actors))
    kept, never = game.fixed
    changed: list[int] = []
    for mover in game.movers:
        for k, literal in encoding.changes(mover, here, frame).items():
            changed.append(literal)
            taken = here[k] != FALSE
            if (kept >> k & 1 and taken) or (never >> k & 1 and not taken):
                encoding.require([-literal])
            elif gain is None:
                if mover.is_body and not mover.votes[k].passes_by(every):
                    encoding.require([-literal])
            elif mover.actor is not None:
                encoding.require([-literal, gain.get(mover.actor, FALSE)])
            else:
                # Those who gain are for it, and all others against.
                stances = {a: (gain.get(a, FALSE), -gain.get(a, FALSE)) for a in every}
                encoding.require([-literal, encoding.passes(mover.votes[k], stances)])
    return changed


def leaving_candidate(game: SearchedGame, code: int, members: Collection[int], effort: float) -> Candidate:
    """A state that some members of a coalition prefer to `code`, and that these can bring about as far as options go.

    None that is proved: no group of members has a coalition improvement from there.
    """
    encoding, here = Encoding(game), constant(game, code)
    frame = encoding.state()
    gain = {a: encoding.prefers(a, frame, here) for a in members}
    encoding.require(gain.values())
    encoding.minimize(_carried(encoding, here, frame, gain))
    exists = encoding.solve_within(effort)
    return Candidate(encoding.code(frame), True) if exists else Candidate(None, exists is False)


@dataclass(frozen=True)
class Signatories:
    """Actors who act together in a searched game, by position, and what they can move."""

    moves: OwnMoves
    actors: tuple[int, ...]

    def movers(self) -> Iterator[tuple[SearchedMover, int]]:
        """Members with options, and bodies whose rules pass with all members for and all others against; with options."""
        for mover in self.moves.game.movers:
            if mover.is_body:
                mask = sum(1 << k for k, vote in mover.votes.items() if vote.passes_by(self.actors))
            else:
                mask = mover.mask if mover.actor in self.actors else 0
            if mask:
                yield mover, mask

    def trusting(self, mover: SearchedMover, start: int, before: int, after: int) -> tuple[int, ...]:
        """Who counts for a move and is worse off after it than at the start."""
        if mover.actor is not None:
            asked: set[int] = {mover.actor}
        else:
            asked = set[int]().union(*(vote.players for vote in mover.votes_on(before ^ after))) & set(self.actors)
        return tuple(a for a in sorted(asked) if self.moves.game.compare(a, start, after) < 0)


def contract_between(
    signers: Signatories, start: int, target: int, most: int
) -> tuple[tuple[tuple[Move, tuple[int, ...]], ...] | None, bool]:
    """A legal sequence of a coalition from one code to another, and after each move who is worse off than at the start.

    First among moves that only bring options to where they stand at the target: the fewest steps that need trust, then
    the fewest moves. Where these are too many, a shortest of them; where none leads there, a shortest of all moves.

    Parameters
    ----------
    signers
        The coalition.
    start, target
        Feasible codes.
    most
        The most pairs of a code and its last mover that each of the three searches looks at.

    Returns
    -------
    tuple
        The moves in order, None where none was found; and whether it is proved, where it is None, that there is none.
    """
    for straight, trust_first in ((True, True), (True, False), (False, False)):
        path, is_proved = _search(signers, start, target, most, straight, trust_first)
        if path is not None or (is_proved and not straight):
            return path, is_proved
    return None, False


def is_reached_alone(moves: OwnMoves, start: int, target: int, most: int) -> bool | None:
    """Whether a legal sequence of single movers' improvements leads from one code to another.

    First among improvements that only bring options to where they stand at the target, then among all; None where neither
    was found, nor proved not to be there, among `most` pairs of a code and its last mover each.
    """
    signers = Signatories(moves, tuple(range(len(moves.game.actors))))
    if _search(signers, start, target, most, straight=True, trust_first=False, improving=True)[0] is not None:
        return True
    try:
        search = shortest_path(moves, start, StateGoal(moves.game, target), True, most=most)
    except SizeError:
        return None
    return True if search.path is not None else False if search.proved else None


def _search(
    signers: Signatories,
    start: int,
    target: int,
    most: int,
    straight: bool,
    trust_first: bool,
    improving: bool = False,
) -> tuple[tuple[tuple[Move, tuple[int, ...]], ...] | None, bool]:
    """Best first (A*) over pairs of a code and its last mover; `straight`: only moves towards the target."""
    moves, goal = signers.moves, StateGoal(signers.moves.game, target)
    # Whether a body would move is for its rules to say; what a coalition carries it moves whatever they say otherwise.
    movers = [(m, m.mask) for m in moves.game.movers] if improving else list(signers.movers())
    came: dict[tuple[int, int], tuple[int, int] | None] = {}
    # The bound is the number of movers whose options stand otherwise; of equally good pairs the deepest goes first.
    queue: list[tuple[tuple[int, int], int, int, int, int, int, tuple[int, int] | None]] = []
    heappush(queue, ((0, goal.least(start)), 0, 0, 0, start, NOBODY, None))
    count = 0
    while queue:
        _, minus, _, trust, here, last, before = heappop(queue)
        if (here, last) in came:
            continue
        came[here, last] = before
        if here == target:
            return tuple(_written(signers, start, came, (here, last))), True
        if len(came) > most:
            return None, False
        for mover, mask in movers:
            if mover.index == last:
                continue
            for there in _moves(moves, mover, here, target, improving):
                changed = here ^ there
                # What a body may not change, and, straight on, what stands as at the target already.
                if changed & ~mask or (straight and (there ^ target) & changed) or (there, mover.index) in came:
                    continue
                count += 1
                dear = trust + bool(signers.trusting(mover, start, here, there))
                far = 1 - minus + goal.least(there)
                order = (dear, far) if trust_first else (far, dear)
                heappush(queue, (order, minus - 1, count, dear, there, mover.index, (here, last)))
    return None, all(mover.choices is not None for mover, _ in movers)


def _moves(moves: OwnMoves, mover: SearchedMover, here: int, target: int, improving: bool) -> Iterator[int]:
    """The moves of a mover; of one with too many choices to look at them one by one, that to the target's options."""
    if mover.choices is not None:
        yield from moves.of(mover, here, improving)
        return
    game, there = moves.game, (here & ~mover.mask) | (target & mover.mask)
    is_move = there != here and game.may_change(here, there) and game.is_feasible(there)
    if is_move and (not improving or game.improves(mover, here, there)):
        yield there


def _written(
    signers: Signatories, start: int, came: dict[tuple[int, int], tuple[int, int] | None], end: tuple[int, int]
) -> Sequence[tuple[Move, tuple[int, ...]]]:
    steps: list[tuple[Move, tuple[int, ...]]] = []
    game = signers.moves.game
    while (before := came[end]) is not None:
        mover = game.movers[end[1]]
        steps.append((Move(mover.id, before[0], end[0]), signers.trusting(mover, start, before[0], end[0])))
        end = before
    return steps[::-1]
