"""Deals of a searched game: a solver finds candidates near the start, and each is judged by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from countermove.analysis.deals.record import (
    BREAKABLE,
    KEPT_BY_ANSWERS,
    SELF_ENFORCING,
    ContractStep,
    Deal,
    Deals,
    Departure,
    Keeping,
    Temptation,
)
from countermove.analysis.winners import standings
from countermove.errors import SizeError
from countermove.game.game import State
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.search.bounded import Move
from countermove.search.deals import (
    Candidate,
    Kind,
    Signatories,
    contract_between,
    find_candidate,
    is_nash,
    is_reached_alone,
    leaving_candidate,
)
from countermove.search.moves import OwnMoves
from countermove.search.nash import improving_choice
from countermove.search.threats import credibly_sanctioned

__all__ = ["searched_deals"]

CLASSES = (Kind(True, True), Kind(True, False), Kind(False, True), Kind(False, False))
"""The classes of deals in the order of telling."""
WORK_OF_EFFORT = 20_000_000
"""Moves of the bound for one unit of the solver's own clock, which is about a second of a fast machine."""
MOST_PAIRS = 2_000
"""Pairs of a state and its last mover that are looked at for one contract, or one path of improvements: below a second."""
MOST_ANSWERS = 500
"""Pairs that are looked at for the answers to one improvement: about 0.1 s."""
MOST_TRIED = 4
"""Candidates that are tried for each deal that is asked for: the others were reached alone, or not at all."""
MOST_CLIMBED = 6
"""States that are looked at, each better for some than the last, until one is found that none improves on."""


def searched_deals(game: SearchedGame, start: State, size: int | None, limit: int, work: int) -> Deals:
    """The deals that a search finds near a state of a searched game; see `countermove.analysis.deals.deals`.

    Class after class a solver finds the state that changes the fewest options, then others on which those found do not
    improve; each that another of its class improves on gives way to that. Whether a legal sequence leads there, whether
    single improvements do, and whether answers keep it is searched within bounds for each state.

    Parameters
    ----------
    game, start
        A searched game, and the state that would be left.
    size
        As it was asked; paths with deals are not searched for here.
    limit
        The most deals.
    work
        What bounds the solver, in moves looked at.

    Returns
    -------
    Deals
        Without counts, and without a fallback set: nobody has counted the states.
    """
    search = _Search(game, start, limit, work / WORK_OF_EFFORT)
    found = search.run()
    # Whatever else: it is proved that there is no deal of a class before the first that was found.
    classes = len(CLASSES) if not found else CLASSES.index(Kind(found[0].is_for_all, found[0].is_self_enforcing))
    is_proved = all(search.is_empty.get(k, False) for k in range(classes))
    bound = f"a solver's effort of {search.effort:g}, {MOST_PAIRS:,} pairs of a state and its last mover for a contract"
    return Deals(game, start, found, None, None, None, None, None, None, None, (), size, bound, is_proved)


