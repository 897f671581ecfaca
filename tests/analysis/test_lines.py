"""Which preference lines hold, and which one decides, against the reference."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.lines import Difference, counts, deciding_line, differences, entries
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.preferences import Line
from reference import Model, line_values

SEEDS = range(25)


def test_lines_are_counted_as_in_the_reference() -> None:
    """In a coalesced state: as in any of the combinations that form it."""
    seen = 0
    for seed in SEEDS:
        case = random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        for actor in case.actors:
            for s in range(graph.size):
                expected = {line_values(case, actor, int(code)) for code in model.states[s]}
                assert {counts(graph, actor, s)} == expected, (seed, actor, s)
                seen += any(expected)
    assert seen > 150


def test_differences_are_the_lines_that_two_states_fulfil_unequally() -> None:
    for seed in SEEDS:
        case = random_case(Random(seed), max_options=4)
        graph, model = compile(case), Model(case)
        for actor, record in case.actors.items():
            for s in range(graph.size):
                for t in range(graph.size):
                    (was, *_), (is_, *_) = (
                        [line_values(case, actor, int(code)) for code in model.states[state]] for state in (s, t)
                    )
                    expected = [
                        Difference(actor, k, line, is_[k] > was[k])
                        for k, line in enumerate(record.prefers or ())
                        if was[k] != is_[k]
                    ]
                    found = differences(graph, actor, s, t)
                    assert list(found) == expected, (seed, actor, s, t)
                    assert deciding_line(graph, actor, s, t) == (expected[0] if expected else None)


def test_the_deciding_line_decides() -> None:
    """It is gained where the actor prefers the state, lost where it does not; equal states have none."""
    for seed in SEEDS:
        case = random_case(Random(seed), max_options=4)
        graph, model = compile(case), Model(case)
        for actor in (a for a, record in case.actors.items() if record.prefers is not None):
            for s in range(graph.size):
                for t in range(graph.size):
                    line = deciding_line(graph, actor, s, t)
                    gain = model.rank(actor, t) - model.rank(actor, s)
                    assert (line is None) == (gain == 0)
                    if line is not None:
                        assert line.gained == (gain > 0)


def test_without_lines_there_is_none_to_decide() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "ranking": ["Y", "N"]},
            "b": {"worth": {"x": "1"}},
            "c": {},
            "d": {"prefers": []},
        }
    )
    graph = compile(case)
    for actor in case.actors:
        assert entries(graph, actor) == ()
        assert counts(graph, actor, 0) == ()
        assert deciding_line(graph, actor, 0, 1) is None
    listed = compile(random_graph_case(Random(1)))
    assert entries(listed, "ann") == ()


def test_a_group_is_one_line_and_counts_what_holds() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["true", {"equally": ["x", "not y", "y"]}]}})
    graph = compile(case)
    assert [counts(graph, "a", s) for s in range(4)] == [(1, 1), (1, 2), (1, 1), (1, 2)]
    (found,) = differences(graph, "a", 0, 3)
    assert (found.position, found.gained) == (1, True)
    assert not isinstance(found.line, Line)
    assert differences(graph, "a", 0, 2) == ()


@pytest.mark.parametrize("seed", range(60))
def test_a_searched_game_has_those_of_the_listed_one(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0)
    graph, searched = compile(case), searched_game(case)
    codes = [int(graph.code_of(s) or 0) for s in range(min(graph.size or 0, 6))]
    for s, code in enumerate(codes):
        for actor in graph.actors:
            assert differences(searched, actor, codes[0], code) == differences(graph, actor, 0, s)
            assert counts(searched, actor, code) == counts(graph, actor, s)
