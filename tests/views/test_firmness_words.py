"""Changes of preferences in words, and the line of the brief."""

from __future__ import annotations

from cases import case_of
from countermove.analysis.equilibria import equilibria
from countermove.analysis.robustness.changes import Change
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.views.firmness_words import as_long_as, change_clause, how_firm, lines_named, together_clause

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
    assert clause(0, "exchange") == "Ann ranks line 2 (x; y) above line 1 (x)"
    assert clause(2, "order", order=(1, 0)) == "for Ann, line 3 comes in the order x, then y"
    assert as_long_as(graph, Change("ann", 0, "exchange")) == "Ann ranks line 1 (x) above line 2 (x; y)"


def test_a_ranking_is_told_by_its_states() -> None:
    ranking = ["YY-", ["NN-", "YNY"], "YNN", "NYN", "NYY"]
    options = {name: {} for name in "xyz"}
    graph = compile(case_of(actors={"ann": {"options": options, "ranking": ranking}}))
    assert as_long_as(graph, Change("ann", 0, "exchange")) == (
        "Ann ranks state 4 and state 8 above state 1, state 5 and state 6"
    )
    ranking = [["YY-", "YN-"], "N--"]
    graph = compile(case_of(actors={"ann": {"options": options, "ranking": ranking}}))
    assert change_clause(graph, Change("ann", 0, "exchange")) == (
        "Ann ranks state 1, state 3, state 5 and 1 more above state 2, state 4, state 6 and 1 more"
    )


def test_whose_lines() -> None:
    graph = compile(load_case("european-security-2022"))
    changes = [Change("russia", 2, "negated"), Change("russia", 3, "negated"), Change("russia", 3, "dropped")]
    assert lines_named(graph, [*changes, Change("usa", 0, "negated")]) == "Russia: lines 3 and 4; United States: line 1"


def firm(case: Case, states: list[int]) -> list[str]:
    return [text for _, text in how_firm(equilibria(compile(case)), states)]


def test_the_line_of_the_brief() -> None:
    assert firm(load_case("european-security-2022"), [147, 151]) == [
        "State 148: none of 27 exchanges of neighbouring lines unseats it; doubtful line 3 of Russia does.",
        "State 152: none of 27 exchanges of neighbouring lines unseats it.",
    ]
    assert firm(load_case("cuban-missile-crisis"), [4]) == ["State 5: it holds as long as US ranks state 5 above state 7."]


def test_one_line_alone_has_no_neighbour() -> None:
    line = {"that": "x", "sure": "0.5"}
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": [line | {"otherwise": "not x"}]}})
    assert firm(case, [1]) == ["State 2: there are no neighbouring lines to exchange; doubtful line 1 of A does."]


def test_of_weights_nothing_is_said() -> None:
    assert firm(case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": "1"}}}), [1]) == []


def test_of_two_exchanges_the_second_is_of_what_then_stands_there() -> None:
    """Down and down again: the first line passes both others. Elsewhere each is told by itself."""
    compiled = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x", "y", "not x"]}}))
    down = [Change("a", 0, "exchange"), Change("a", 1, "exchange")]
    assert together_clause(compiled, down) == (
        "A ranks line 2 (y) above line 1 (x) and A ranks line 3 (not x) above line 1 (x)"
    )
    assert together_clause(compiled, down[::-1]) == (
        "A ranks line 3 (not x) above line 2 (y) and A ranks line 3 (not x) above line 1 (x)"
    )
    mixed = [Change("a", 2, "dropped"), Change("a", 0, "exchange")]
    assert together_clause(compiled, mixed) == (
        "A does not care about line 3 (not x) and A ranks line 2 (y) above line 1 (x)"
    )
