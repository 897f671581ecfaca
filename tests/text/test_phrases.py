"""Turns of phrase of the brief."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cases import case_of, random_case
from catalogued import unlabelled
from countermove.analysis.lines import differences
from countermove.analysis.model.places import Place
from countermove.game.compile import compile
from countermove.text.phrases import (
    compared,
    difference_statement,
    percent,
    percent_range,
    place_cell,
    place_words,
    plural,
    sentence,
    states_listed,
    step_words,
    wrapped,
)

CUBA = compile(unlabelled("cuban-missile-crisis"))


def test_a_state_as_its_difference_from_another() -> None:
    assert compared(CUBA, 0, 6) == 'as state 1, but US: "Blockade Cuba"; USSR: "Withdraw the missiles"'
    assert compared(CUBA, 6, 0) == 'as state 7, but US: not "Blockade Cuba"; USSR: not "Withdraw the missiles"'
    assert compared(CUBA, 2, 1) == 'as state 3, but US: "Launch an air strike" and not "Blockade Cuba"'


def test_what_a_coalesced_state_leaves_open_is_said() -> None:
    graph = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}}, "b": {"options": {"z": {}}}}, coalesce=["-YN"]))
    assert graph.taken(6) == (None, True, False)
    assert compared(graph, 0, 6) == 'as state 1, but A: "Y" and "X" or not'
    assert compared(graph, 1, 6) == 'as state 2, but A: "Y" and "X" or not'
    assert compared(graph, 6, 0) == 'as state 7, but A: not "X" and not "Y"'


def test_a_difference_read_back_is_the_state() -> None:
    """Every option that is said to differ does, in the way said, and no other does."""
    for seed in range(60):
        case = random_case(Random(seed), max_options=5)
        graph = compile(case)
        labels = {case.label(row.owner): row.owner for row in case.option_rows}
        for s, t in ((a, b) for a in range(min(6, graph.size)) for b in range(graph.size) if a != b):
            said = dict(zip([row.full for row in case.option_rows], graph.taken(s), strict=True))
            start, _, parts = compared(graph, s, t).partition(", but ")
            assert start == f"as state {s + 1}"
            for part in parts.split("; "):
                who, _, what = part.partition(": ")
                for negated, name, either in re.findall(r'(not )?"([^"]*)"( or not)?', what):
                    key = f"{labels[who]}.{name.lower()}"
                    said[key] = None if either else not negated
            assert tuple(said.values()) == graph.taken(t), (seed, s, t)


def test_a_difference_by_its_statement_and_its_position() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["not x", {"equally": ["y", "not  x"]}]}})
    first, second = differences(compile(case), "a", 1, 2)
    assert difference_statement(case, first) == 'not "X" (statement 1)'
    assert difference_statement(case, second) == '"Y"; not "X" (statement 2)'


def test_a_move_and_where_it_leads() -> None:
    assert step_words(CUBA, "usa", 0, 2) == 'chooses "Blockade Cuba" (state 3)'
    listed = compile(
        case_of(
            states={"calm": "Quiet", "war": "War"}, actors={"a": {"moves": [["calm", "war"]], "ranking": ["war", "calm"]}}
        )
    )
    assert step_words(listed, "a", 0, 1) == "moves to war (War)"
    assert step_words(listed, "a", 1, 0) == "moves to calm (Quiet)"


@pytest.mark.parametrize(("share", "expected"), [(0.0, "0"), (1.0, "100"), (0.254, "25"), (0.256, "26")])
def test_shares_in_whole_percent_that_are_not_torn_apart(share: float, expected: str) -> None:
    assert percent(share) == f"{expected}\u00a0%"


def test_one_and_many() -> None:
    assert [plural(n, "is", "are") for n in (0, 1, 2)] == ["are", "is", "are"]


def test_the_first_letter_of_a_sentence() -> None:
    assert sentence("state 6 holds") == "State 6 holds"
    assert sentence("") == ""
    assert sentence("aBC") == "ABC"


# --------------------------------------------------------------------------------------------------- wrapping

WORDS = st.lists(st.text(st.sampled_from("ab-\u00a0é日🙂"), min_size=1, max_size=30), max_size=12).map(" ".join)


@given(WORDS, st.integers(8, 30), st.sampled_from(["", "  ", "- "]))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int, indent: str) -> None:
    lines = wrapped(text, width, indent, "  ")
    assert all(cell_len(line) <= width for line in lines)
    assert lines[0].startswith(indent)
    assert all(line.startswith("  ") for line in lines[1:])
    body = lines[0][len(indent) :] + "".join(line[2:] for line in lines[1:])
    assert body.replace(" ", "") == text.replace(" ", "")


@given(WORDS, st.integers(8, 30))
def test_lines_are_as_full_as_can_be(text: str, width: int) -> None:
    """No first word of a line would have fitted on the line before."""
    lines = wrapped(text, width)
    for line, following in pairwise(lines):
        assert cell_len(line) + 1 + cell_len(following.split(" ")[0]) > width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("one two three", ["one two", "  three"]),
        ("abcdefghijkl", ["abcdefg", "  hijkl"]),
        ("日本語日本語", ["日本語", "  日本語"]),
        ("one-two-three x", ["one-two", "  -three", "  x"]),
    ],
)
def test_how_lines_are_broken(text: str, expected: list[str]) -> None:
    assert wrapped(text, 9, "", "  ") == expected


# ------------------------------------------------------------------------------------------- shares, places and states


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((0.56, 0.66), "56 to 66 %"), ((0.551, 0.552), "55 %"), ((0.004, 0.03), "under 1 % to 3 %"),
        ((0.96, 0.999), "96 % to over 99 %"), ((0.0, 1.0), "0 to 100 %"),
    ],
)  # fmt: skip
def test_ranges_of_shares(ends: tuple[float, float], words: str) -> None:
    assert percent_range(*ends).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("counts", "words", "cell"),
    [
        ((0, 1, 3), "the best of 4 states", "best"), ((0, 2, 2), "among the best of 4 states", "best"),
        ((3, 1, 0), "the worst of 4 states", "worst"), ((2, 2, 0), "among the worst of 4 states", "worst"),
        ((0, 4, 0), "all 4 states are equally good", "all equal"), ((1, 1, 2), "in the top 50 % of 4 states", "top 50 %"),
        ((2, 1, 1), "among the worst 50 % of 4 states", "worst 50 %"), ((1, 1, 1_998), "in the top 1 % of 2,000 states", "top 1 %"),
        ((40, 20, 40), "in the middle of 100 states (40 % worse, 40 % better)", "middle"),
    ],
)  # fmt: skip
def test_places_in_words(counts: tuple[int, int, int], words: str, cell: str) -> None:
    place = Place(*counts)
    assert place_words(place).replace("\u00a0", " ") == words
    assert place_cell(place).replace("\u00a0", " ") == cell


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500))
def test_what_is_said_of_a_place_is_true(better: int, alike: int, worse: int) -> None:
    """A state in the top n % has at most n % of all states that are as good or better; at the other end the reverse."""
    cell = place_cell(Place(better, alike, worse))
    size = better + alike + worse
    if cell.startswith("top "):
        assert 100 * (better + alike) <= int(cell[4:-2]) * size <= 50 * size + size
    elif cell.startswith("worst "):
        assert 100 * (alike + worse) <= int(cell[6:-2]) * size <= 50 * size + size
    elif cell == "middle":
        assert 2 * (better + alike) > size < 2 * (alike + worse)
    else:
        assert {"best": not better, "worst": not worse, "all equal": not better and not worse}[cell]


def test_states_with_one_label_are_listed_together() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}, "y": {}, "z": {}}}},
        labels={"peace": {"name": "Peace", "where": "not x"}, "war": {"name": "War", "options": ["x"]}},
    )
    game = compile(case)
    assert states_listed(game, [0], 9) == '"Peace" (state 1)'
    assert states_listed(game, [0, 1], 9, "or") == '"Peace" (state 1) or "War" (state 2)'
    assert states_listed(game, [0, 1, 2, 3], 9) == '"Peace" (states 1 and 3); "War" (state 2); and state 4'
    assert states_listed(game, [0, 1, 2, 3, 4, 5], 4) == '"Peace" (states 1 and 3); "War" (state 2); state 4; and 2 others'
    assert states_listed(game, [3, 5, 7], 2) == "states 4 and 2 others"
