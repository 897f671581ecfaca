"""The records of a report: for each chapter what it is made from, computed as far as a report has time for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from countermove.analysis.best_moves import best_moves
from countermove.analysis.blocking import decisions
from countermove.analysis.coalitions import coalitions, fitting_size
from countermove.analysis.compare.compare import BASE, Entry, compared
from countermove.analysis.compare.comparison import Comparison
from countermove.analysis.credibility import Credibility, credibility
from countermove.analysis.deals.deals import deals
from countermove.analysis.deals.record import Deals
from countermove.analysis.evolution.evolution import OUTCOME_CONCEPTS, paths, starts
from countermove.analysis.evolution.history import Replayed, replay
from countermove.analysis.farsighted import Farsighted, farsighted
from countermove.analysis.inverse.inverse import Inverse
from countermove.analysis.inverse.invert import invert
from countermove.analysis.perceptions import Perceptions, perceptions
from countermove.analysis.power.power import DecisionsAt, Power, power
from countermove.analysis.robustness.robustness import robust
from countermove.analysis.robustness.single_breakers import single_breakers
from countermove.analysis.winners import Winners, winners
from countermove.briefing.briefing import Briefing, brief_of
from countermove.briefing.departures import MOMENT_STEPS, departures
from countermove.briefing.grounds import Grounds, grounds
from countermove.briefing.outcomes import approach
from countermove.briefing.stakes import leading_concept, stays
from countermove.errors import QuestionError, SizeError
from countermove.explanation import explain
from countermove.game.allowance import Allowance
from countermove.game.listed import ListedGame, listed_game
from countermove.model.case import Case
from countermove.report.chapters.change import MOST_MOVES, STARTS, Onward, Robust
from countermove.report.chapters.outcomes import MoverEvidence, Reasons
from countermove.report.chapters.parts import Material
from countermove.report.chapters.questions import MOST_FARSIGHTED, MOST_OUTCOMES, Bodies, BodyAnswers, Coalitions
from countermove.stability.changes import moves_to_list
from countermove.text.naming import number

__all__ = ["RECORDS"]

PATHS = 3
"""Shortest paths to one outcome that are shown at most."""
PAIRS = 20_000
"""Pairs of a state and its last mover over which paths are searched in a searched game: a second or two."""
DRAWS = 100
"""Plausible models that are drawn of a searched game where nobody asked for more."""
SEARCH_WORK = 10.0
"""Work of one search, about a second a unit; counted alike on every machine, so that reports stay the same."""
MOST_INVERTED = 2_000
"""States of a game of which smallest changes of preferences are still looked for."""
TRIES = 400
WORK = 40_000
"""Combinations of preferences that are tried for each outcome, and this many times the number of states, at most.

