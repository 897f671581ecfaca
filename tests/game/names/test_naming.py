"""States by number, by `now`, and by the options taken; and what is said where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from cases import case_of, graph
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.names.naming import find_state

WAYS = "a state is a number, the word now, or the options taken, with commas between them"
WAYS_WITH_LABELS = "a state is a number, the word now, a label, or the options taken, with commas between them"


def talks() -> ListedGame:
    return compile(load_case("european-security-2022"))


def graded() -> ListedGame:
    return compile(
        case_of(
            actors={
                "a": {"options": {"go": {}, "pay": {"levels": ["none", "some", "full"]}}},
                "b": {"options": {"go": {}, "stop": {}}},
            },
            always=["b.stop or not b.go"],
            impossible=["a.go and b.go"],
        )
    )


@pytest.mark.parametrize("state", [98, "98", " 98 ", "+98", np.int64(98), "now", "insist,apply", ["insist", "apply"]])
def test_ways_to_name_the_status_quo(state: int | str | list[str]) -> None:
    assert find_state(talks(), state) == 97


def test_every_state_is_found_by_its_options() -> None:
    found = talks()
    for state in range(found.size):
        names = [row.full for row, taken in zip(found.options, found.taken(state), strict=True) if taken]
        assert find_state(found, names) == state
        assert not names or find_state(found, ",".join(names)) == state


def test_levels() -> None:
    found = graded()
    assert find_state(found, ["a.go"]) == find_state(found, "a.go, a.pay-none") == find_state(found, "a.go, pay is none")
    assert found.taken(find_state(found, "pay is full")) == (False, False, False, True, False, False)


def test_a_coalesced_state_by_any_of_its_combinations() -> None:
    found = compile(load_case("elmira"))
    assert find_state(found, "abandon") == find_state(found, "modify, abandon") == 8


def test_listed_states() -> None:
    found = compile(graph("stu", f=("st", "t su"), now=("tu", "u st")))
    assert [find_state(found, text) for text in ("s", "t", "3", "u")] == [0, 1, 2, 2]


def test_an_option_may_be_called_now() -> None:
    found = compile(case_of(actors={"a": {"options": {"now": {}, "x": {}}}}, status_quo=["x"]))
    assert find_state(found, "now") == 2
    assert find_state(found, "a.now") == 1


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (0, "there is no state 0; the states are numbered from 1 to 416"),
        (417, "there is no state 417; the states are numbered from 1 to 416"),
        ("-1", "there is no state -1; the states are numbered from 1 to 416"),
        ("", f"no state is given; {WAYS}"),
        ("insist,,talk", f"an option is missing between two commas; {WAYS}"),
        ("insit", f'unknown option "insit"; did you mean "insist"? ({WAYS_WITH_LABELS})'),
        ("renounce,admit", 'no state takes "renounce", "admit" and nothing else: '
         '"nato.renounce and nato.admit" is impossible in this case; '
         "give other options, or the number of a state"),
    ],
)  # fmt: skip
def test_states_that_are_not_there(state: int | str, text: str) -> None:
    with pytest.raises(QuestionError) as caught:
        find_state(talks(), state)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("now", 'the case has no status quo, so there is no state "now"; give the number of a state, '
         "or the options taken"),
        ("b.go", 'no state takes "b.go" and nothing else: "b.stop or not b.go" always holds in this case; '
         "give other options, or the number of a state"),
        ("a.go,b.go", 'no state takes "a.go", "b.go" and nothing else: "a.go and b.go" is impossible '
         "in this case; give other options, or the number of a state"),
        ("pay-some,pay-full", 'no state takes "pay-some", "pay-full" and nothing else: '
         '"a.pay" has exactly one level at a time; '
         "give other options, or the number of a state"),
        ("go", f'"go" is the id of several options; write one of a.go, b.go ({WAYS})'),
    ],
)  # fmt: skip
def test_combinations_that_are_not_feasible(state: str, text: str) -> None:
    with pytest.raises(QuestionError) as caught:
        find_state(graded(), state)
    assert str(caught.value) == text


def test_listed_states_that_are_not_there() -> None:
    found = compile(graph("st", f=("st", "t s")))
    for state, text in (
        ("x", 'unknown state "x"; known: "s", "t"'),
        ("", "no state is given; a state is a number, the word now, or the id of a state"),
        ("now", 'the case has no status quo, so there is no state "now"; give the number of a state'),
    ):
        with pytest.raises(QuestionError) as caught:
            find_state(found, state)
        assert str(caught.value) == text
