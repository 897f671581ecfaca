"""A case that was read from a text and edited: what was not edited stays in the text byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import countermove as cm
from countermove.errors import QuestionError
from countermove.io.editing import REMOVED, Inserted, edit_text
from countermove.io.yaml_text import read_data
from countermove.model.case import Case
from countermove.model.parse import parse_case

TEXT = """\
# A dispute over a harbour #0
title: Harbour            # its title #1

actors:
  # those who own it #2
  port:
    options:
      toll: Raise the toll      # every year #3
      # only once #4
      close: {name: Close, change: take-only}
    prefers:                  # most important first #5
      # money first #6
      - toll                  # always #7
      # then peace #8
      - that: not union.strike
        because: Costs        # to whom #9
      - close
    about: Owner   # since 1900 #10
  # those who work there #11
  union:
    options: {strike: Strike}  # long #12
    prefers: [not port.toll,   # wages #13
              not strike]      # pay #14
  city: {}     # no options #15

bodies:
  board:
    members: [port, union, city]   # all #16
    decides: unanimity             # hard #17
    options:
      deal: Settle   # signed #18

impossible:
  # nobody strikes before a closed gate #19
  - port.close and union.strike
labels:
  dear: port.toll       # for ships #20
status quo: [port.toll]   # now #21
"""
CASE = cm.loads(TEXT)
STATEMENTS = ("board.deal", "not port.toll", "union.strike iff port.toll")


def comments(text: str) -> list[str]:
    """The comments that are still there, by their numbers."""
    return [found[1] for found in re.finditer(r"#(\d+)\r?$", text, re.MULTILINE)]


def changed_lines(new: str, old: str = TEXT) -> tuple[list[str], list[str]]:
    """The lines that only the old text has, and those that only the new one has."""
    before, after = old.splitlines(), new.splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


@pytest.mark.parametrize(
    ("edit", "gone", "added"),
    [
        (lambda c: c, [], []),
        (lambda c: c.with_statement("port", 1, "board.deal"), [], ["      - board.deal"]),
        (
            lambda c: c.with_statement("port", 2, "board.deal", because="Trade"),
            [],
            ["      - {that: board.deal, because: Trade}"],
        ),
        (
            lambda c: c.without_statement("port", 1),
            ["      # money first #6", "      - toll                  # always #7"],
            [],
        ),
        (
            lambda c: c.without_statement("port", 2),
            ["      # then peace #8", "      - that: not union.strike", "        because: Costs        # to whom #9"],
            [],
        ),
        (lambda c: c.without("city"), ["  city: {}     # no options #15", "    members: [port, union, city]   # all #16"],
         ["    members: [port, union]   # all #16"]),
        (lambda c: c.without("close"), ["      # only once #4", "      close: {name: Close, change: take-only}"], []),
        (lambda c: c.with_rule("board", "consensus"), ["    decides: unanimity             # hard #17"],
         ["    decides: consensus             # hard #17"]),
        (lambda c: c.with_name("port.toll", "Toll"), ["      toll: Raise the toll      # every year #3"],
         ["      toll: Toll                # every year #3"]),
        (lambda c: c.with_option("port", "toll", "Toll", change="take-only"),
         ["      toll: Raise the toll      # every year #3"], ["      toll: {name: Toll, change: take-only} # every year #3"]),
        (lambda c: c.with_actor("line", options={"leave": "Call elsewhere"}, prefers=["leave"]), [],
         ["  line:", "      leave: Call elsewhere", "    prefers:", "      - leave"]),
        (lambda c: c.with_scenario("calm", {"status quo": []}), [], ["scenarios: {calm: {status quo: []}}"]),
        (lambda c: c.without_label("dear"), ["labels:", "  dear: port.toll       # for ships #20"], []),
        (lambda c: c.with_heading(at="2026"), [], ["at: 2026"]),
        (lambda c: c.without_statement("union", 2), ["    prefers: [not port.toll,   # wages #13", "              not strike]"
         "      # pay #14"], ["    prefers: [not port.toll   # wages #13", "]      # pay #14"]),
    ],
)  # fmt: skip
def test_only_the_edit_changes(edit: Callable[[Case], Case], gone: list[str], added: list[str]) -> None:
    case = edit(CASE)
    new = cm.dump(case)
    assert changed_lines(new) == (gone, added)
    assert as_fresh_text(as_read(new)) == as_fresh_text(case)


def as_read(text: str) -> Case:
    """The case in a text, without judging names: what was taken out may still be named."""
    case = parse_case(read_data(text, "x")[0])[0]
    assert case is not None
    return case


def edits() -> st.SearchStrategy[Callable[[Case], Case]]:
    """Single edits, some of which do not apply to some cases."""
    actors, positions = st.sampled_from(["port", "union", "city", "line"]), st.integers(1, 4)
    said, ids = st.sampled_from(STATEMENTS), st.sampled_from(["close", "strike", "line", "city", "board", "deal", "late"])
    names = st.sampled_from(["Short", "A name: with signs #, and more", "x" * 70])
    return st.one_of(
        st.builds(lambda a, p, s, r: lambda c: c.with_statement(a, p, s, replace=r), actors, positions, said, st.booleans()),
        st.builds(lambda a, p: lambda c: c.without_statement(a, p), actors, positions),
        st.builds(lambda i: lambda c: c.without(i), ids),
        st.builds(lambda a, n: lambda c: c.with_option(a, "late", n, change="take-only"), actors, names),
        st.builds(lambda a, n: lambda c: c.with_name(a, n), ids, names),
        st.builds(lambda n, s: lambda c: c.with_actor("line", name=n, prefers=[s], about="y" * 50), names, said),
        st.builds(lambda s, n: lambda c: c.with_constraint("always", s, because=n), said, names),
        st.builds(lambda p: lambda c: c.without_constraint("impossible", p), positions),
        st.builds(lambda s, n: lambda c: c.with_label("dear", where=s, name=n), said, names),
        st.builds(lambda t: lambda c: c.with_status_quo(t), st.sampled_from([[], ["strike"], None])),
        st.builds(lambda r: lambda c: c.with_rule("board", r), st.sampled_from(["majority", {"quota": 0.6}])),
        st.builds(lambda s, n: lambda c: c.with_scenario("calm", {"impossible": [s]}, about=n), said, names),
    )


def as_fresh_text(case: Case) -> str:
    """The case as a text without regard to the one that it was read from."""
    return cm.dump(Case.model_validate(case.model_dump(by_alias=True, exclude_unset=True)))


@settings(max_examples=120, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=4), st.booleans())
def test_random_edits_keep_the_comments_of_all_that_stays(some: list[Callable[[Case], Case]], windows: bool) -> None:
    text = TEXT.replace("\n", "\r\n") if windows else TEXT
    case = cm.loads(text)
    for edit in some:
        try:
            case = edit(case)
        except QuestionError:
            continue
    new = cm.dump(case)
    assert as_fresh_text(as_read(new)) == as_fresh_text(case)
    # Of blocks that no edit can reach every line stays, and comments stand in their order.
    assert new.startswith(text[: text.index("actors:")])
    kept = comments(new)
    assert kept == [number for number in comments(text) if number in kept]
    assert {"2", "3", "10"} <= set(kept)
    assert windows == ("\r\n" in new)
    assert not windows or new.count("\r\n") == new.count("\n")


def test_json_stays_json(tmp_path: Path) -> None:
    text = '{\n  "title": "Harbour",\n  "actors": {\n    "port": {"options": {"toll": "Toll"}, "prefers": ["toll"]},\n    "city": {}\n  }\n}\n'
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    case = cm.load(path).without("city").with_statement("port", 1, "not toll")
    cm.save(case, path)
    new = path.read_text(encoding="utf-8")
    assert json.loads(new)["actors"] == {"port": {"options": {"toll": "Toll"}, "prefers": ["not toll", "toll"]}}
    assert new == text.replace('["toll"]},\n    "city": {}', '["not toll", "toll"]}')
    # Another form has no use for the text.
    assert cm.dump(case, ".yaml").startswith("title: Harbour\n\nactors:\n")


def test_entries_are_put_in_and_taken_out() -> None:
    text = "a:  # x\n  - one  # 1\n  # above two\n  - two\nb: [p, q]\n"
    assert (
        edit_text(text, {("a", 1): Inserted("new")}) == "a:  # x\n  - one  # 1\n  - new\n  # above two\n  - two\nb: [p, q]\n"
    )
    assert edit_text(text, {("a", 2): Inserted("new")}) == text.replace("two\nb", "two\n  - new\nb")
    assert edit_text(text, {("a", 1): REMOVED, ("a", 0): REMOVED}) == "a: []  # x\nb: [p, q]\n"
    assert edit_text(text, {("b", 0): REMOVED}) == text.replace("[p, q]", "[q]")
    assert edit_text(text, {("b", 1): REMOVED}) == text.replace("[p, q]", "[p]")
    assert edit_text(text, {("b", 0): Inserted("o")}) == text.replace("[p, q]", "[o, p, q]")
    assert edit_text(text, {("b",): REMOVED}) == text.replace("b: [p, q]\n", "")
    nested = "a:\n  - that: x\n    # the reason\n    because: y\n  - - z\n"
    assert edit_text(nested, {("a", 0, "that"): REMOVED}) == "a:\n    # the reason\n  - because: y\n  - - z\n"
    assert edit_text(nested, {("a", 1, 0): Inserted("w")}) == nested.replace("- - z", "- - w\n    - z")
    assert edit_text("a:\nb: 1\n", {("a", "x"): "z"}) == "a: {x: z}\nb: 1\n"


@pytest.mark.parametrize("path", [("b", 2), ("c",), ("a", "x")])
def test_what_is_not_there_cannot_be_taken_out(path: tuple[str | int, ...]) -> None:
    with pytest.raises(QuestionError, match=r"cannot be taken out|no place to add it"):
        edit_text("a: x\nb: [p, q]\n", {path: REMOVED})


def test_there_is_no_place_beyond_the_end() -> None:
    with pytest.raises(QuestionError, match="there is no position 4 in the list, which has 2 entries"):
        edit_text("b: [p, q]\n", {("b", 3): Inserted("r")})
