"""Tables of which states are stable for farsighted actors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import graph
from catalogued import unlabelled
from countermove.analysis.farsighted import StableSets, farsighted, stable_sets
from countermove.game.compile import compile
from countermove.game.names.labels import state_name
from countermove.views.farsighted import farsighted_table, stable_sets_table


def test_the_states_of_either_set_are_listed_and_the_others_counted() -> None:
    answer = farsighted(compile(unlabelled("european-security-2022")))
    table = farsighted_table(answer, 9)
    assert table.columns == ("state", "options taken", "core", "consistent")
    assert table.rows[0] == ("50", "russia.insist, usa.talk, usa.press", ".", "yes")
    assert (table.rows[7][0], table.rows[7][2:]) == ("148", ("yes", "yes"))
    assert table.strong == {7}
    assert table.notes[0] == "23 more states; --limit shows them."
    assert table.notes[1:] == (
        "core: 8 of 416 states. No single step from there is better at once for all who must take it.",
        "consistent: 32 of 416 states (the largest consistent set). Farsighted actors are deterred from every step from "
        "there: it may end no better for one of those who must take it.",
        "now: the status quo, state 98, is not stable for farsighted actors.",
        "--state STATE explains one state.",
    )
    assert not farsighted_table(answer, 100).notes[0].startswith("23 more")


def test_the_status_quo_is_marked_and_none_is_said_to_be_none() -> None:
    answer = farsighted(compile(unlabelled("condorcet-committee")))
    table = farsighted_table(answer, 30)
    assert [row[0] for row in table.rows] == ["1 now", "2", "3"]
    assert table.notes[0].startswith("core: 0 of 3 states. ")
    assert table.notes[2] == f"now: the status quo, {state_name(answer.game, 0)}, is stable for farsighted actors."


def test_listed_states_go_by_their_ids() -> None:
    answer = farsighted(compile(graph("stu", f=("st", "u st"), a=("tu", "u st"))))
    assert farsighted_table(answer, 30).columns[1] == "id"
    assert farsighted_table(answer, 30).rows == (("1", "s", "yes", "."), ("3", "u", "yes", "yes"))
    assert answer.to_csv().split("\n")[1:-1] == ["1,s,Y,N", "2,t,N,N", "3,u,Y,Y"]
    table = stable_sets_table(stable_sets(compile(graph("stu", f=("st", "t su"))), "direct"))
    assert table.rows == (("1", "2", "t, u"),)


def test_spreadsheets_have_a_row_for_every_state() -> None:
    answer = farsighted(compile(unlabelled("elmira")))
    table = answer.rows()
    assert len(table.values) == 9
    assert table.names[-2:] == ("core", "largest_consistent_set")
    assert answer.to_csv().split("\n")[9] == '9,"-",N,N,Y,"-",Y,Y'
    assert len(replace(answer, limit=4).rows().values) == 4


def first_note(**changes: object) -> str:
    """The first note under a table of stable sets."""
    game = compile(unlabelled("chicken"))
    both = ((game.at(1),), (game.at(2),))
    sets = {"stable_sets": both[: changes.pop("count", 2)]}  # type: ignore[misc]
    usual: dict[str, object] = {"game": game, "dominance": "indirect", "stopped": None}
    return stable_sets_table(StableSets(**usual | sets | changes)).notes[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, "2 stable sets by indirect dominance, and no others (proved)."),
        ({"count": 1}, "1 stable set by indirect dominance, and no others (proved)."),
        ({"count": 0}, "There is no stable set by indirect dominance (proved)."),
        (
            {"stopped": "limit", "dominance": "direct"},
            "The first 2 stable sets by direct dominance; there are more, and --limit shows them.",
        ),
        (
            {"stopped": "time"},
            "The search found 2 stable sets by indirect dominance before it stopped; there may be others. --seconds allows "
            "more time.",
        ),
        (
            {"stopped": "time", "count": 0},
            "The search found no stable set by indirect dominance before it stopped; there may be one. --seconds allows more time.",
        ),
    ],
)
def test_it_is_said_whether_these_are_all(changes: dict[str, object], note: str) -> None:
    assert first_note(**changes) == note


def test_stable_sets_are_rows_and_in_spreadsheets_a_row_for_each_state() -> None:
    answer = stable_sets(compile(unlabelled("prisoners-dilemma")), "direct")
    assert stable_sets_table(answer).rows == (("1", "2", "1, 4"),)
    assert answer.rows().values == ((1, 1), (1, 4))
