"""The answer as a record of facts: what happens from here, who gains, what else could be agreed, and what it rests on.

A briefing says which facts a reader is shown and computes them once; the sentences are made from it by views.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.deals.record import Deals
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.perceptions import Perceptions, perceptions
from countermove.analysis.result import HIDDEN, OPTIONAL, Result, member
from countermove.analysis.robustness.single_breakers import SingleBreakers, single_breakers
from countermove.briefing.course import Course, course_of
from countermove.briefing.deals import DealsToday, deals_today, upsets
from countermove.briefing.grounds import Grounds, Scenarios, grounds, scenarios
from countermove.briefing.headline import Facts, Headline, headline_of
from countermove.briefing.one_actor import OneActor, one_actor
from countermove.briefing.outcomes import Approach, Outcome, Remainder, approach, outcomes_of, remainders
from countermove.briefing.stakes import Stakes, Stay, stakes, stays
from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.game import Coverage, Game, State
from countermove.game.searched import SearchedGame
from countermove.stability.concept import NASH

__all__ = ["MOST_OUTCOMES", "Briefing", "brief_of", "check_actor", "decisions_at"]

MOST_OUTCOMES = 4
"""Outcomes that a brief tells one by one: with them the first five parts still fit on a screen of 45 lines."""


@dataclass(frozen=True, eq=False)
class Briefing(Result):
    """What the analysis of a game says, as facts.

    Attributes
    ----------
    headline
        What kind of answer it is: see `briefing.headline.KINDS`.
    outcomes, others
        The equilibria that are shown, best supported first; how many more there are, by what they rest on.
    n_nash, n_reached
        The Nash equilibria, and those of them that single improvements reach from the status quo; None where a search
        does not know, and the second without a status quo.
    course
        Where single improvements lead from the status quo, and whether they must end there; None in a searched game.
    deal, upsets
        The deal that is shown; the deals from each outcome, in their order.
    approach
        How the first outcome is reached.
    stakes
        Who gains and who loses by the first outcome.
    stays
        What holds each mover at the first outcome.
    perceptions
        Who plays a different game, in a case with views.
    decisions
        What decisions of bodies would meet at the status quo, else at the first outcome.
    breakers
        The single changes of preferences that break each outcome.
    grounds, scenarios
        What the answer rests on; what each scenario of the case changes.
    actor
        The same for one actor, where somebody asked for it.
    text
        The sentences, put in by the one who asks through the one door.

    What was not asked, or could not be, is None or empty.
    """

    schema = "briefing/2"

    table: StabilityTable = field(metadata=HIDDEN)
    headline: Headline
    outcomes: tuple[Outcome, ...]
    others: tuple[Remainder, ...]
    n_nash: int | None
    n_reached: int | None
    course: Course | None = None
    deal: DealsToday | None = None
    upsets: tuple[Deals, ...] = field(default=(), metadata=HIDDEN)
    approach: Approach | None = None
    stakes: Stakes | None = None
    stays: tuple[Stay, ...] = ()
    perceptions: Perceptions | None = field(default=None, metadata=HIDDEN)
    decisions: tuple[Decision, ...] = ()
    breakers: tuple[SingleBreakers | None, ...] = field(default=(), metadata=HIDDEN)
    grounds: Grounds | None = None
    scenarios: Scenarios | None = None
    actor: OneActor | None = field(default=None, metadata=OPTIONAL)
    text: str = field(default="", metadata=OPTIONAL)

    def __repr__(self) -> str:
        return f"Briefing({self.game.case.title!r}, {self.headline!r}, {len(self.outcomes)} of {self.table.count} outcomes)"

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
        """The outcome that is shown first; None where there is none."""
        return self.outcomes[0].equilibrium.state if self.outcomes else None


def brief_of(table: StabilityTable, actor: str | None = None) -> Briefing:
    """The briefing of a solved game.

    Parameters
    ----------
    table
        The stability table of a game of either kind. Nash is asked besides, where nobody asked it: whether an actor
        gains by a move of its own is what a briefing says first.
    actor
        The id of an actor for whom its own moves, deals and worries are shown besides.

    Returns
    -------
    Briefing
        The facts. In a searched game: the outcomes found, how the first is reached, who gains by it, the deals found,
        the decisions of bodies, and the grounds; the rest would each take as long as the search.

    Raises
    ------
    QuestionError
        Where there is no such actor.

    Notes
    -----
    Cost: about as much as the table where states are few; parts that would take more than a moment are left out, and
    say so.

    Examples
    --------
    >>> import countermove as cm
    >>> briefing = brief_of(cm.equilibria(cm.compile(cm.load("chicken"))))
    >>> briefing.headline, [outcome.equilibrium.state.number for outcome in briefing.outcomes]
    ('no start', [2, 3, 4])
    """
    if actor is not None:
        check_actor(table.game, actor)
    briefing = _of_searched(table) if table.search is not None else _of_listed(_with_nash(table))
    return (
        briefing
        if actor is None
        else replace(briefing, actor=one_actor(briefing.table, briefing.deal, briefing.lead, actor))
    )


def check_actor(game: Game, actor: str) -> None:
    """Raise `QuestionError` where a game has no actor with this id."""
    if actor not in game.case.actors:
        way = did_you_mean(actor, game.case.actors) or f"the actors are {', '.join(game.case.actors)}"
        raise QuestionError(f"there is no actor {quoted(actor)}; {way}")


def _with_nash(table: StabilityTable) -> StabilityTable:
    return table if NASH.id in table.stable else equilibria(table.game, [NASH.id, *table.concept_ids])


def _of_searched(table: StabilityTable) -> Briefing:
    # What needs verdicts on all states, or more games like this one, is left out: each would be a search of its own.
    game, outcomes = table.searched, outcomes_of(table, MOST_OUTCOMES)
    lead = outcomes[0].equilibrium.state.key if outcomes else None
    n_nash = len(table.search_result.nash.codes) if table.search_result.nash.complete else None
    told, from_outcomes = _searched_deals(table, outcomes)
    facts = Facts(game, outcomes, n_nash, None, _is_stable_today(game), None, told)
    return Briefing(
        table,
        headline_of(facts),
        outcomes,
        remainders(table, outcomes),
        n_nash,
        None,
        deal=told,
        upsets=from_outcomes,
        approach=None if lead is None else approach(table, lead),
        stakes=None if lead is None else stakes(game, lead),
        decisions=_decisions(table, lead),
        grounds=grounds(table, lead),
    )


def _searched_deals(table: StabilityTable, outcomes: tuple[Outcome, ...]) -> tuple[DealsToday | None, tuple[Deals, ...]]:
    """The deal that a brief of a searched game shows, and the deals from its first outcome."""
    try:
        from_outcomes = upsets(table.game, outcomes)
        return deals_today(table, from_outcomes), from_outcomes
    except QuestionError:  # without the solver that a search for deals needs
        return None, ()


def _is_stable_today(game: SearchedGame) -> bool | None:
    if game.status_quo_key is None:
        return None
    return not any(next(iter(game.improvements_from(mover, game.status_quo_key)), None) is not None for mover in game.movers)


def _of_listed(table: StabilityTable) -> Briefing:
    game = table.listed
    outcomes = outcomes_of(table, MOST_OUTCOMES)
    keys = [outcome.equilibrium.state.key for outcome in outcomes]
    lead = keys[0] if keys else None
    nash = table.holding(NASH.id)
    n_reached = None if table.reached is None else int(np.count_nonzero(nash & table.reached["improvements"]))
    is_stable_today = None if game.status_quo_key is None else bool(nash[game.status_quo_key])
    course = None if game.status_quo_key is None else course_of(game, game.status_quo_key)
    from_outcomes = upsets(game, outcomes)
    told = deals_today(table, from_outcomes)
    facts = Facts(game, outcomes, int(np.count_nonzero(nash)), n_reached, is_stable_today, course, told)
    # Changes of preferences are swaps of statements or of places in a ranking; weights have nothing to swap.
    is_ordinal = any(record.prefers or record.ranking for record in game.case.actors.values())
    # A view is what one actor believes; nobody says what a merged coalition believes.
    has_views = bool(game.case.views) and not game.merged
    return Briefing(
        table,
        headline_of(facts),
        outcomes,
        remainders(table, outcomes),
        facts.n_nash,
        n_reached,
        course,
        told,
        from_outcomes,
        None if lead is None else approach(table, lead),
        None if lead is None else stakes(game, lead),
        () if lead is None else stays(table, lead),
        perceptions(game, table.concept_ids) if has_views else None,
        _decisions(table, lead),
        single_breakers(table, keys) if is_ordinal else (),
        grounds(table, lead),
        scenarios(table),
    )


def _decisions(table: StabilityTable, lead: int | None) -> tuple[Decision, ...]:
    """The decisions of all bodies at the status quo; without one, at the first outcome."""
    anchor = lead if table.game.status_quo_key is None else table.game.status_quo_key
    return () if anchor is None else decisions_at(table.game, anchor)


def decisions_at(game: Game, key: int) -> tuple[Decision, ...]:
    """What decisions of bodies would meet at the state with this key; see `analysis.blocking`."""
    return decisions(game, key)
