"""The records of deals: what is agreed, by whom, in which order, and what keeps or breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from countermove.analysis.coded_move import CodedMove
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, Value, keyed, member, with_labels
from countermove.analysis.winners import Standing
from countermove.game.game import COMPLETE, Coverage, Game, State

__all__ = [
    "BREAKABLE", "KEPT_BY_ANSWERS", "KINDS", "SELF_ENFORCING", "ContractStep", "Deal", "DealPath", "Deals", "Departure",
    "Fallback", "Keeping", "PathStep", "Temptation",
]  # fmt: skip

Keeping = Literal["self-enforcing", "kept-by-answers", "breakable"]
SELF_ENFORCING: Keeping = "self-enforcing"
KEPT_BY_ANSWERS: Keeping = "kept-by-answers"
BREAKABLE: Keeping = "breakable"
KINDS = ("self-enforcing deals for all", "other deals for all", "self-enforcing deals", "other deals")
"""The classes of deals in the order of telling."""


@dataclass(frozen=True)
class Temptation(Record):
    """A mover that would rather leave a deal, and the improvement of lowest state number with which it does.

    `answered`: whether the others answer every improvement of this mover credibly (SEQ); if not, `after`
    is an improvement that nobody answers. None in a searched game where an answer to `after` was not found, and may
    exist.
    """

    mover: str
    after: State = field(metadata=keyed("to"))
    answered: bool | None

    @member()
    def to_code(self) -> int | None:
        """The code of the state after; null for coalesced states and in graph cases."""
        return self.after.code


@dataclass(frozen=True)
class Departure(Record):
    """A group of actors that would leave a deal together, one member or more, and the state that all of it prefer."""

    actors: tuple[str, ...]
    after: State = field(metadata=keyed("to"))

    @member()
    def to_code(self) -> int | None:
        """The code of the state after; null for coalesced states and in graph cases."""
        return self.after.code


@dataclass(frozen=True)
class ContractStep(CodedMove):
    """One step of a contract: who moves, from which state to which.

    `trusts`: the actors who are then worse off than at the start, and so have to trust that the others go on: the mover
    itself, or for a body those whom the rules of the changed options ask.
    """

    trusts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deal(Record):
    """One deal: a state for which actors would leave the start together.

    Attributes
    ----------
    state
        What is agreed.
    is_for_all
        Whether it is a deal for all: no actor loses, one gains, and all actors together can bring it about.
    is_of_gainers
        Whether those who gain can bring it about by themselves: it is a deal of these.
    gainers, losers
        The ids of the actors who strictly prefer it to the start, and of those who strictly prefer the start.
    needed
        The ids of actors who do not gain, and who move or have a needed vote in the contract.
    standing
        ``self-enforcing``: a Nash equilibrium; ``kept-by-answers``: not that, but stable for every mover by credible
        answers (SEQ); else ``breakable``. None in a searched game where answers were not found, and may exist.
    breakers
        The movers, in file order, with an improvement that nobody answers.
    tempted
        The movers, in file order, with any improvement at all, the breakers included.
    group
        A smallest group of those who made the deal that would leave it together; None where there is none, or where
        `is_group_known` is false: it was not searched for.
    contract
        Who does what first: a shortest sequence of moves after each of which its mover is not worse off than at the
        start; else one with the fewest steps that break this. None where it was not searched for.
    is_fallback
        Whether it is in the fallback set with impasse.
    is_undominated
        Whether no deal of the same class is better for some and worse for none.
    minimal
        On request the smallest groups of actors that have this deal: no part of them has. None where nobody asked.
    stakes
        For each actor how it fares against the start, and which of its statements it gains and loses.
    """

    state: State
    is_for_all: bool = field(metadata=keyed("for_all"))
    is_of_gainers: bool = field(metadata=keyed("of_gainers"))
    gainers: tuple[str, ...]
    losers: tuple[str, ...]
    needed: tuple[str, ...]
    standing: Keeping | None
    breakers: tuple[Temptation, ...]
    tempted: tuple[Temptation, ...]
    group: Departure | None
    is_group_known: bool = field(metadata=keyed("group_known"))
    contract: tuple[ContractStep, ...] | None
    is_fallback: bool = field(metadata=keyed("fallback"))
    is_undominated: bool = field(metadata=keyed("undominated"))
    minimal: tuple[tuple[str, ...], ...] | None = field(metadata=OPTIONAL)
    stakes: tuple[Standing, ...]

    @member(optional=True)
    def id(self) -> str | None:
        """The id of the state in a graph case."""
        return self.state.id

    @member()
    def code(self) -> int | None:
        """The code of the state: bit k for option k; null for coalesced states and in graph cases."""
        return self.state.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.state.game.options, self.state.taken, strict=False)}

    @member()
    def needs_trust(self) -> bool | None:
        """Whether somebody is worse off than at the start on the way; null where no contract was searched for."""
        return None if self.contract is None else any(step.trusts for step in self.contract)

    @property
    def breaker(self) -> Temptation | None:
        """The first mover in file order with an improvement that nobody answers, and that improvement."""
        return self.breakers[0] if self.breakers else None

    @property
    def is_self_enforcing(self) -> bool:
        """Whether no mover gains by breaking it."""
        return self.standing == SELF_ENFORCING

    @property
    def kind(self) -> str:
        """Its class, one of `KINDS`."""
        return KINDS[(0 if self.is_for_all else 2) + (not self.is_self_enforcing)]


@dataclass(frozen=True)
class Fallback(Record):
    """The fallback set: the states whose worst-off actor does best, counted in places of its own preferences.

    `depth`: the greatest depth of these states over all actors; an actor's best states have depth 1, its next best
    2, and so on. `outside`: members that no moves of all actors together reach from the start. `counted`: how many
    states count, those that nobody ranks below the start where there is an impasse to fall back on.
    """

    states: tuple[State, ...]
    depth: int
    outside: tuple[State, ...]
    counted: int


@dataclass(frozen=True)
class PathStep(Record):
    """One step of a path with deals: an improvement of one mover, or a deal of a coalition.

    `actors`: the ids of the coalition; of a single mover its id alone. `moves`: the moves that make the step, one for a
    single mover.
    """

    actors: tuple[str, ...]
    is_deal: bool = field(metadata=keyed("deal"))
    before: State = field(metadata=keyed("from"))
    after: State = field(metadata=keyed("to"))
    moves: tuple[ContractStep, ...]


@dataclass(frozen=True)
class DealPath(Record):
    """A shortest path with deals to one target."""

    target: State = field(metadata=keyed("to"))
    steps: tuple[PathStep, ...]

    @member()
    def code(self) -> int | None:
        """The code of the target; null for coalesced states and in graph cases."""
        return self.target.code


@dataclass(frozen=True, eq=False)
class Deals(Result):
    """The deals from one state, and what is counted instead of told.

    Attributes
    ----------
    game, start
        The game, and the state that would be left.
    deals
        The first deals in the order of telling, as many as were asked for.
    counts
        How many deals there are of each class of `KINDS`; None in a searched game, where nobody has counted them.
    reached_alone
        Deals that single improvements reach from the start: nobody needs a deal for them.
    few_gainers
        Other deals for all in which fewer than two actors gain.
    out_of_reach
        States that are better for some and worse for none, and that all actors together cannot reach.
    unjudged
        States of which is not known, within the work allowed, whether those who gain can reach them; None in a
        searched game.
    fallback, without_impasse
        The fallback set where the start remains if nobody agrees, and where it does not. None in a searched game.
    paths
        Shortest paths with deals, where single improvements do not lead there: to the first deal, and to the nearest
        equilibria if improvements reach none.
    size
        The most actors of a coalition on a path with deals; None for all.
    bound
        What bounded the search, in words; None where nothing was left out.
    proved
        Whether nothing was left out that could come before the first deal told; in a searched game whether it is proved
        that no class before that of the first deal has any, or where none is shown, that there is none.
    """

    schema = "deals/1"

    game: Game = field(metadata=HIDDEN)
    start: State = field(metadata=keyed("from"))
    deals: tuple[Deal, ...]
    counts: Mapping[str, int] | None
    reached_alone: int | None
    few_gainers: int | None
    out_of_reach: int | None
    unjudged: int | None
    fallback: Fallback | None
    without_impasse: Fallback | None
    paths: tuple[DealPath, ...] = ()
    size: int | None = None
    bound: str | None = field(default=None, metadata=HIDDEN)
    proved: bool = field(default=True, metadata=HIDDEN)

    def __repr__(self) -> str:
        name = self.start.number if self.start.number is not None else f"code {self.start.code}"
        if self.counts is None:
            return f"Deals(from {name}: {len(self.deals)} found)"
        return f"Deals(from {name}: {self.count} deals, {sum(list(self.counts.values())[:2])} of them for all)"

    @property
    def first(self) -> Deal | None:
        """The first deal in the order of telling; None where there is none."""
        return self.deals[0] if self.deals else None

    @property
    def count(self) -> int:
        """How many deals there are, or were found in a searched game."""
        return len(self.deals) if self.counts is None else sum(self.counts.values())

    @member()
    def code(self) -> int | None:
        """The code of the start; null for coalesced states and in graph cases."""
        return self.start.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken at the start; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.game.options, self.start.taken, strict=False)}

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether there are more deals than these."""
        return self.count > len(self.deals)

    @member()
    def coverage(self) -> Coverage:
        """Complete where everything asked is known; else what bounded the search."""
        if self.bound is None and self.game.is_listed:
            return COMPLETE
        return Coverage("search", self.proved, self.bound)

    def rows(self) -> Rows:
        """One row for each deal, in the order of telling."""
        is_listed = self.game.is_listed
        heads = (
            Column("deal", "its place in the order of telling, from 1"),
            Column("state", "the number of the state, from 1; in a searched game its code"),
            Column("for_all", "whether nobody loses and all actors together can bring it about"),
            Column("gainers", "the ids of the actors who gain, with + between them"),
            Column("losers", "the ids of the actors who lose, with + between them"),
            Column("standing", "self-enforcing, kept-by-answers or breakable"),
            Column("breakers", "the movers with an improvement that nobody answers: mover>state"),
            Column("leaving", "a group that would leave it together, with + between its actors"),
            Column("steps", "who does what first: mover:from>to, with spaces between the steps"),
            Column("trust", "the actors who are worse off than at the start on the way"),
            Column("fallback", "whether it is in the fallback set"),
        )
        values: list[tuple[Value, ...]] = []
        for place, deal in enumerate(self.deals, 1):
            contract = deal.contract or ()
            steps = " ".join(f"{s.mover}:{s.before.reference}>{s.after.reference}" for s in contract)
            trust = dict.fromkeys(id_ for step in contract for id_ in step.trusts)
            breakers = " ".join(f"{b.mover}>{b.after.reference}" for b in deal.breakers)
            values.append((
                place, deal.state.reference, deal.is_for_all, "+".join(deal.gainers), "+".join(deal.losers),
                deal.standing, breakers, "+".join(deal.group.actors) if deal.group else "", steps, "+".join(trust),
                deal.is_fallback if is_listed else None,
            ))  # fmt: skip
        return with_labels(self.game, Rows(heads, tuple(values)), [deal.state for deal in self.deals], 2)