@dataclass
class _Search:
    """The search for deals from one code; `effort`: what the solver may do for each candidate."""

    game: SearchedGame
    start: State
    limit: int
    effort: float
    is_empty: dict[int, bool] = field(default_factory=dict)
    """For each class that was searched to its end whether it is proved that it has no deal."""

    @cached_property
    def moves(self) -> OwnMoves:
        """The moves of the game, remembered between the searches."""
        return OwnMoves(self.game)

    def run(self) -> tuple[Deal, ...]:
        """The deals of all classes, up to the limit."""
        found: list[Deal] = []
        for place, kind in enumerate(CLASSES):
            if len(found) < self.limit:
                found += self._of_class(place, kind, self.limit - len(found))
        return tuple(found)

    def _of_class(self, place: int, kind: Kind, limit: int) -> list[Deal]:
        """The deals of one class, those with shorter contracts first."""
        rows: list[Deal] = []
        beaten: list[int] = []
        excluded: list[int] = []
        is_sure = True
        for _ in range(MOST_TRIED * limit):
            candidate = self._undominated(kind, beaten, excluded)
            code = candidate.code
            if code is None:
                break
            steps, is_known = self._contract(code, kind.for_all)
            alone = is_reached_alone(self.moves, self.start.key, code, MOST_PAIRS)
            if steps is None or alone:
                excluded.append(code)
                is_sure = is_sure and (is_known or bool(alone))
                continue
            beaten.append(code)
            rows.append(self._deal(code, kind, steps, candidate.is_proved))
            if len(rows) == limit:
                break
        else:
            candidate = Candidate(None, False)
        self.is_empty[place] = is_sure and not rows and candidate.is_proved
        return sorted(rows, key=lambda deal: (len(deal.contract or ()), -len(deal.gainers), deal.state.key))

    def _undominated(self, kind: Kind, beaten: list[int], excluded: list[int]) -> Candidate:
        """A candidate that is near, or one of its class that improves on it until none is found that does.

        `is_proved` of the one that is left: that there is none.
        """
        best: int | None = None
        for _ in range(MOST_CLIMBED):
            candidate = find_candidate(
                self.game,
                self.start.key,
                kind,
                beaten=beaten,
                excluded=excluded,
                better_than=best,
                effort=self.effort,
            )
            if candidate.code is None:
                return candidate if best is None else Candidate(best, candidate.is_proved)
            if kind.self_enforcing or not is_nash(self.game, candidate.code):
                best = candidate.code
            else:
                # The solver is not told to find what somebody would leave; what nobody would is of the class before.
                excluded.append(candidate.code)
        return Candidate(best, False)

    def _signers(self, code: int, for_all: bool) -> Signatories:
        actors = range(len(self.game.actors))
        gainers = tuple(a for a in actors if self.game.compare(a, self.start.key, code) > 0)
        return Signatories(self.moves, tuple(actors) if for_all else gainers)

    def _contract(self, code: int, for_all: bool) -> tuple[tuple[tuple[Move, tuple[int, ...]], ...] | None, bool]:
        return contract_between(self._signers(code, for_all), self.start.key, code, MOST_PAIRS)

    # ------------------------------------------------------------------------------------------------ one deal

    def _deal(self, code: int, kind: Kind, steps: tuple[tuple[Move, tuple[int, ...]], ...], is_free: bool) -> Deal:
        game, at = self.game, self.game.at
        gains = [game.compare(a, self.start.key, code) for a in range(len(game.actors))]
        gainers = tuple(a for a, gain in enumerate(gains) if gain > 0)
        tempted = tuple(self._temptations(code))
        group, is_known = self._group(code, self._signers(code, kind.for_all).actors)
        contract = tuple(ContractStep(m.mover, at(m.before), at(m.after), self._ids(trusts)) for m, trusts in steps)
        of_gainers = contract_between(self._signers(code, False), self.start.key, code, MOST_PAIRS)[0] is not None
        return Deal(
            at(code),
            kind.for_all,
            of_gainers if kind.for_all else True,
            self._ids(gainers),
            self._ids([a for a, gain in enumerate(gains) if gain < 0]),
            self._ids(self._needed(gainers, steps)),
            _standing(tempted),
            tuple(one for one in tempted if one.answered is False),
            tempted,
            group,
            is_known,
            contract,
            False,
            is_free,
            None,
            standings(game, self.start, at(code)),
        )

    def _ids(self, actors: tuple[int, ...] | list[int]) -> tuple[str, ...]:
        return tuple(self.game.actors[actor] for actor in actors)

    def _needed(self, gainers: tuple[int, ...], steps: tuple[tuple[Move, tuple[int, ...]], ...]) -> list[int]:
        """Those who do not gain, and who move in the contract, or without whose vote a body would not."""
        helping: set[int] = set()
        for move, _ in steps:
            mover = self.game.mover(move.mover)
            if mover.actor is not None:
                helping.add(mover.actor)
            for vote in mover.votes_on(move.before ^ move.after):
                if not vote.passes_by(gainers):
                    helping |= vote.players
        return sorted(helping - set(gainers))

    def _temptations(self, code: int) -> Iterator[Temptation]:
        for mover in self.game.movers:
            known = [(after, self._undone(mover, code, after)) for after in self._improvements(mover, code)]
            if not known:
                continue
            # What nobody answers comes first, then what may have an answer that was not found, then what is answered.
            for verdict in (False, None, True):
                ends = [after for after, is_sanctioned in known if is_sanctioned is verdict]
                if ends:
                    yield Temptation(mover.id, self.game.at(ends[0]), verdict)
                    break

    def _improvements(self, mover: SearchedMover, code: int) -> list[int]:
        """The improvements of a mover, ascending; of one with too many choices to look at them all, one of them."""
        if mover.choices is not None:
            return sorted(self.moves.of(mover, code, improving=True))
        choice = improving_choice(self.game, mover, code)
        return [] if choice is None else [(code & ~mover.mask) | choice]

    def _undone(self, mover: SearchedMover, code: int, after: int) -> bool | None:
        """Whether the others answer an improvement credibly; None where that is not known."""
        try:
            is_sanctioned = credibly_sanctioned(self.moves, mover, code, after, False, MOST_ANSWERS).is_sanctioned
        except SizeError:
            return None
        # Of too many choices only one was looked at: that it is answered says nothing of the others.
        return None if is_sanctioned and mover.choices is None else is_sanctioned

    def _group(self, code: int, members: tuple[int, ...]) -> tuple[Departure | None, bool]:
        """A group of those who made the deal that would leave it, and whether that is known."""
        candidate = leaving_candidate(self.game, code, members, self.effort)
        if candidate.code is None:
            return None, candidate.is_proved
        group = tuple(a for a in members if self.game.compare(a, code, candidate.code) > 0)
        steps, _ = contract_between(Signatories(self.moves, group), code, candidate.code, MOST_PAIRS)
        if steps is None:
            return None, False
        return Departure(self._ids(self._smallest(code, candidate.code, group)), self.game.at(candidate.code)), True

    def _smallest(self, code: int, end: int, group: tuple[int, ...]) -> tuple[int, ...]:
        """The group without those whom it does not need to go there; the last in file order are left out first."""
        for actor in reversed(group):
            fewer = tuple(other for other in group if other != actor)
            if fewer and contract_between(Signatories(self.moves, fewer), code, end, MOST_PAIRS)[0] is not None:
                group = fewer
        return group


def _standing(tempted: tuple[Temptation, ...]) -> Keeping | None:
    """What the temptations say of a deal; None where some answer was not found, and nothing else breaks it."""
    if not tempted:
        return SELF_ENFORCING
    if any(one.answered is False for one in tempted):
        return BREAKABLE
    return KEPT_BY_ANSWERS if all(one.answered for one in tempted) else None
