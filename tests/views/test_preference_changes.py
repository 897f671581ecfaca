"""Changes of preferences in words."""

from __future__ import annotations

from cases import case_of
from catalogued import unlabelled
from countermove.analysis.robustness.changes import Change
from countermove.game.compile import compile
from countermove.views.preference_changes import change_clause, statements_named, together_clause

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

    assert clause(0, "otherwise") == '"X" (statement 1 of Ann) is replaced by not "X"'
    assert clause(0, "negated") == '"X" (statement 1 of Ann) is reversed'
    assert clause(0, "dropped") == '"X" (statement 1 of Ann) is left out'
    assert clause(1, "dropped", 1) == '"Y" (in group 2 of Ann) is left out'
    assert clause(0, "swap") == 'the group ["X"; "Y"] (group 2 of Ann) comes before "X" (statement 1)'
    assert clause(1, "swap") == 'the group ["Y"; "X"] (group 3 of Ann) comes before the group ["X"; "Y"] (group 2)'
    assert clause(2, "order", order=(1, 0)) == 'group 3 of Ann comes in the order "X", then "Y"'


def test_places_of_a_ranking_are_compared_by_their_states() -> None:
    ranking = ["YY-", ["NN-", "YNY"], "YNN", "NYN", "NYY"]
    options = {name: {} for name in "xyz"}
    graph = compile(case_of(actors={"ann": {"options": options, "ranking": ranking}}))
    assert change_clause(graph, Change("ann", 0, "swap")) == ("states 1, 5 and 6 are better than states 4 and 8 for Ann")
    assert change_clause(graph, Change("ann", 2, "swap")) == "state 3 is better than state 2 for Ann"
    ranking = [["YY-", "YN-", "NYY"], ["NNN", "NNY", "NYN"]]
    graph = compile(case_of(actors={"ann": {"options": options, "ranking": ranking}}))
    assert change_clause(graph, Change("ann", 0, "swap")) == (
        "states 1, 3 and 5 are better than states 2, 4, 6 and 2 others for Ann"
    )


def test_a_few_statements_are_quoted_and_of_more_the_positions_are_given() -> None:
    graph = compile(unlabelled("european-security-2022"))
    changes = [Change("russia", 2, "negated"), Change("russia", 2, "dropped"), Change("usa", 4, "negated")]
    assert statements_named(graph, changes) == (
        'not "Attack Ukraine" (statement 3 of Russia) and "Negotiate on deployments and verification" (statement 5 of '
        "United States)"
    )
    more = [*changes, Change("russia", 3, "dropped"), Change("usa", 0, "negated")]
    assert statements_named(graph, more) == "statements 3 and 4 of Russia; statements 1 and 5 of United States"


def test_of_two_swaps_the_second_is_of_what_then_stands_there() -> None:
    """Down and down again: the first statement passes both others. Elsewhere each is named by itself."""
    compiled = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x", "y", "not x"]}}))
    down = [Change("a", 0, "swap"), Change("a", 1, "swap")]
    assert together_clause(compiled, down) == (
        '"Y" (statement 2 of A) comes before "X" (statement 1); and '
        'not "X" (statement 3 of A) comes before "X" (statement 1)'
    )
    assert together_clause(compiled, down[::-1]) == (
        'not "X" (statement 3 of A) comes before "Y" (statement 2); and '
        'not "X" (statement 3 of A) comes before "X" (statement 1)'
    )
    mixed = [Change("a", 2, "dropped"), Change("a", 0, "swap")]
    assert together_clause(compiled, mixed) == (
        'not "X" (statement 3 of A) is left out; and "Y" (statement 2 of A) comes before "X" (statement 1)'
    )
