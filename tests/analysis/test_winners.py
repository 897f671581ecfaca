"""How everybody fares, against literal counts."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis import winners as module
from countermove.analysis.equilibria import equilibria
from countermove.analysis.lines import differences
from countermove.analysis.winners import standings, winners
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.model.preferences import lines_of
from engines import reference_concepts
from reference import Model, line_values


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
        assert [(d.position, not d.gained) for d in other.differences] == [(d.position, d.gained) for d in one.differences]


def test_nothing_changes_where_nothing_happens() -> None:
    for one in standings(compile(load_case("elmira")), 3, 3):
        assert (one.verdict, one.differences) == ("equal", ())
        assert one.share_before == one.share_after


def test_the_best_state_leaves_only_its_equals_and_the_worst_none() -> None:
    graph = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x"]}}))
    (found,) = standings(graph, 0, 1)
    assert (found.share_before, found.share_after, found.verdict) == (0.0, 0.5, "better")


# ------------------------------------------------------------------------------------- every outcome that holds


def test_fortunes_are_what_counting_gives() -> None:
    dominated = regrets = partly = 0
    for seed in range(80):
        case = random_graph_case(Random(seed)) if seed % 4 == 0 else random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        found = winners(graph)
        concepts = reference_concepts(case)
        held = frozenset[int]().union(*(model.equilibria(concept) for concept in concepts))
        assert frozenset(found.outcomes) == held
        for s in found.outcomes:
            better = {
                t for t in held
                if all(model.rank(a, t) >= model.rank(a, s) for a in case.actors)
                and any(model.rank(a, t) > model.rank(a, s) for a in case.actors)
            }  # fmt: skip
            assert set(found.better_for_all(s)) == better
            dominated += bool(better)
            for fortune in found.fortunes(s):
                ranks = model.ranks[fortune.actor]
                worse = {t: sum(rank < ranks[t] for rank in ranks) for t in held}
                assert (fortune.worse, fortune.size) == (worse[s], len(ranks))
                assert fortune.regret == max(worse.values()) - worse[s]
                assert set(found.best(fortune.actor)) == {t for t in held if worse[t] == max(worse.values())}
                now = model.status_quo
                change = None if now is None else (ranks[s] > ranks[now]) - (ranks[s] < ranks[now])
                assert fortune.change == change
                lines = case.actors[fortune.actor].prefers or ()
                if lines:
                    values = line_values(case, fortune.actor, int(min(int(raw) for raw in model.states[s])))
                    sizes = [len(lines_of(line)) for line in lines]
                    assert fortune.met == tuple(k for k, v in enumerate(values) if v == sizes[k])
                    assert fortune.partly == tuple(k for k, v in enumerate(values) if 0 < v < sizes[k])
                regrets += fortune.regret > 0
                partly += bool(fortune.partly)
    assert min(dominated, regrets, partly) > 20


def test_both_prisoners_would_rather_keep_silent() -> None:
    found = winners(compile(load_case("prisoners-dilemma")))
    assert repr(found) == "Winners(2 outcomes, 1 of them undominated)"
    assert (found.outcomes, found.better_for_all(0), found.better_for_all(3)) == ((0, 3), (3,), ())
    assert [fortune.share for fortune in found.fortunes(0)] == [0.25, 0.25]
    assert [fortune.regret for fortune in found.fortunes(0)] == [1, 1]


def test_outcomes_of_some_concepts_or_of_a_solved_table() -> None:
    graph = compile(load_case("cuban-missile-crisis"))
    assert winners(graph, ["seq"]).outcomes == (4, 6)
    table = equilibria(graph, ["seq"])
    assert winners(table).table is table
    assert winners(graph, ["nash"]).outcomes == ()
    assert winners(graph, ["nash"]).best("usa") == ()
    with pytest.raises(QuestionError, match="has its concepts already"):
        winners(table, ["nash"])
    with pytest.raises(QuestionError, match='unknown actor "us"; did you mean "usa"'):
        winners(graph).best("us")


def test_too_many_outcomes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 6)
    with pytest.raises(SizeError, match="7 states are equilibria; at most 6 are compared"):
        winners(compile(load_case("cuban-missile-crisis")))


def test_fortunes_as_data() -> None:
    found = winners(compile(load_case("prisoners-dilemma")))
    data = json.loads(json.dumps(found.to_dict()))
    assert data["best"] == {"row": [4], "column": [4]}
    assert data["outcomes"][0] == {
        "state": 1,
        "concepts": ["nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"],
        "dominated_by": [4],
        "actors": {
            actor: {"share": 0.25, "change": None, "met": [], "partly": [], "regret": 0.25} for actor in ("row", "column")
        },
    }
    assert found.to_dict(limit=1)["truncated"]
    frame = found.to_frame()
    assert frame.loc[(1, "row"), "regret"] == 0.25
    assert "<th>Row</th>" in found._repr_html_()
