"""The answer as a record of facts: what happens from here, who gains, what holds it there, and what it rests on.

A briefing says which facts a reader is told and computes them once; the sentences are made from it by views.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.credibility import Credibility, credibility
from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.perceptions import Perceptions, perceptions
from countermove.analysis.result import HIDDEN, OPTIONAL, Result, member
from countermove.analysis.robustness.single_breakers import SingleBreakers, single_breakers
from countermove.analysis.winners import Winners
from countermove.briefing.departures import Departures, departures
from countermove.briefing.grounds import Grounds, Scenarios, grounds, scenarios
from countermove.briefing.outcomes import (
    Approach,
    FarsightedHint,
    Outcome,
    Tally,
    approach,
    farsighted_hint,
    nash_tallies,
    outcomes_of,
)
from countermove.briefing.stakes import Stakes, Stay, stakes, stays
from countermove.game.game import Coverage, Game, State
from countermove.stability.concept import CONCEPTS, Evidence

__all__ = ["MOST_OUTCOMES", "Briefing", "brief_of", "decisions_at"]

MOST_OUTCOMES = 4
"""Outcomes that a brief tells one by one: the first in full and three beside it take a third of its 45 lines."""


@dataclass(frozen=True, eq=False)
class Briefing(Result):
    """What the analysis of a game says, as facts.

    Where it settles: the first `outcomes`, strongest first; `nash` and `reached` count the Nash equilibria, and those
    that improvements reach (listed games); `farsighted`: what farsighted actors would not leave. How it gets there:
    `approach`. Who gains and loses: `stakes`, and `winners` for whether another outcome is better for some and worse
    for none. What holds it there: `stays`, the coalitions that would leave (`departures`), the single changes of
    preferences that break each outcome (`breakers`), how many equilibria rest on non-credible answers (`threats`).
    Who is mistaken: `perceptions`. Who can block: `decisions`, at the status quo, else at the first outcome. What it
    rests on: `grounds` and `scenarios`. What was not asked, or could not be, is None or empty. `text` are the sentences,
    put in by whoever asks through the one door.
    """

    schema = "briefing/1"

    table: StabilityTable = field(metadata=HIDDEN)
    outcomes: tuple[Outcome, ...]
    nash: Tally | None = None
    reached: Tally | None = None
    farsighted: FarsightedHint | None = None
    approach: Approach | None = None
    stakes: Stakes | None = None
    winners: Winners | None = field(default=None, metadata=HIDDEN)
    stays: tuple[Stay, ...] = ()
    departures: tuple[Departures, ...] = field(default=(), metadata=HIDDEN)
    breakers: tuple[SingleBreakers | None, ...] = field(default=(), metadata=HIDDEN)
    threats: Credibility | None = field(default=None, metadata=HIDDEN)
    perceptions: Perceptions | None = field(default=None, metadata=HIDDEN)
    decisions: tuple[Decision, ...] = ()
    grounds: Grounds | None = None
    scenarios: Scenarios | None = None
    text: str = field(default="", metadata=OPTIONAL)

    def __repr__(self) -> str:
        return f"Briefing({self.game.case.title!r}, {len(self.outcomes)} of {self.table.count} outcomes)"

    def __str__(self) -> str:
        return self.text or repr(self)

    @member()
    def coverage(self) -> Coverage:
        """How much of the truth the answer covers."""
        return self.table.coverage

    @property
    def game(self) -> Game:
        """The game that it is about."""
        return self.table.game

    @property
    def lead(self) -> State | None:
        """The outcome that is told first; None where there is none."""
        return self.outcomes[0].equilibrium.state if self.outcomes else None


def brief_of(table: StabilityTable) -> Briefing:
    """The briefing of a solved game.

    Parameters
    ----------
    table
        The stability table of a game of either kind.

    Returns
    -------
    Briefing
        The facts. In a searched game: the outcomes found, how the first is reached, who gains by it, the decisions
        of bodies, and the grounds; the rest would each take as long as the search.

    Notes
    -----
    Cost: about as much as the table where states are few; parts that would take more than a moment are left out, and
    say so.

    Examples
    --------
    >>> import countermove as cm
    >>> briefing = brief_of(cm.equilibria(cm.compile(cm.load("chicken"))))
    >>> [outcome.equilibrium.state.number for outcome in briefing.outcomes]
    [2, 3, 4]
    """
    return _of_searched(table) if table.search is not None else _of_listed(table)


def _of_searched(table: StabilityTable) -> Briefing:
    # What needs verdicts on all states, or more games like this one, is left out: each would be a search of its own.
    lead = None if table.lead is None else table.lead.state.key
    return Briefing(
        table,
        tuple(Outcome(equilibrium, 0) for equilibrium in table.outcomes[:MOST_OUTCOMES]),
        approach=None if lead is None else approach(table, lead),
        stakes=None if lead is None else stakes(table.game, lead),
        decisions=_decisions(table, lead),
        grounds=grounds(table, lead),
    )


def _of_listed(table: StabilityTable) -> Briefing:
    game = table.listed
    outcomes = outcomes_of(table, MOST_OUTCOMES)
    keys = [outcome.equilibrium.state.key for outcome in outcomes]
    lead = keys[0] if keys else None
    nash, reached = nash_tallies(table)
    # Changes of preferences are swaps of statements or of places in a ranking; weights have nothing to swap.
    is_ordinal = any(record.prefers or record.ranking for record in game.case.actors.values())
    # A view is what one actor believes; nobody says what a merged coalition believes.
    has_views = bool(game.case.views) and not game.merged
    return Briefing(
        table,
        outcomes,
        nash,
        reached,
        farsighted_hint(game, lead),
        None if lead is None else approach(table, lead),
        None if lead is None else stakes(game, lead),
        None if lead is None else Winners(table),
        () if lead is None else stays(table, lead),
        departures(table, keys),
        single_breakers(table, keys) if is_ordinal else (),
        credibility(game) if _asks_answers(table) else None,
        perceptions(game, table.concept_ids) if has_views else None,
        _decisions(table, lead),
        grounds(table, lead),
        scenarios(table),
    )


def _decisions(table: StabilityTable, lead: int | None) -> tuple[Decision, ...]:
    """The decisions of all bodies at the status quo; without one, at the first outcome."""
    anchor = lead if table.game.status_quo is None else table.game.status_quo
    return () if anchor is None else decisions_at(table.game, anchor)


def decisions_at(game: Game, key: int) -> tuple[Decision, ...]:
    """What decisions of bodies would meet at the state with this key; see `analysis.blocking`."""
    return decisions(game, key)


def _asks_answers(table: StabilityTable) -> bool:
    """Whether the table has both kinds of answers, credible ones and others, without a further move of the mover."""
    # With both kinds their difference tells what rests on non-credible answers (`analysis.credibility`).
    kinds = {c.credible for c in table.concepts if c.evidence is Evidence.ANSWERS and not c.counter and c.id in CONCEPTS}
    return kinds == {True, False}