A count, and no time, so that reports stay the same.
"""
MOST_COMPARED = 20_000
"""States of a game whose scenarios are still solved: each takes as long as the case itself."""
LOOKED_AT = 1
"""Outcomes at which the decisions of bodies are looked at, besides the status quo."""


def _brief(material: Material) -> Briefing:
    return brief_of(material.table)


def _history(material: Material) -> Sequence[Replayed]:
    return replay(material.listed) if material.game.is_listed else ()


def _reasons(material: Material) -> Reasons:
    if not material.game.is_listed:
        game = material.searched
        return Reasons(moves={(key, one.mover): one for key in material.outcomes for one in best_moves(game, key)})
    table, evidence = material.table, {}
    for key in material.outcomes:
        concept = leading_concept(table.at(key))
        if concept is not None:
            for mover in material.listed.movers:
                evidence[key, mover.id] = _evidence(material.listed, key, mover.id, concept)
    return Reasons({key: stays(table, key) for key in material.outcomes}, evidence)


def _evidence(game: ListedGame, key: int, mover: str, concept: str) -> MoverEvidence:
    """The evidence under a concept, and where that does not ask whether the mover could move again, under one that does."""
    first = explain(game, number(key), mover, concept)
    countered = None if first.concept.counter else first.concept.variant(counter=True)
    if countered is None or not first.improvements:
        return MoverEvidence(first)
    return MoverEvidence(first, explain(game, number(key), mover, countered.id))


def _robustness(material: Material) -> Robust | None:
    table, seed, draws = material.table, material.seed, material.draws
    if not material.game.is_listed:
        if not table.count:
            return None
        settings: dict[str, Any] = {"draws": draws} if draws else {"draws": DRAWS, "noise": [0], "pairs": "none"}
        return Robust(sampled=robust(material.searched, seed=seed, table=table, **settings))
    actors = material.game.case.actors.values()
    single = single_breakers(table, material.outcomes) if any(actor.prefers or actor.ranking for actor in actors) else ()
    return Robust(single, robust(material.listed, draws=draws, seed=seed) if draws else None)


def _inverses(material: Material) -> Sequence[tuple[int, Inverse]]:
    """The smallest change for the status quo and each outcome; none for a state that no change of preferences affects."""
    game = material.listed
    if game.size > MOST_INVERTED:
        return ()
    now = [] if game.status_quo_key is None else [game.status_quo_key]
    inverses, tries = [], min(TRIES, WORK // game.size)
    for key in dict.fromkeys([*now, *material.outcomes]):
        try:
            inverses.append((key, invert(game, game.at(key), reachable=bool(now), limit=1, tries=tries)))
        except QuestionError:  # nobody has preferences that an exchange could change
            continue
    return inverses


def _onward(material: Material) -> Onward | None:
    table = material.table
    if not material.game.is_listed:
        game = material.searched
        if game.status_quo_key is None:
            return None
        return Onward(paths(game, most_paths=PATHS, most_pairs=PAIRS, allowance=Allowance(SEARCH_WORK), table=table))
    listed = material.listed
    if not listed.is_graph and moves_to_list(listed, MOST_MOVES) > MOST_MOVES:
        return Onward(approach=approach(table, material.outcomes[0]) if material.outcomes else None)
    if listed.status_quo_key is None:
        return Onward(starts=starts(listed, concepts=OUTCOME_CONCEPTS, limit=STARTS))
    return Onward(paths(listed, concepts=OUTCOME_CONCEPTS, most_paths=PATHS))


def _bodies(material: Material) -> Bodies:
    case, game = material.game.case, material.game
    if not isinstance(game, ListedGame):
        outcome = material.outcomes[0] if material.outcomes else None
        states = (("Today", game.status_quo_key), ("In the first outcome", outcome))
        met = tuple((title, decisions(game, key)) for title, key in states if key is not None)
        return Bodies(tuple(BodyAnswers(id_, _rules(case, id_, material.seed)) for id_ in case.bodies), met)
    now = [] if game.status_quo_key is None else [game.status_quo_key]
    keys = list(dict.fromkeys([*now, *material.outcomes[:LOOKED_AT]]))
    return Bodies(tuple(_body(game, id_, keys, material.seed) for id_ in case.bodies))


def _body(game: ListedGame, id_: str, keys: Sequence[int], seed: int) -> BodyAnswers:
    """The rules of a body, and what its decisions would meet at some states."""
    decided = (DecisionsAt(game.at(key), tuple(d for d in decisions(game, key) if d.body == id_)) for key in keys)
    return BodyAnswers(id_, _rules(game.case, id_, seed), tuple(decided))


def _rules(case: Case, id_: str, seed: int) -> tuple[Power | str, ...]:
    """The power under each rule of a body, or why it was not computed."""
    own = {row.id for row in case.option_rows if row.owner == id_ and case.rule_of(row) != case.bodies[id_].decides}
    options: list[str | None] = [None] if case.bodies[id_].decides is not None else []
    powers: list[Power | str] = []
    for option in [*options, *sorted(own)]:
        try:
            powers.append(power(case, id_, option, seed=seed))
        except (QuestionError, SizeError) as fault:
            powers.append(str(fault))
    return tuple(powers)


def _winners(material: Material) -> Winners | None:
    table = material.table
    return winners(table, seed=material.seed) if 0 < table.count <= MOST_OUTCOMES else None


def _credibility(material: Material) -> Credibility | None:
    if not material.game.is_listed:
        return credibility(material.searched, allowance=Allowance(SEARCH_WORK), table=material.table)
    rests_on = {concept.rests_on for concept in material.table.concepts}
    return credibility(material.listed) if {"answers", "threats"} <= rests_on else None


def _coalitions(material: Material) -> Coalitions | None:
    leaving = departures(material.table, material.outcomes)
    if not leaving:
        return None
    game = material.listed
    return Coalitions(leaving, coalitions(game, fitting_size(game, MOMENT_STEPS)))


def _deals(material: Material) -> Deals | None:
    """The deals from the status quo; without one from the first outcome; None where there is neither, or no search."""
    start = material.game.status_quo_key
    start = next(iter(material.outcomes), None) if start is None else start
    if start is None:
        return None
    if not material.game.is_listed:
        # The search of the briefing is bounded, and takes a moment; without the solver there is none.
        told = brief_of(material.table).deal
        return None if told is None else told.from_today
    return deals(material.game, material.game.at(start))


def _perceptions(material: Material) -> Perceptions | None:
    if not material.game.case.views:
        return None
    return perceptions(material.listed, [concept.id for concept in material.table.concepts])


def _farsighted(material: Material) -> Farsighted | None:
    game = material.listed
    return None if game.size > MOST_FARSIGHTED else farsighted(game)


def _comparison(material: Material) -> Comparison | None:
    case, game = material.case, material.listed
    if not case.scenarios or game.scenario is not None or game.size >= MOST_COMPARED:
        return None
    entries = [Entry(name, listed_game(case, name), record.about) for name, record in case.scenarios.items()]
    return compared(Entry(BASE, game, ""), entries)


def _grounds(material: Material) -> Grounds:
    is_listed = material.game.is_listed
    return grounds(material.table, material.outcomes[0] if material.outcomes and is_listed else None)


RECORDS: Mapping[str, Callable[[Material], Any]] = {
    "bodies": _bodies,
    "brief": _brief,
    "coalitions": _coalitions,
    "comparison": _comparison,
    "credibility": _credibility,
    "deals": _deals,
    "farsighted": _farsighted,
    "grounds": _grounds,
    "history": _history,
    "inverses": _inverses,
    "onward": _onward,
    "perceptions": _perceptions,
    "reasons": _reasons,
    "robustness": _robustness,
    "winners": _winners,
}
"""How to get each record that a row of `report.CHAPTERS` names."""
