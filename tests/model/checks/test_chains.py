"""Chains of implies, if and iff: found where they are, and told with both readings."""

from __future__ import annotations

from itertools import product

import pytest

from cases import case_of
from countermove.model.checks.chains import chain_warnings, readings
from countermove.model.names import OptionNames
from countermove.model.statements import Bit, bind, parse, truth

NAMES = {name: k for k, name in enumerate("abcd")}


def truths(text: str) -> list[bool | None]:
    """The value of a statement over a, b, c and d, for each combination of them."""
    tree = bind(parse(text).tree, lambda ref: NAMES[str(ref.option)])
    return [truth(tree, values.__getitem__) for values in product((False, True), repeat=4)]


@pytest.mark.parametrize(
    ("text", "counts", "other"),
    [
        ("a implies b implies c", "(a implies b) implies c", "a implies (b implies c)"),
        ("a if b if c", "(a if b) if c", "a if (b if c)"),
        ("a if b implies c", "(a if b) implies c", "a if (b implies c)"),
        ("a and b implies c implies not d", "(a and b implies c) implies not d", "a and b implies (c implies not d)"),
        ("a IFF b iff c", "(a iff b) iff c", "(a iff b) and (b iff c)"),
    ],
)
def test_a_chain_has_two_readings_which_differ_and_one_counts(text: str, counts: str, other: str) -> None:
    assert list(readings(text)) == [(text, counts, other)]
    assert truths(text) == truths(counts)
    assert truths(text) != truths(other)


def test_a_chain_that_says_the_same_either_way_is_no_trap() -> None:
    assert list(readings("a implies b if c")) == []
    assert truths("(a implies b) if c") == truths("a implies (b if c)")


@pytest.mark.parametrize(
    "text",
    [
        "a", "a implies b", "a iff b", "(a implies b) implies c", "a implies (b implies c)", "a implies b iff c implies d",
        "any(a implies b, c implies d)", "a if b and (c if d)", "not (a iff b) iff c", "a and b and c or d",
    ],
)  # fmt: skip
def test_no_chain_is_seen_where_brackets_commas_or_ranks_decide(text: str) -> None:
    assert list(readings(text)) == []


def test_a_chain_inside_brackets_or_a_function_is_seen() -> None:
    assert [chain for chain, _, _ in readings("not (a if b if c)")] == ["a if b if c"]
    assert [chain for chain, _, _ in readings("any(d, a iff b iff c)")] == ["a iff b iff c"]
    assert [chain for chain, _, _ in readings("a iff b if c if d")] == ["b if c if d"]


def test_every_statement_of_a_case_is_looked_at() -> None:
    options = {name: {} for name in "abcd"}
    chain = "x.a implies x.b implies x.c"
    case = case_of(
        actors={
            "x": {
                "options": {**options, "e": {"needs": chain}},
                "prefers": [{"that": "a", "sure": 0.5, "otherwise": chain}],
            },
            "y": {"ranking": [chain, "not (x.a implies x.b implies x.c)"]},
        },
        impossible=[chain],
    )
    found = list(chain_warnings(case))
    assert [".".join(map(str, d.path)) for d in found] == [
        "actors.x.options.e.needs", "actors.x.prefers.0.otherwise", "impossible.0", "actors.y.ranking.0", "actors.y.ranking.1",
    ]  # fmt: skip
    assert {d.code for d in found} == {"CM912"}
    assert found[0].message == (
        '"x.a implies x.b implies x.c" can be read in two ways; it counts as "(x.a implies x.b) implies x.c"'
    )
    assert found[0].hint == 'write that with its brackets, or "x.a implies (x.b implies x.c)"'


def test_names_look_like_no_operators() -> None:
    # `iffy` and `if-ever` are options.
    case = case_of(actors={"x": {"options": {"iffy": {}, "if-ever": {}}, "prefers": ["iffy if if-ever"]}})
    assert list(chain_warnings(case)) == []
    assert OptionNames(case).bind(parse("iffy"), "x") == Bit(0)
