"""How it may go on where states are not listed: as where they are; and what is not proved is not said to be."""

from __future__ import annotations

import json
from random import Random

import pytest

from cases import case_of, random_case, random_statement, sparse_case
from countermove.analysis.evolution import paths
from countermove.analysis.large_evolution import LargeEvolution, large_paths
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.model.names import OptionNames
from countermove.model.statements import Const, parse


def same(graph: ListedGame, found: LargeEvolution, start: int, to: int) -> None:
    """Whether all that is exact is what the listed graph says."""
    codes = graph.codes_at()
    exact = paths(graph, start + 1, to + 1)
    assert found.start == codes[start]
    for one, other in zip(found.routes, exact.routes, strict=True):
        assert one.proved
        assert (one.target, one.by, one.length) == (codes[other.target], other.by, other.length)
        assert one.count == other.count
        listed = [[(s.mover, codes[s.before], codes[s.after]) for s in path] for path in other.paths]
        assert [[(s.mover, s.before, s.after) for s in path] for path in one.paths] == listed
    for by, states in exact.reached.items():
        assert found.reached[by] == {codes[s] for s in states.tolist()}
    assert exact.openings is not None
    assert [o.mover for o in found.openings] == [o.mover for o in exact.openings]
    improved = next(r for r in found.routes if r.by == "improvements")
    for one_, other_ in zip(found.openings, exact.openings, strict=True):
        assert one_.unknown == ()
        if improved.length is not None:
            assert one_.targets == tuple(codes[t] for t in other_.targets)


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_the_listed_graph_says(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, coalesce=False, levels=seed % 2 == 0, max_options=5)
    graph, model = compile(case), searched_game(case)
    start, to = rng.randrange(graph.size), rng.randrange(graph.size)
    codes = graph.codes_at()
    same(graph, large_paths(model, codes[start], codes[to]), start, to)


@pytest.mark.parametrize("seed", range(40))
def test_the_nearest_states_are_those_of_the_listed_graph(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, coalesce=False, max_options=5)
    graph, model = compile(case), searched_game(case)
    node = OptionNames(case).bind(parse(random_statement(rng, [row.full for row in model.options], 2)))
    codes = graph.codes_at()
    targets = [s for s, true in enumerate(graph.holds(node).tolist()) if true]
    exact = paths(graph, 1, targets=targets, nearest=True)
    found = large_paths(model, codes[0], statement=node)
    for by in ("improvements", "moves"):
        there = {codes[r.target]: (r.length, r.count) for r in exact.routes if r.by == by and r.length is not None}
        assert {r.target: (r.length, r.count) for r in found.routes if r.by == by} == there
        assert found.missed.get(by) == (None if there else True)  # type: ignore[call-overload]


def test_the_alliance() -> None:
    found = large_paths(searched_game(load_case("thirty-allies-2022")))
    assert repr(found) == "LargeEvolution(8 targets; improvements lead to 1)"
    assert all(route.proved for route in found.routes)
    assert {route.count for route in found.routes if route.by == "improvements"} == {None, 0}
    assert {route.length for route in found.routes if route.by == "moves"} == {17, 18, 29, 30}
    assert len(found.openings) == 9
    assert {opening.targets for opening in found.openings} == {(found.targets[0],)}
    assert found.drift.endings[0].states[0].key == found.targets[0]
    assert found.reached == {"improvements": None, "moves": None}


def test_what_is_not_found_is_not_proved() -> None:
    model = searched_game(sparse_case(20, 4))
    found = large_paths(model, to=(1 << 80) - 1, most=50, seconds=10)
    assert [(r.by, r.length, r.proved, r.count) for r in found.routes] == [
        ("improvements", None, True, 0),  # some options never change
        ("moves", None, False, None),
    ]
    rushed = large_paths(model, to=(1 << 80) - 1, most=50, seconds=0.001)
    assert not any(route.proved and route.length is not None for route in rushed.routes)


def test_as_data() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    found = large_paths(model, to=4194267)
    data = found.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["from"], data["code"]) == (None, 9)
    assert data["routes"][0] == {
        "to": None, "code": 4194267, "by": "improvements", "length": 17, "count": None, "proved": True,
    }  # fmt: skip
    first = data["paths"][0]["steps"][0]
    assert (first["mover"], first["from"], first["from_code"]) == ("russia", None, 9)
    assert data["reachable"]["improvements"] is None
    assert "russia.attack" in data["reachable"]["fixed"]["improvements"]
    assert data["first"][0] == {"mover": "russia", "to": None, "codes": [4194267], "unknown": []}
    assert data["drift"]["estimate"] is True
    listed = large_paths(searched_game(load_case("european-security-2022")), to=179).to_dict()
    assert listed["reachable"]["improvements"] == 8
    assert listed["events"][0]["before"] is None
    assert listed["events"][0]["before_code"] == 128


def test_as_a_data_frame() -> None:
    frame = large_paths(searched_game(load_case("prisoners-dilemma")), 3, 0).to_frame()
    assert list(frame.columns) == ["to", "by", "sequence", "step", "mover", "before", "after"]
    assert len(frame) == 8


def test_without_a_start_one_is_asked_for() -> None:
    with pytest.raises(QuestionError, match="no status quo to start from; name a state by its options: --from STATE"):
        large_paths(searched_game(load_case("chicken")))


def test_too_many_choices_are_refused() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}}}, status_quo=[])
    with pytest.raises(SizeError, match="A has 15 options of its own"):
        large_paths(searched_game(case), to=1)


def test_a_statement_that_never_holds_is_nowhere() -> None:
    found = large_paths(searched_game(load_case("chicken")), 0, statement=Const(False))
    assert (found.routes, found.missed) == ((), {"improvements": True, "moves": True})
