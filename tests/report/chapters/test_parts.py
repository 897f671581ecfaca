"""Tables and prose are for readers of a report; those of whom the same is to be said stand together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import countermove as cm
import countermove.views
from countermove.report.chapters.parts import EXPLAINED, by_name, folded, for_readers, grid, together
from countermove.text.blocks import Details, Paragraph, Part, Table

SOURCES = Path(countermove.views.__file__).parent
CASE = cm.load("eu-council")
BLOCKS = (Paragraph(("the same",)),)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("3 more states; --limit shows them.", "3 more states."),
        ("of every state; --from STATE tells more of one.", "of every state."),
        ("1 scenario other: not compared here; ask for each, as in --scenario other-1.",
         "1 scenario other: not compared here."),
        ("undo every gain; explain tells which.", "undo every gain."),
    ],
)  # fmt: skip
def test_what_stands_for_a_screen_is_left_out(said: str, told: str) -> None:
    assert for_readers(said) == told


def test_notes_of_tables_are_for_readers() -> None:
    (block,) = grid(Table(("a",), (("1",),), notes=("2 more; --limit shows them.", "the command tells more")))
    assert block.notes == ("2 more.",)


def test_every_way_of_saying_that_the_limit_shows_more_is_known() -> None:
    """Words for a screen are written in many modules; those with an option in them have to be known here."""
    said = [
        line
        for path in sorted(SOURCES.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "--limit" in line and ("notes" in line or "note" in line)
    ]
    assert said
    assert [
        line for line in said if "--limit" in for_readers(re.sub(r"\{plural\([^}]*\)\}", "them", re.sub(r'"\s*"', "", line)))
    ] == []


def test_names_stand_for_ids_where_they_are_short() -> None:
    graph = cm.compile(cm.load("elmira"))
    table = Table(("state", "options taken", "who"), (("5", "uniroyal.delay", "x"), ("1", "nothing", ""), ("", "", "y")))
    found = by_name(table, graph)
    assert found.rows == (("5", "Uniroyal: Delay the appeal", "x"), ("1", "nothing", ""), ("", "", "y"))
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


def test_one_alone_keeps_its_own_title() -> None:
    assert together(CASE, ["germany"], "Germany (de)", BLOCKS, "here") == Part("Germany (de)", BLOCKS, "here")


def test_a_few_are_named_in_the_heading() -> None:
    assert together(CASE, ["germany", "italy"], "Germany", BLOCKS) == Part("Germany and Italy", BLOCKS)


def test_of_many_all_names_stand_below_the_heading() -> None:
    ids = [id_ for id_ in CASE.actors if id_ not in ("commission", "partner")]
    part = together(CASE, ids, "Germany", BLOCKS)
    assert part.title == "Germany, France, Italy, Spain, Poland and 22 others"
    assert isinstance(part.blocks[0], Paragraph)
    (words,) = part.blocks[0].words
    assert isinstance(words, str)
    assert all(CASE.label(id_) in words for id_ in ids)
    assert part.blocks[1:] == BLOCKS


def test_many_parts_are_folded() -> None:
    parts = [Part(f"part {k}", BLOCKS) for k in range(13)]
    assert folded(parts[:12]) == tuple(parts[:12])
    assert folded(parts) == tuple(Details((part.title,), BLOCKS) for part in parts)
