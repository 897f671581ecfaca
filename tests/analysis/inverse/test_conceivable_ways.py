"""Where improvements lead under some preferences lies within the bound, and the bound is told by hand where it is easy."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from cases import case_of, random_case
from countermove.analysis.inverse.conceivable_ways import conceivable
from countermove.analysis.inverse.inverse import invert
from countermove.analysis.inverse.variants import preferences_of
from countermove.analysis.paths import reachable
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.where import states_where
from countermove.model.case import Case
from reference_inverse import others


def bound(graph: ListedGame, replacing: bool = False, only: tuple[str, ...] | None = None) -> set[int]:
    found = {id_: preferences_of(graph, id_) for id_ in graph.actors if only is None or id_ in only}
    units = {id_: unit for id_, unit in found.items() if unit is not None}
    return set(np.flatnonzero(conceivable(graph, units, graph.status_quo or 0, replacing)).tolist())


@pytest.mark.parametrize("replacing", [False, True])
def test_what_is_reached_under_any_preferences_lies_within(replacing: bool) -> None:
    beyond, tight, tried = 0, 0, 0
    for seed in range(60):
        rng = Random(seed)
        case = random_case(rng, max_options=4, actors=(1, 3))
        choices = [
            [other[1] for other in others(record, replacing)] if record.prefers else [record]
            for record in case.actors.values()
        ]
        if case.status_quo is None or np.prod([len(c) for c in choices]) > 60:
            continue
        graph, reached = compile(case), set[int]()
        for records in product(*choices):
            changed: Case = case.model_copy(update={"actors": dict(zip(case.actors, records, strict=True))})
            other = compile(changed)
            reached |= set(np.flatnonzero(reachable(other, other.status_quo or 0, improving=True)).tolist())
        lies = bound(graph, replacing)
        assert reached <= lies
        tried, beyond, tight = tried + 1, beyond + (len(lies) < graph.size), tight + (reached == lies)
    assert tried > 15
    assert beyond > 5
    assert tight > 5


def council(rule: object, **wishes: list[str]) -> ListedGame:
    actors = {id_: {"prefers": lines} for id_, lines in wishes.items()}
    body = {"members": list(wishes), "decides": rule, "options": {"act": "Act"}}
    return compile(case_of(actors=actors, bodies={"board": body}, status_quo=[]))


def test_a_body_moves_if_its_members_could_be_for_it() -> None:
    assert bound(council("unanimity", a=["act"], b=["not act", "act"])) == {0, 1}
    assert bound(council("unanimity", a=["act"], b=["not act"])) == {0}
    assert bound(council("unanimity", a=["act"], b=["not act"]), replacing=True) == {0, 1}
    assert bound(council("majority", a=["act"], b=["act"], c=["not act"])) == {0, 1}
    assert bound(council("consensus", a=["act"], b=["not act"])) == {0}
    assert bound(council("consensus", a=["act"], b=["not act", "act"])) == {0, 1}
    assert bound(council("consensus", a=["act"], b=["not act", "act"]), only=("a",)) == {0}


def test_ways_that_nobody_could_like_are_proved_away_at_once() -> None:
    graph = compile(load_case("european-security-2022"))
    for wish in ("nato.renounce", "nato.admit"):
        found = invert(graph, states_where(graph, wish).tolist(), reachable=True, tries=1)
        assert (found.possible, found.proved) == (False, True)
