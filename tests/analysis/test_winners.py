"""How everybody fares, against literal counts."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.lines import differences
from countermove.analysis.winners import standings
from countermove.catalog import load_case
from countermove.graph.compile import compile
from reference import Model


def test_standings_are_what_counting_gives() -> None:
    """All actors in file order, those without options too; shares of states that are strictly worse."""
    verdicts = set()
    for seed in range(80):
        case = random_graph_case(Random(seed)) if seed % 4 == 0 else random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        rng = Random(seed)
        for _ in range(6):
            s, t = rng.randrange(graph.size), rng.randrange(graph.size)
            found = standings(graph, s, t)
            assert [one.actor for one in found] == list(case.actors)
            for one in found:
                ranks = model.ranks[one.actor]
                shares = [Fraction(sum(rank < ranks[state] for rank in ranks), len(ranks)) for state in (s, t)]
                assert one.share_before == pytest.approx(float(shares[0]), abs=1e-12)
                assert one.share_after == pytest.approx(float(shares[1]), abs=1e-12)
                gain = ranks[t] - ranks[s]
                assert one.verdict == ("better" if gain > 0 else "worse" if gain < 0 else "equal"), (seed, s, t)
                assert one.differences == (() if case.is_graph else differences(graph, one.actor, s, t))
                verdicts.add(one.verdict)
    assert verdicts == {"better", "worse", "equal"}


def test_better_and_worse_change_places() -> None:
    graph = compile(load_case("european-security-2022"))
    swap = {"better": "worse", "worse": "better", "equal": "equal"}
    for one, other in zip(standings(graph, 97, 151), standings(graph, 151, 97), strict=True):
        assert other.verdict == swap[one.verdict]
        assert (other.share_before, other.share_after) == (one.share_after, one.share_before)
        assert [(d.position, not d.gained) for d in other.differences] == [
            (d.position, d.gained) for d in one.differences
        ]


def test_nothing_changes_where_nothing_happens() -> None:
    for one in standings(compile(load_case("elmira")), 3, 3):
        assert (one.verdict, one.differences) == ("equal", ())
        assert one.share_before == one.share_after


def test_the_best_state_leaves_only_its_equals_and_the_worst_none() -> None:
    graph = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x"]}}))
    (found,) = standings(graph, 0, 1)
    assert (found.share_before, found.share_after, found.verdict) == (0.0, 0.5, "better")
