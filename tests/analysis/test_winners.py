"""How everybody fares: in a listed game against literal counts, in a searched one against the listed game."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

import pytest

from cases import case_of, random_case, random_graph_case, sparse_case
from catalogued import unlabelled
from countermove.analysis import winners as module
from countermove.analysis.equilibria import equilibria
from countermove.analysis.lines import differences
from countermove.analysis.winners import Winners, standings, winners
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.game import State
from countermove.game.searched import searched_game
from countermove.model.preferences import lines_of
from engines import reference_concepts
from reference import Model, line_values


def keys(states: tuple[State, ...]) -> list[int]:
    return [state.key for state in states]


def searched_winners(name: str) -> Winners:
    return winners(searched_game(load_case(name)))


def test_standings_are_what_counting_gives() -> None:
    """All actors in file order, those without options too; shares of states that are strictly worse."""
    verdicts = set()
    for seed in range(80):
        case = random_graph_case(Random(seed)) if seed % 4 == 0 else random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        rng = Random(seed)
        for _ in range(6):
            s, t = rng.randrange(graph.size), rng.randrange(graph.size)
            found = standings(graph, s + 1, t + 1)
            assert [one.actor for one in found] == list(case.actors)
            for one in found:
                ranks = model.ranks[one.actor]
                shares = [Fraction(sum(rank < ranks[state] for rank in ranks), len(ranks)) for state in (s, t)]
                assert one.before is not None
                assert one.after is not None
                assert one.before.value == pytest.approx(float(shares[0]), abs=1e-12)
                assert one.after.value == pytest.approx(float(shares[1]), abs=1e-12)
                gain = ranks[t] - ranks[s]
                assert one.verdict == ("better" if gain > 0 else "worse" if gain < 0 else "equal"), (seed, s, t)
                assert one.differences == (() if case.is_graph else differences(graph, one.actor, s, t))
                verdicts.add(one.verdict)
    assert verdicts == {"better", "worse", "equal"}


def test_better_and_worse_change_places() -> None:
    graph = compile(load_case("european-security-2022"))
    swap = {"better": "worse", "worse": "better", "equal": "equal"}
    for one, other in zip(standings(graph, 98, 152), standings(graph, 152, 98), strict=True):
        assert other.verdict == swap[one.verdict]
        assert (other.before, other.after) == (one.after, one.before)
        assert [(d.position, not d.gained) for d in other.differences] == [(d.position, d.gained) for d in one.differences]


def test_nothing_changes_where_nothing_happens() -> None:
    for one in standings(compile(load_case("elmira")), 4, 4):
        assert (one.verdict, one.differences) == ("equal", ())
        assert one.before == one.after


def test_the_best_state_leaves_only_its_equals_and_the_worst_none() -> None:
    graph = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x"]}}))
    (found,) = standings(graph, 1, 2)
    assert (found.share, found.verdict) == ({"before": 0.0, "after": 0.5}, "better")
    assert (found.won, found.lost) == ((1,), ())


@pytest.mark.parametrize("seed", range(30))
def test_standings_of_a_searched_game_are_those_of_the_listed_one_but_for_shares(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5)
    graph, searched = compile(case), searched_game(case)
    codes = graph.codes_at()
    for s in range(min(graph.size, 6)):
        pairs = zip(
            standings(searched, searched.at(codes[0]), searched.at(codes[s])), standings(graph, 1, s + 1), strict=True
        )  # fmt: skip
        for one, other in pairs:
            assert (one.actor, one.verdict, one.differences) == (other.actor, other.verdict, other.differences)
            assert one.share == {"before": None, "after": None}


# ------------------------------------------------------------------------------------- every outcome that holds


def test_payoffs_are_what_counting_gives() -> None:
    dominated = regrets = partly = 0
    for seed in range(80):
        case = random_graph_case(Random(seed)) if seed % 4 == 0 else random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        found = winners(graph)
        concepts = reference_concepts(case)
        held = frozenset[int]().union(*(model.equilibria(concept) for concept in concepts))
        assert frozenset(keys(found.outcomes)) == held
        for s in keys(found.outcomes):
            better = {
                t for t in held
                if all(model.rank(a, t) >= model.rank(a, s) for a in case.actors)
                and any(model.rank(a, t) > model.rank(a, s) for a in case.actors)
            }  # fmt: skip
            assert set(keys(found.better_for_all(s + 1))) == better
            dominated += bool(better)
            for payoff in found.payoffs(s + 1):
                ranks = model.ranks[payoff.actor]
                worse = {t: sum(rank < ranks[t] for rank in ranks) for t in held}
                assert payoff.percentile is not None
                assert (payoff.percentile.count, payoff.percentile.total) == (worse[s], len(ranks))
                assert payoff.shortfall is not None
                assert payoff.shortfall.count == max(worse.values()) - worse[s]
                assert set(keys(found.best_for(payoff.actor))) == {t for t in held if worse[t] == max(worse.values())}
                now = model.status_quo
                change = None if now is None else (ranks[s] > ranks[now]) - (ranks[s] < ranks[now])
                assert payoff.change == change
                lines = case.actors[payoff.actor].prefers or ()
                if lines:
                    values = line_values(case, payoff.actor, int(min(int(raw) for raw in model.states[s])))
                    sizes = [len(lines_of(line)) for line in lines]
                    assert payoff.met == tuple(k + 1 for k, v in enumerate(values) if v == sizes[k])
                    assert payoff.partly == tuple(k + 1 for k, v in enumerate(values) if 0 < v < sizes[k])
                regrets += payoff.shortfall.count > 0
                partly += bool(payoff.partly)
    assert min(dominated, regrets, partly) > 20


def test_both_prisoners_would_rather_keep_silent() -> None:
    found = winners(compile(load_case("prisoners-dilemma")))
    assert repr(found) == "Winners(2 outcomes, 1 of them undominated)"
    assert (keys(found.outcomes), keys(found.better_for_all(1)), found.better_for_all(4)) == ([0, 3], [3], ())
    assert [payoff.share for payoff in found.payoffs(1)] == [0.25, 0.25]
    assert [payoff.shortfall and payoff.shortfall.count for payoff in found.payoffs(1)] == [1, 1]


def test_outcomes_of_some_concepts_or_of_a_solved_table() -> None:
    graph = compile(load_case("cuban-missile-crisis"))
    assert keys(winners(graph, ["seq"]).outcomes) == [4, 6]
    table = equilibria(graph, ["seq"])
    assert winners(table).table is table
    assert winners(graph, ["nash"]).outcomes == ()
    assert winners(graph, ["nash"]).best_for("usa") == ()
    with pytest.raises(QuestionError, match="has its concepts already"):
        winners(table, ["nash"])
    with pytest.raises(QuestionError, match='unknown actor "us"; did you mean "usa"'):
        winners(graph).best_for("us")


def test_too_many_outcomes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_OUTCOMES", 6)
    with pytest.raises(SizeError, match="7 states are equilibria; at most 6 are compared"):
        winners(compile(load_case("cuban-missile-crisis")))


def test_what_is_no_outcome_has_payoffs_and_no_place_among_the_outcomes() -> None:
    found = winners(compile(load_case("cuban-missile-crisis")))
    other = next(state for state in range(1, 13) if state - 1 not in keys(found.outcomes))
    assert [payoff.actor for payoff in found.payoffs(other)] == ["usa", "ussr"]
    with pytest.raises(QuestionError, match=f"state {other} is none of the outcomes"):
        found.better_for_all(other)


def test_as_data() -> None:
    found = winners(compile(unlabelled("prisoners-dilemma")))
    data = json.loads(json.dumps(found.to_dict()))
    assert data["best"] == {"row": [4], "column": [4]}
    first = data["outcomes"][0]
    assert {key: first[key] for key in ("state", "concepts", "dominated_by")} == {
        "state": 1,
        "concepts": ["nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"],
        "dominated_by": [4],
    }
    own = {"share": 0.25, "change": None, "met": [], "partly": [], "regret": 0.25}
    assert list(first["actors"]) == ["row", "column"]
    for actor in first["actors"].values():
        assert {key: actor[key] for key in own} == own
        assert (actor["estimate"], actor["better_outcomes"]) == (None, 1)
    assert winners(compile(load_case("prisoners-dilemma")), limit=1).to_dict()["truncated"]
    frame = found.to_frame()
    assert frame.loc[1, "Row"] == 0.25
    assert found.rows().names == ("state", "options taken", "concepts", "Row", "Col", "better for all")
    assert "<th>Row</th>" in found._repr_html_()


def test_the_frame_has_what_the_data_have() -> None:
    found = winners(compile(load_case("european-security-2022")))
    frame = found.to_frame()
    for one in found.first_outcomes:
        row = frame.loc[one.state.number]
        assert [row[found.game.case.label(p.actor)] for p in one.payoffs] == [p.share for p in one.payoffs]


# ------------------------------------------------------------------------------------------------ searched games


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_the_listed_game_says(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5)
    graph = compile(case)
    listed, found = winners(graph, ["nash"]), winners(searched_game(case), draws=50)
    codes = graph.codes_at()
    assert sorted(keys(found.outcomes)) == [codes[s] for s in sorted(keys(listed.outcomes))]
    for state in listed.outcomes:
        here = found.game.at(codes[state.key])
        for one, other in zip(found.payoffs(here), listed.payoffs(state), strict=True):
            assert (one.actor, one.change, one.met, one.partly) == (
                other.actor, other.change, other.met, other.partly,
            )  # fmt: skip
            assert (one.better_outcomes, one.differences) == (other.better_outcomes, other.differences)
            assert (one.better_outcomes == 0) == (other.regret == 0)
        assert set(keys(found.better_for_all(here))) == {codes[s.key] for s in listed.better_for_all(state)}
    for actor in graph.actors if listed.outcomes else ():
        assert set(keys(found.best_for(actor))) == {codes[s.key] for s in listed.best_for(actor)}
    if graph.status_quo_key is not None:
        one, other = found.status_quo, listed.status_quo
        assert one is not None
        assert other is not None
        assert {s.key for s in one.dominating} == {codes[s.key] for s in other.dominating}


@pytest.mark.parametrize("seed", range(40))
def test_better_outcomes_and_what_is_missed_are_those_of_the_definition(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    found = winners(searched_game(model.case), draws=10)
    place = {code: s for s, code in enumerate(model.state_codes)}
    for code in [*keys(found.outcomes), model.state_codes[0]]:
        assert code is not None
        for payoff in found.payoffs(found.game.at(code)):
            ranks = {c: model.rank(payoff.actor, place[c]) for c in keys(found.outcomes)}
            here = model.rank(payoff.actor, place[code])
            assert payoff.better_outcomes == sum(rank > here for rank in ranks.values())
            assert not payoff.differences or payoff.better_outcomes
            if payoff.differences:
                assert payoff.differences[0].gained
            elif payoff.better_outcomes:
                assert not model.case.actors[payoff.actor].prefers


@pytest.mark.parametrize("seed", range(10))
def test_the_interval_of_the_share_holds_the_share_nearly_always(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False)
    graph, found = compile(case), winners(searched_game(case), draws=400)
    for state, code in enumerate(graph.codes_at()[:4]):
        for k, payoff in enumerate(found.payoffs(found.game.at(code))):
            assert payoff.estimate is not None
            rank = graph.rank_rows[k]  # type: ignore[attr-defined]
            exact = float((rank < rank[state]).mean())
            assert abs(payoff.estimate.value - exact) < 5 * (0.25 / 400) ** 0.5
            assert payoff.estimate.total == 400


def test_the_alliance() -> None:
    found = searched_winners("thirty-allies-2022")
    assert repr(found) == "Winners(8 outcomes found, 4 of them undominated)"
    admitted = found.best_for("ukraine")
    assert len(admitted) == 2
    ukraine = found.payoffs(found.outcomes[0])[1]
    assert [(line.position + 1, line.gained) for line in ukraine.differences] == [(4, True)]
    attacked = found.outcomes[1]
    assert found.outcomes[0] in found.better_for_all(attacked)
    assert {p.change for p in found.payoffs(attacked)} == {-1}


def test_a_searched_game_as_data() -> None:
    found = searched_winners("thirty-allies-2022")
    data = found.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["proved"] is True
    assert "truncated" not in data
    first = data["outcomes"][0]
    assert (first["state"], first["dominated_by"]) == (None, [])
    russia = first["actors"]["russia"]
    assert (russia["share"], russia["regret"], russia["change"]) == (None, None, 1)
    assert russia["estimate"]["low"] < russia["estimate"]["share"] < russia["estimate"]["high"]
    assert data["status_quo"]["options"]["russia.insist"] is True
    short = winners(found.table, limit=2).to_dict()
    assert len(short["outcomes"]) == 2
    assert short["truncated"] is True


def test_what_is_not_proved_is_not_said_to_be() -> None:
    data = winners(searched_game(sparse_case(31, 4)), limit=3, draws=10).to_dict()
    assert (data["proved"], data["truncated"]) == (False, True)
    assert (data["coverage"]["kind"], data["coverage"]["proved"]) == ("search", False)


def test_a_searched_game_as_a_data_frame() -> None:
    frame = searched_winners("prisoners-dilemma").to_frame()
    assert {"change", "met", "share", "better-outcomes"} <= set(frame.columns)
    assert frame.index.names == ["code", "actor"]
    assert len(frame) == 2


def test_an_unknown_actor_is_told() -> None:
    with pytest.raises(QuestionError, match='unknown actor "rusia"; did you mean "russia"'):
        searched_winners("thirty-allies-2022").best_for("rusia")
