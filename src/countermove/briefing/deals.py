"""Which deal a reader is shown, what it would replace, and which deals like it would not do: facts of a briefing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from countermove.analysis.deals.deals import deals
from countermove.analysis.deals.record import Deal, DealPath, Deals
from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.result import HIDDEN, Record
from countermove.analysis.winners import Standing, standings
from countermove.briefing.outcomes import Outcome
from countermove.explanation import Improvement, explain
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.stability.concept import NASH, SEQ

__all__ = ["DealsToday", "Upset", "adds_to", "deals_today", "upsets"]

MOST_VARIANTS = 2
"""Deals told beside the first because they differ from it in little: more would be a list, and `deals` has it."""
NEAR = 2
"""Options in which such a deal differs from the first at most."""
SEARCHED = 1
"""Deals that are looked for in a searched game: each costs the solver about a second."""
MOST_COMPARED, FEW_COMPARED = 20, 5
"""Deals that are looked at for such variants, in the order of telling; in a large game each takes a search of its own."""
FEW_STATES = 2_000
"""States up to which a game is small here: twenty deals from five states are found in about a second."""
WORK = 20_000_000
"""Moves that are looked at for the deals from one state; beyond, what is not judged is counted."""


@dataclass(frozen=True)
class DealsToday(Record):
    """The deal that is shown, and what it is shown with.

    `first`: the first deal in the order of telling from the status quo; without one, that from the first outcome; None
    if there is none either. `instead_of`: the states that it is a deal from, the status quo and outcomes. `variants`:
    other deals from the same start that differ from it in one or two options: the nearest that keeps itself where the
    first does not or keeps itself as well, and the nearest that somebody would break. `path`: the shortest path with
    deals from the status quo to a Nash equilibrium, where single improvements reach none. `n_deals`: how many deals
    there are from the start of the first; None in a searched game. `against_lead`: how each actor fares in the first
    against the first outcome; empty where that is the start, or the deal, or there is none. `answers`: for each mover that
    the others would answer in their own interest, the improvement with which it would leave the deal, and the answer.
    """

    first: Deal | None
    instead_of: tuple[State, ...]
    variants: tuple[Deal, ...]
    path: DealPath | None
    n_deals: int | None
    against_lead: tuple[Standing, ...] = field(metadata=HIDDEN)
    answers: Mapping[str, Improvement] = field(metadata=HIDDEN)
    from_today: Deals | None = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Upset(Record):
    """The first deal by which actors would leave an outcome together; None where there is none."""

    state: State
    deal: Deal | None


def upsets(game: Game, outcomes: Sequence[Outcome]) -> tuple[Deals, ...]:
    """The deals from each of some outcomes, in their order; see `analysis.deals`. In a searched game only the first."""
    # In large games only the first outcome is asked about: each costs about as much as a verdict of the table.
    some = outcomes if game.is_listed and (game.size or 0) <= FEW_STATES else outcomes[:1]
    return tuple(deals(game, outcome.equilibrium.state, limit=_limit(game), work=WORK) for outcome in some)


def _limit(game: Game) -> int:
    if not game.is_listed:
        return SEARCHED
    return MOST_COMPARED if (game.size or 0) <= FEW_STATES else FEW_COMPARED


def deals_today(table: StabilityTable, from_outcomes: Sequence[Deals]) -> DealsToday:
    """The deal that is shown of a solved game.

    Parameters
    ----------
    table
        The stability table.
    from_outcomes
        The deals from each outcome that is shown, in their order, as far as these were asked for.
    """
    game = table.game
    today = None if game.status_quo_key is None else deals(game, game.at(game.status_quo_key), limit=_limit(game), work=WORK)
    chosen = next((one for one in (today, *from_outcomes[:1]) if one is not None and one.first is not None), None)
    if chosen is None or chosen.first is None:
        return DealsToday(None, (), (), None if today is None else _to_equilibrium(table, today), 0, (), {}, today)
    first = chosen.first
    others = [one.start for one in from_outcomes if any(deal.state == first.state for deal in one.deals)]
    instead = dict.fromkeys([chosen.start, *others])
    path = None if today is None else _to_equilibrium(table, today)
    n_deals = None if chosen.counts is None else chosen.count
    lead = from_outcomes[0].start if from_outcomes else None
    fares = () if lead is None or lead in (chosen.start, first.state) else standings(game, lead, first.state)
    return DealsToday(
        first, tuple(instead), _variants(chosen, first), path, n_deals, tuple(fares), _answers(game, first), today
    )


def adds_to(game: Game, lead: Equilibrium, deal: Deal) -> bool:
    """Whether a deal gives somebody what the first outcome does not.

    It adds nothing where single improvements lead to that outcome anyway, and no actor likes the deal more.
    """
    key = lead.state.key
    if not lead.by_improvements or key == game.status_quo_key:
        return True
    return any(game.compare(k, key, deal.state.key) > 0 for k in range(len(game.actors)))


def _answers(game: Game, deal: Deal) -> Mapping[str, Improvement]:
    """For each mover whom the others would answer, the improvement with which it would leave, and a shortest answer."""
    if not isinstance(game, ListedGame):
        return {}
    answers: dict[str, Improvement] = {}
    for one in deal.tempted:
        if one.answered:
            gains = explain(game, deal.state, one.mover, SEQ.id).gains
            same = next((gain for gain in gains if gain.state == one.after.key), None)
            answers |= {} if same is None else {one.mover: same}
    return answers


def _to_equilibrium(table: StabilityTable, today: Deals) -> DealPath | None:
    """The shortest path with deals to a Nash equilibrium, of those that were searched for."""
    if table.search is not None or NASH.id not in table.stable:
        return None
    holding = table.holding(NASH.id)
    paths = [path for path in today.paths if holding[path.target.key]]
    return min(paths, key=lambda path: len(path.steps), default=None)


def _variants(all_deals: Deals, first: Deal) -> tuple[Deal, ...]:
    """The nearest deal besides the first that nobody gains by breaking, and the nearest that somebody would break."""
    near = [deal for deal in all_deals.deals[1:] if 0 < _distance(first.state, deal.state) <= NEAR]
    kept = [deal for deal in near if deal.is_self_enforcing]
    broken = [d for d in near if d.breakers and _is_liked_more(first, d)] if first.is_self_enforcing else []
    # Of equally near ones the first in the order of telling stands: `min` keeps it.
    chosen = [min(some, key=lambda deal: _distance(first.state, deal.state)) for some in (kept, broken) if some]
    return tuple(chosen[:MOST_VARIANTS])


def _is_liked_more(first: Deal, other: Deal) -> bool:
    """Whether some actor strictly prefers the other deal."""
    game = first.state.game
    return any(game.compare(k, first.state.key, other.state.key) > 0 for k in range(len(game.actors)))


def _distance(one: State, other: State) -> int:
    return sum(a is not b for a, b in zip(one.taken, other.taken, strict=True))
