"""Case files read into cases, every finding with its place."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.errors import CaseError, Diagnostic, Place
from countermove.io.formats import diagnose, load, read_case
from countermove.io.loading import column_of, load_data, locate
from countermove.io.yaml_text import read_data

TEXT = """\
title: Talks
actors:
  russia:
    options:
      withdraw: Withdraw the missiles
      escalate: {name: Escalate, needs: 'not  withdrw'}
    prefers:
      - not usa.strike
      - that: "escalate \\u0061nd usa.strke"
        otherwise: >
          withdraw or
          usa.strik
  usa:
    options: {strike: Strike}
    prefers: [{order unknown: [strik, not strike]}]
status quo: strke
"""

LINES = [
    'case.yaml:6:47 actors.russia.options.escalate.needs: unknown option "withdrw"; did you mean "withdraw"? [CM104]',
    'case.yaml:9:34 actors.russia.prefers[2]: unknown option "usa.strke"; did you mean "strike"? [CM104]',
    'case.yaml:12:11 actors.russia.prefers[2].otherwise: unknown option "usa.strik"; did you mean "strike"? [CM104]',
    'case.yaml:15:32 actors.usa.prefers[1].order unknown[1]: unknown option "strik"; did you mean "strike"? [CM104]',
    'case.yaml:16:13 status quo[1]: unknown option "strke"; did you mean "strike"? [CM104]',
]


def test_every_error_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        load(io.StringIO(TEXT), "case.yaml")
    assert str(caught.value).splitlines() == LINES
    path = tmp_path / "case.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert [str(d).replace(f"{tmp_path}/", "") for d in diagnose(path)[1]] == LINES


def test_an_unreadable_statement_does_not_hide_an_unknown_name() -> None:
    text = "actors: {a: {options: {x: X}, prefers: [x and, y, {that: x, sure: 7}]}}"
    assert [d.code for d in diagnose(io.StringIO(text))[1]] == ["CM105", "CM104", "CM109"]


def test_a_case_is_loaded_with_its_warnings_and_places() -> None:
    loaded = read_case(io.BytesIO(b"actors: {a: {options: {x: X}}}\n"), "case.yaml")
    assert loaded.case == load(io.StringIO('{"actors": {"a": {"options": {"x": "X"}}}}'), "case.json")
    assert [d.code for d in loaded.warnings] == ["CM906"]
    assert loaded.places["actors", "a"].key == (1, 10)
    assert loaded.file == "case.yaml"


def test_findings_of_other_layers_are_placed_later() -> None:
    loaded = read_case(io.StringIO("actors: {a: {}}"), "c")
    found = [
        Diagnostic("CM302", "error", ("status quo",), "not there"),
        Diagnostic("CM904", "warning", ("actors", "a", "options", "x"), "never"),
        Diagnostic("CM001", "error", ("actors",), "placed already", place=Place("other", 9)),
    ]
    assert [str(d) for d in locate(found, loaded.places, loaded.file)] == [
        "c status quo: not there [CM302]",
        "c:1:10 actors.a.options.x: warning: never [CM904]",
        "other:9 actors: placed already [CM001]",
    ]


def test_plain_data_is_text() -> None:
    assert load_data("a: [1, null]") == {"a": ["1", None]}


MEGABYTE = 1_000_000
HOSTILE: dict[str, Callable[[], bytes]] = {
    "brackets": lambda: b"[" * 100_000,
    "braces": lambda: b"{a: " * 100_000,
    "dashes": lambda: b"- " * 100_000,
    "questions": lambda: b"? " * 100_000,
    "indentation": lambda: b"\n".join(b" " * k + b"a:" for k in range(1_000)),
    "laughs": lambda: b"a: &a [x, x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (k, k) for k in range(1_000)),
    "large": lambda: b"x" * 100 * MEGABYTE,
    "one word": lambda: b"x" * MEGABYTE,
    "words": lambda: b"a: " + b"x y " * 249_000,
    "values": lambda: b"a: [" + b"a," * 490_000 + b"]",
    "unknown keys": lambda: b"".join(b"k%d: a\n" % k for k in range(49_000)),
    "unknown names": lambda: b"actors: {a: {options: {"
    + b", ".join(b"o%d: x" % k for k in range(20_000))
    + b"}, prefers: ["
    + b", ".join(b"x%d" % k for k in range(20_000))
    + b"]}}",
    "long statement": lambda: b"actors: {a: {options: {x: X}, prefers: ['" + b"x or " * 190_000 + b"y']}}",
    "deep statement": lambda: b"actors: {a: {options: {x: X}, prefers: ['" + b"not (" * 3_000 + b"x" + b")" * 3_000 + b"']}}",
    "huge numbers": lambda: b"actors: {a: {worth: {x: 1e999999999}}}",
    "scenarios": lambda: b"actors: {a: {}}\nscenarios:\n" + b"".join(b"  s%d: {title: x}\n" % k for k in range(9_000)),
    "circle": lambda: b"actors: {a: {}}\nbodies:\n"
    + b"".join(b"  b%d: {members: [b%d], decides: majority}\n" % (k, (k + 1) % 9_000) for k in range(9_000)),
    "binary": lambda: bytes(range(256)) * 1_000,
    "utf-16": lambda: "actors: {}".encode("utf-16"),
    "cut": lambda: b"actors: {a: {options: {x: 'X",
    "control": lambda: b"title: \x1b[31mred\nactors: {a: {}}",
    "empty": lambda: b"",
}  # fmt: skip
PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))  # work of its own, however busy the machine
from countermove.errors import CaseError
from countermove.io.formats import load
try:
    load(sys.argv[1])
except CaseError as fault:
    for line in fault.diagnostics:
        print(line)
    sys.exit(1)
"""


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_in_seconds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(HOSTILE[name]())
    done = subprocess.run([sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert 1 <= len(lines) <= 101
    assert all(line.startswith(str(path)) and len(line) < 1_500 and line.isprintable() for line in lines)


PIECES = st.sampled_from([b"", b"\n", b"  ", b": ", b"- ", b"[", b"}", b"'", b'"', b"&a ", b"*a", b"!", b"|", b">", b"\\",
                          b"#", b"\t", b"\xff", b"\x00", b"null", b"~", b"x", b"if", b"1e9", b"---\n", b"\xe2\x80\xa8"])  # fmt: skip
CUTS = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 12), PIECES), min_size=1, max_size=4)


