"""States without numbers in a table."""

from __future__ import annotations

from countermove.analysis.large_states import large_states
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.model.statements import And, Bit, Not
from countermove.views.large_state_tables import large_states_flat, large_states_table


def test_the_status_quo_is_marked_and_others_differ_from_the_first() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    table = large_states_table(large_states(model, limit=3))
    assert table.rows[0] == ("now", "russia.insist, ukraine.apply")
    assert len(table.rows) == 3
    assert table.notes[0] == "3 states, as the solver came upon them; there are more, and --limit lists them."
    assert "now: the status quo." in table.notes


def test_the_share_is_told_as_an_estimate() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    notes = large_states_table(large_states(model, Bit(2), limit=2)).notes
    assert notes[0].startswith("2 states in which this holds, as the solver came upon them")
    assert notes[1].startswith("It holds in about ")
    assert "as 1,000 of them, drawn at random, tell." in notes[1]


def test_all_states_one_state_and_none() -> None:
    model = searched_game(load_case("chicken"))
    assert large_states_table(large_states(model)).notes[0] == "These are all 4 states; this is proved."
    one = large_states_table(large_states(model, And((Bit(0), Bit(1)))))
    assert one.notes[0] == "This is the one state in which this holds; this is proved."
    none = large_states_table(large_states(model, And((Bit(0), Not(Bit(0))))))
    assert none.notes[0] == "No state is feasible in which this holds; this is proved."


def test_when_time_runs_out_that_is_told() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    found = large_states(model, limit=10**6, seconds=0.02)
    assert "time ran out, and there may be more" in large_states_table(found).notes[0]


def test_for_spreadsheets() -> None:
    table = large_states_flat(large_states(searched_game(load_case("chicken"))))
    assert table.columns == ("code", "row.cooperate", "column.cooperate")
    assert table.rows[1] == ("1", "Y", "N")
