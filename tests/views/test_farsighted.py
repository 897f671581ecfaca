"""Tables of what holds for people who look far ahead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import graph
from countermove.analysis.farsighted import StableSets, farsighted, stable_sets
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.views.farsighted import farsighted_table, stable_sets_table


def test_the_states_of_either_set_are_listed_and_the_others_counted() -> None:
    found = farsighted(compile(load_case("european-security-2022")))
    table = farsighted_table(found, 9)
    assert table.columns == ("state", "options taken", "core", "consistent")
    assert table.rows[0] == ("50", "russia.insist, usa.talk, usa.press", ".", "yes")
    assert (table.rows[7][0], table.rows[7][2:]) == ("148", ("yes", "yes"))
    assert table.strong == {7}
    assert table.notes[0] == "23 more states; --limit shows them."
    assert table.notes[1].startswith("Of 416 states 8 are in the core. ")
    assert table.notes[2].startswith("And 32 are consistent (in the largest consistent set). ")
    assert table.notes[3] == "now: the status quo, state 98, does not hold for people who look far ahead."
    assert not farsighted_table(found, 100).notes[0].startswith("23 more")


def test_the_status_quo_is_marked_and_none_is_said_to_be_none() -> None:
    table = farsighted_table(farsighted(compile(load_case("condorcet-committee"))), 30)
    assert [row[0] for row in table.rows] == ["1 now", "2", "3"]
    assert table.notes[0].startswith("Of 3 states none is in the core. ")
    assert table.notes[2] == "now: the status quo, state 1, holds for people who look far ahead."


def test_listed_states_go_by_their_ids() -> None:
    found = farsighted(compile(graph("stu", f=("st", "u st"), a=("tu", "u st"))))
    assert farsighted_table(found, 30).columns[1] == "id"
    assert farsighted_table(found, 30).rows == (("1", "s", "yes", "."), ("3", "u", "yes", "yes"))
    assert found.to_csv().split("\n")[1:-1] == ["1,s,Y,N", "2,t,N,N", "3,u,Y,Y"]
    table = stable_sets_table(stable_sets(compile(graph("stu", f=("st", "t su"))), "direct"))
    assert table.rows == (("1", "2", "t, u"),)


def test_spreadsheets_have_a_row_for_every_state() -> None:
    found = farsighted(compile(load_case("elmira")))
    table = found.rows()
    assert len(table.values) == 9
    assert table.names[-2:] == ("core", "largest_consistent_set")
    assert found.to_csv().split("\n")[9] == "9,-,N,N,Y,-,Y,Y"
    assert len(replace(found, limit=4).rows().values) == 4


def told(**changes: object) -> str:
    """The first note under a table of stable sets."""
    made = compile(load_case("chicken"))
    both = ((made.at(1),), (made.at(2),))
    sets = {"stable_sets": both[: changes.pop("count", 2)]}  # type: ignore[misc]
    usual: dict[str, object] = {"game": made, "dominance": "indirect", "stopped": None}
    return stable_sets_table(StableSets(**usual | sets | changes)).notes[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, "2 stable sets, and no others (indirect dominance)."),
        ({"count": 1}, "1 stable set, and no others (indirect dominance)."),
        ({"count": 0}, "There is no stable set; this is proved (indirect dominance)."),
        (
            {"stopped": "limit", "dominance": "direct"},
            "The first 2 stable sets (direct dominance); there are more: --limit shows them.",
        ),
        (
            {"stopped": "time"},
            "2 stable sets in the time allowed, perhaps not all (indirect dominance); nothing is proved: --seconds gives "
            "it longer.",
        ),
        (
            {"stopped": "time", "count": 0},
            "No stable set in the time allowed (indirect dominance); nothing is proved: --seconds gives it longer.",
        ),
    ],
)
def test_it_is_said_whether_these_are_all(changes: dict[str, object], note: str) -> None:
    assert told(**changes) == note


def test_stable_sets_are_rows_and_in_spreadsheets_a_row_for_each_state() -> None:
    found = stable_sets(compile(load_case("prisoners-dilemma")), "direct")
    assert stable_sets_table(found).rows == (("1", "2", "1, 4"),)
    assert found.rows().values == ((1, 1), (1, 4))