@settings(max_examples=300)
@given(CUTS)
def test_a_damaged_file_gives_a_case_or_diagnostics(cuts: list[tuple[int, int, bytes]]) -> None:
    content = TEXT.encode()
    for at, length, piece in cuts:
        content = content[:at] + piece + content[at + length :]
    case, found = diagnose(io.BytesIO(content), "case.yaml")
    assert case is not None or found
    for line in found:
        assert str(line).startswith("case.yaml")
        assert line.place is not None
        assert line.place.line is None or 1 <= line.place.line <= content.count(b"\n") + content.count(b"\r") + 1


@pytest.mark.parametrize(
    "text",
    [
        "a: not @x",
        "a:   not @x   # why",
        "a: 'not @x'",
        "a: 'it''s not @x'",
        'a: "not @x"',
        r'a: "\"a\" \x41\u0042\U00000043\t not @x"',
        "a: not\n  this @x",
        "a: 'not\n\n  this @x'",
        'a: "not \\\n  this @x"',
        "a: >\n  not\n  this @x\n",
        "a: |-\n  not\n  this @x\n",
        "a: >2\n    not\n   this @x\n",
        "- [b, {a: not @x}]",
        "a: '@x'",
    ],
)
def test_an_offset_is_found_in_the_file(text: str) -> None:
    places = read_data(text.replace("not @x}", "not é}") if text == "" else text.replace("@", "é"), "case.yaml")[1]
    spot = next(spot for spot in places.values() if "é" in spot.text)
    before = text[: text.index("@")]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert column_of(spot, spot.text.index("é")) == (line, column)


@pytest.mark.parametrize(("text", "column"), [("a: b c  # d", 7), ("a: 'b c'", 8), ("a: ''", 5), ("a: {b: c d }", 11)])
def test_the_end_of_a_text_is_behind_its_last_character(text: str, column: int) -> None:
    spot = list(read_data(text, "case.yaml")[1].values())[-1]
    assert column_of(spot, len(spot.text)) == (1, column)
