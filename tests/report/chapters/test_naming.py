"""Tables of a report name options where names are short enough, and say where ids are explained where they are not."""

from __future__ import annotations

import countermove as cm
from countermove.report.chapters.naming import EXPLAINED, by_name
from countermove.text.table import Table


def test_names_stand_for_ids_where_they_are_short() -> None:
    graph = cm.compile(cm.load("elmira"))
    table = Table(("state", "options taken", "who"), (("5", "uniroyal.delay", "x"), ("1", "nothing", ""), ("", "", "y")))
    found = by_name(table, graph)
    assert found.rows == (("5", "Uniroyal: Delay", "x"), ("1", "nothing", ""), ("", "", "y"))
    assert found.notes == ()


def test_where_one_name_is_long_all_stay_ids_and_it_is_said() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    rows = (("1", "russia.insist"), ("2", "russia.insist, russia.contain, usa.talk"))
    few = by_name(Table(("state", "options taken"), rows), graph)
    assert few.rows[0] == ("1", "Russia: Insist on a written end to NATO's expansion")
    assert "United States: Negotiate on deployments and verification" in few.rows[1][1]
    table = Table(("state", "options taken"), rows * 4)
    found = by_name(table, graph)
    assert found.rows == table.rows
    assert found.notes == (EXPLAINED,)


def test_other_tables_stay_as_they_are() -> None:
    table = Table(("id", "core"), (("uniroyal.delay", "yes"),))
    assert by_name(table, cm.compile(cm.load("elmira"))) is table
