"""Tables of coalition stability."""

from __future__ import annotations

from countermove.analysis.coalitions import coalitions
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.views import coalition_tables
from countermove.views.coalition_tables import coalition_table, coalitions_flat

FOUND = coalitions(compile(load_case("elmira")))


def test_a_table_for_people() -> None:
    table = coalition_table(FOUND, FOUND.listed())
    assert table.columns == ("state", "options taken", "alone", "together", "who upsets it", "by these moves")
    assert [row[:1] + row[2:5] for row in table.rows] == [
        ("8", "E", "E", "nobody"),
        ("9", "E", "E", "nobody"),
        ("5", "E", ".", "MoE and Uniroyal"),
    ]
    assert table.rows[2][5] == 'Uniroyal takes "Accept" and drops "Delay", then MoE takes "Modify" (state 8)'
    assert table.strong == {0, 1}
    assert coalition_table(FOUND, [7], 2).notes[0] == "2 more states; --limit shows them."


def test_of_many_coalitions_some_are_listed(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(coalition_tables, "SHOWN", 1)
    unsettled = next(s for s in range(9) if len(FOUND.minimal(s)) > 1)
    rows = coalition_table(FOUND, [unsettled]).rows
    assert [row[0] for row in rows] == [str(unsettled + 1), ""]
    assert rows[1][4] == f"and {len(FOUND.minimal(unsettled)) - 1} more"


def test_a_table_for_programs() -> None:
    table = coalitions_flat(FOUND, [7, 4], 9)
    assert table.columns == ("state", "alone", "together", "coalition", "minimal", "to", "steps")
    assert table.rows == (
        ("8", "1", "1", "", "", "", ""),
        ("5", "1", "0", "ministry+uniroyal", "1", "8", "uniroyal:5>7 ministry:7>8"),
    )
