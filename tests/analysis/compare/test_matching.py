"""Which state is which: levels, coalesced states and listed ones; the rest is tested with comparisons."""

from __future__ import annotations

import pytest

from cases import case_of
from countermove.analysis.compare.matching import counterparts
from countermove.errors import QuestionError
from countermove.game.compile import compile


def test_an_option_that_is_not_there_counts_as_not_taken() -> None:
    one = compile(case_of(actors={"a": {"options": {"x": {}, "y": {}}}}))
    two = compile(case_of(actors={"a": {"options": {"y": {}}}}))
    assert counterparts(one, two).tolist() == [0, -1, 1, -1]
    assert counterparts(two, one).tolist() == [0, 2]


def test_of_levels_that_are_not_there_the_first_holds() -> None:
    graded = {"x": {"levels": ["none", "some"]}, "y": {}}
    one = compile(case_of(actors={"a": {"options": graded}}))
    two = compile(case_of(actors={"a": {"options": {"y": {}}}}))
    assert [one.taken(s) for s in range(4)] == [
        (True, False, False), (False, True, False), (True, False, True), (False, True, True),
    ]  # fmt: skip
    assert counterparts(one, two).tolist() == [0, -1, 1, -1]
    assert counterparts(two, one).tolist() == [0, 2]


@pytest.mark.parametrize(
    ("coalesce", "there", "back"),
    [
        ([], [0, 1, -1], [0, 1, -1, -1]),
        (["x"], [0, -1, -1], [0, -1, -1]),
        (["y"], [0, 1, 2], [0, 1, 2]),
        (["x or y"], [0, -1, -1], [0, -1]),
    ],
)
def test_a_coalesced_state_is_matched_as_a_whole(coalesce: list[str], there: list[int], back: list[int]) -> None:
    actors = {"a": {"options": {"x": {}, "y": {}}}}
    one, two = compile(case_of(actors=actors, coalesce=["y"])), compile(case_of(actors=actors, coalesce=coalesce))
    assert counterparts(one, two).tolist() == there
    assert counterparts(two, one).tolist() == back


def test_listed_states_go_by_their_ids() -> None:
    one = compile(case_of(states={"s": "s", "t": "t"}, actors={"a": {"moves": [["s", "t"]]}}))
    two = compile(case_of(states={"t": "t", "u": "u"}, actors={"a": {"moves": [["t", "u"]]}}))
    assert counterparts(one, two).tolist() == [-1, 0]


def test_states_in_a_list_have_no_options_to_match() -> None:
    one = compile(case_of(states={"s": "s"}, actors={"a": {"moves": []}}))
    with pytest.raises(QuestionError, match="lists its states"):
        counterparts(one, compile(case_of(actors={"a": {"options": {"x": {}}}})))
