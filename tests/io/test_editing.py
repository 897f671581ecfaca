from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.errors import CaseError, QuestionError
from countermove.io.editing import edit, edit_text
from countermove.io.yaml_text import read_data
from texts import TEXTS

CASE = """\
# A case
title: "Talks"                 # its title

actors:
  usa:                         # the first
    options:
      strike: Strike now       # short
      talk: {name: Talk}       # long
    prefers:                   # most important first
      - not strike             # one
      - that: talk
        because: >
          It says
          so
      # the end of the list

  uk: {options: {go: Go, stop: }, about: 'It''s', evidence: []}
bodies: {}
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "Talks: two", '"Talks"                 #', '"Talks: two"            #'),
        (("title",), "T" * 40, '"Talks"                 #', "T" * 40 + " #"),
        (("actors", "usa", "options", "strike"), "Hit", "Strike now       #", "Hit              #"),
        (("actors", "usa", "options", "strike", "name"), "Hit", "Strike now       #", "Hit              #"),
        (("actors", "usa", "options", "talk", "name"), "a, b", "{name: Talk}       #", '{name: "a, b"}       #'),
        (("actors", "usa", "prefers", 0), "strike", "- not strike             #", "- strike                 #"),
        (("actors", "usa", "prefers", 0, "that"), "strike", "- not strike             #", "- strike                 #"),
        (("actors", "usa", "prefers", 1, "because"), "Well", ">\n          It says\n          so\n", "Well\n"),
        (("actors", "usa", "prefers", 2), "strike", "          so\n", "          so\n      - strike\n"),
        (("actors", "usa", "name"), "US", "          so\n", "          so\n    name: US\n"),
        (("actors", "usa", "options", "go"), {"name": "Go"}, "# long\n", "# long\n      go: {name: Go}\n"),
        (("actors", "uk", "options", "stop"), "Stop", "{go: Go, stop: }", "{go: Go, stop: Stop}"),
        (("actors", "uk", "options", "wait"), "Wait", "stop: }", "stop: , wait: Wait}"),
        (("actors", "uk", "about"), None, "'It''s'", "null"),
        (("actors", "uk", "evidence", 0), "a#1", "[]", "[a#1]"),
        (("actors", "uk"), {"name": "UK"}, "{options: {go: Go, stop: }, about: 'It''s', evidence: []}", "{name: UK}"),
        (("bodies", "un"), {"members": ["uk"]}, "bodies: {}", "bodies: {un: {members: [uk]}}"),
        (("impossible",), ["strike"], "bodies: {}", "bodies: {}\nimpossible: [strike]"),
        (
            ("actors", "usa", "options"),
            {"strike": {"name": "Strike", "change": "take-only"}, "talk": {"name": "Talk", "change": "drop-only"}},
            "strike: Strike now       # short\n      talk: {name: Talk}       #",
            "strike: {name: Strike, change: take-only}\n      talk: {name: Talk, change: drop-only}       #",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_only_the_value_changes(path: Any, value: Any, old: str, new: str, line_break: str) -> None:
    text, old, new = (part.replace("\n", line_break) for part in (CASE, old, new))
    assert text.count(old) == 1
    assert edit_text(text, {path: value}) == text.replace(old, new)


PATHS = [path for path in read_data(CASE, "x")[1] if path]
VALUES = st.recursive(
    TEXTS | st.none(),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.sampled_from("abc"), part, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300)
@given(st.sampled_from(PATHS), VALUES)
def test_whatever_is_set_is_read_back_or_refused(path: Any, value: Any) -> None:
    wanted: Any = read_data(CASE, "x")[0]
    holder = wanted
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert read_data(edit_text(CASE, {path: value}), "x")[0] == wanted


def test_changes_follow_one_another() -> None:
    text = edit_text("actors: {a: {}}", {("actors", "a", "options"): {"x": "X"}, ("actors", "a", "prefers"): ["x"]})
    assert text == "actors: {a: {options: {x: X}, prefers: [x]}}"


def test_json_stays_json() -> None:
    assert edit_text('{"title": "x",\n\t"actors": {}}', {("title",): "a b", ("at",): "1"}, "case.json") == (
        '{"title": "a b",\n\t"actors": {}, "at": "1"}'
    )


@pytest.mark.parametrize("path", [("nobody", "name"), ("title", "x"), ("actors", 0), ("actors", "usa", "prefers", 9), ()])
def test_a_path_to_nowhere_is_a_wrong_question(path: Any) -> None:
    with pytest.raises(QuestionError, match="no place to add it"):
        edit_text(CASE if path else "", {path: "x"})


def test_a_file_is_edited_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    edit(path, {("actors", "usa", "name"): "United States"})
    assert path.read_text(encoding="utf-8") == CASE.replace("so\n", "so\n    name: United States\n")
    with pytest.raises(CaseError):
        edit(tmp_path / "none.yaml", {})
