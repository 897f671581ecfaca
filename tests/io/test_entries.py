"""Entries put into the text of a case and taken out of it: all else stays to the letter."""

from __future__ import annotations

import pytest

from countermove.errors import CountermoveError, QuestionError
from countermove.io.editing import REMOVED, Inserted, edit_text
from countermove.io.yaml_text import read_data

CASE = """\
title: Talks   # what it is
actors:
  usa:
    # options of the first
    options: {strike: Strike, talk: Talk}  # both
    prefers:
      - not strike   # first
      # before the last
      - that: talk
        because: >
          It says
          so
    aliases: []
bodies:
  un: {members: [usa]}
"""
USA = ("actors", "usa")


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ((*USA, "prefers", 0), "      - not strike   # first\n", "      - x\n      - not strike   # first\n"),
        ((*USA, "prefers", 1), "      # before the last\n", "      - x\n      # before the last\n"),
        ((*USA, "prefers", 2), "          so\n", "          so\n      - x\n"),
        ((*USA, "aliases", 0), "[]", "[x]"),
        (("bodies", "un", "members", 0), "[usa]", "[x, usa]"),
        (("bodies", "un", "members", 1), "[usa]", "[usa, x]"),
    ],
)
def test_an_entry_is_inserted(path: tuple[str | int, ...], old: str, new: str, line_break: str) -> None:
    text, old, new = (part.replace("\n", line_break) for part in (CASE, old, new))
    assert edit_text(text, {path: Inserted("x")}) == text.replace(old, new)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("title",), "title: Talks   # what it is\n", ""),
        ((*USA, "prefers", 0), "      - not strike   # first\n", ""),
        (
            (*USA, "prefers", 1),
            "      # before the last\n      - that: talk\n        because: >\n          It says\n          so\n",
            "",
        ),
        ((*USA, "prefers", 1, "because"), "        because: >\n          It says\n          so\n", ""),
        ((*USA, "options", "strike"), "strike: Strike, ", ""),
        ((*USA, "options", "talk"), ", talk: Talk", ""),
        ((*USA, "aliases"), "    aliases: []\n", ""),
        (("bodies",), "bodies:\n  un: {members: [usa]}\n", ""),
        (("bodies", "un", "members", 0), "[usa]", "[]"),
    ],
)
def test_an_entry_is_removed(path: tuple[str | int, ...], old: str, new: str, line_break: str) -> None:
    text, old, new = (part.replace("\n", line_break) for part in (CASE, old, new))
    assert edit_text(text, {path: REMOVED}) == text.replace(old, new)


@pytest.mark.parametrize(
    ("text", "emptied"),
    [
        ("prefers:  # why\n  - a # x\n  # more\nb: 1\n", "prefers: []  # why\n  # more\nb: 1\n"),
        ("prefers:\n# more\n- a\n\nb: 1\n", "prefers: []\n\nb: 1\n"),
        ("prefers:\n  - that: |\n     a\n\n     b\n    because: c\n\nb: 1\n", "prefers: []\n\nb: 1\n"),
        ('"prefers" :\n  - a', '"prefers" : []\n'),
    ],
)
def test_what_has_no_more_entries_says_so_on_the_line_of_its_key(text: str, emptied: str) -> None:
    assert edit_text(text, {("prefers", 0): REMOVED}) == emptied
    for value in ([], "x"):
        new = edit_text(text, {("prefers",): value})
        assert new.splitlines()[0] == emptied.splitlines()[0].replace("[]", str(value))
    in_list = "x:\n" + "".join(f"{'- ' if k == 0 else '  '}{line}" for k, line in enumerate(text.splitlines(keepends=True)))
    assert edit_text(in_list, {("x", 0, "prefers", 0): REMOVED}).splitlines()[1] == f"- {emptied.splitlines()[0]}"


def test_every_entry_can_be_removed_or_is_left_with_a_message() -> None:
    for path in read_data(CASE, "x")[1]:
        if path and isinstance(path[-1], str | int):
            try:
                assert edit_text(CASE, {path: REMOVED}) != CASE
            except CountermoveError as fault:
                assert "change it by hand" in str(fault)  # noqa: PT017 (most paths raise nothing)


def test_json_stays_json() -> None:
    assert edit_text('{"a": ["b"]}', {("a", 0): Inserted("x y")}, "case.json") == '{"a": ["x y", "b"]}'
    assert edit_text('{"a": 1, "b": 2}', {("a",): REMOVED}, "case.json") == '{"b": 2}'


@pytest.mark.parametrize(
    "path", [("title", 0), ("actors", 0), (*USA, "prefers", 3), ("nobody", 1), (), (*USA, "prefers", "x")]
)
def test_there_is_no_such_list(path: tuple[str | int, ...]) -> None:
    with pytest.raises(QuestionError, match=r"is no position in a list|no place to add it|there is no position"):
        edit_text(CASE, {path: Inserted("x")})


@pytest.mark.parametrize("path", [("nobody",), (*USA, "prefers", 2), (*USA, "prefers", 0, "that"), ()])
def test_there_is_nothing_to_remove(path: tuple[str | int, ...]) -> None:
    with pytest.raises(QuestionError, match="cannot be taken out"):
        edit_text(CASE, {path: REMOVED})
