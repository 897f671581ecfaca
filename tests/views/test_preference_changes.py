"""Changes of preferences in words."""

from __future__ import annotations

from cases import case_of
from countermove.analysis.robustness.changes import Change
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.views.preference_changes import as_long_as, change_clause, statements_named, together_clause

LINES = [
    {"that": "x", "otherwise": "not x"},
    {"equally": ["x", {"that": "y", "sure": "0.5"}]},
    {"order unknown": ["y", "x"]},
]
CASE = case_of(actors={"ann": {"name": "Ann", "options": {"x": {}, "y": {}}, "prefers": LINES}})


def test_each_kind_of_change() -> None:
    graph = compile(CASE)

    def clause(*change: object, **more: object) -> str:
        return change_clause(graph, Change("ann", *change, **more))  # type: ignore[arg-type]

    assert clause(0, "otherwise") == 'Ann holds "not x" instead of line 1 (x)'
    assert clause(0, "negated") == "Ann wants the opposite of line 1 (x)"
    assert clause(0, "dropped") == "Ann does not care about line 1 (x)"
    assert clause(1, "dropped", 1) == 'Ann does not care about "y" in line 2'
    assert clause(0, "swap") == "Ann ranks line 2 (x; y) above line 1 (x)"
    assert clause(2, "order", order=(1, 0)) == "for Ann, line 3 comes in the order x, then y"
    assert as_long_as(graph, Change("ann", 0, "swap")) == "Ann ranks line 1 (x) above line 2 (x; y)"


def test_a_ranking_is_told_by_its_states() -> None:
    ranking = ["YY-", ["NN-", "YNY"], "YNN", "NYN", "NYY"]
    options = {name: {} for name in "xyz"}
    graph = compile(case_of(actors={"ann": {"options": options, "ranking": ranking}}))
    assert as_long_as(graph, Change("ann", 0, "swap")) == (
        "Ann ranks state 4 and state 8 above state 1, state 5 and state 6"
    )
    ranking = [["YY-", "YN-"], "N--"]
    graph = compile(case_of(actors={"ann": {"options": options, "ranking": ranking}}))
    assert change_clause(graph, Change("ann", 0, "swap")) == (
        "Ann ranks state 1, state 3, state 5 and 1 more above state 2, state 4, state 6 and 1 more"
    )


def test_whose_lines() -> None:
    graph = compile(load_case("european-security-2022"))
    changes = [Change("russia", 2, "negated"), Change("russia", 3, "negated"), Change("russia", 3, "dropped")]
    assert statements_named(graph, [*changes, Change("usa", 0, "negated")]) == "Russia: lines 3 and 4; United States: line 1"


def test_of_two_exchanges_the_second_is_of_what_then_stands_there() -> None:
    """Down and down again: the first line passes both others. Elsewhere each is told by itself."""
    compiled = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x", "y", "not x"]}}))
    down = [Change("a", 0, "swap"), Change("a", 1, "swap")]
    assert together_clause(compiled, down) == (
        "A ranks line 2 (y) above line 1 (x) and A ranks line 3 (not x) above line 1 (x)"
    )
    assert together_clause(compiled, down[::-1]) == (
        "A ranks line 3 (not x) above line 2 (y) and A ranks line 3 (not x) above line 1 (x)"
    )
    mixed = [Change("a", 2, "dropped"), Change("a", 0, "swap")]
    assert together_clause(compiled, mixed) == (
        "A does not care about line 3 (not x) and A ranks line 2 (y) above line 1 (x)"
    )
