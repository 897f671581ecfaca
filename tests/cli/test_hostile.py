"""Hostile and broken files: each is refused by the program in seconds, with its place and no traceback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from countermove.cli import run
from countermove.game.searched import SearchedGame

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="measures memory with wait4")

SECONDS = 10
"""So long the program may compute."""
PATIENCE = 300
"""So long it may take, on a machine that has other things to do."""
BYTES = 10**9
UNIT = 1 if sys.platform == "darwin" else 1024

ACTORS = """\
actors:
  usa: {options: {strike: Strike, talk: Talk}, prefers: [talk]}
  ussr: {options: {leave: Leave}, prefers: [leave]}
"""
NATO = "bodies:\n  nato: {{members: [usa, ussr], decides: {}, options: {{admit: Admit}}}}\n"


@dataclass(frozen=True)
class Outcome:
    """How a run of the program ended."""

    status: int
    out: str
    err: str
    peak: int


LAUNCHER = """
import os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
with open(sys.argv[2], "wb") as out, open(sys.argv[3], "wb") as err:
    process = subprocess.Popen(sys.argv[4:], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
    _, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(process.returncode, usage.ru_maxrss)
"""
"""Starts the program from a small process, since a process inherits the peak of the memory of the one that starts it."""


def program(*arguments: str, folder: Path, start: Sequence[str] = ("-m", "countermove")) -> Outcome:
    """Run the program in a process of its own, and measure its memory; it is ended where it computes too long."""
    out, err = folder / "stdout", folder / "stderr"
    launched = [sys.executable, "-c", LAUNCHER, str(SECONDS), str(out), str(err)]
    done = subprocess.run(
        [*launched, sys.executable, *start, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    status, peak = map(int, done.stdout.split())
    texts = (path.read_bytes().decode("utf-8") for path in (out, err))
    return Outcome(status, *texts, peak * UNIT)


def refused(name: str, message: str, folder: Path) -> None:
    """The file is refused with exactly this message, and `check` says the same on standard output."""
    outcome = program("solve", name, folder=folder)
    assert outcome.status == 1
    assert outcome.out == ""
    assert outcome.err == f"{message}\n"
    assert outcome.peak < BYTES
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        assert run(["check", name]) == 1
    *told, counts = [line for line in out.getvalue().splitlines() if ": warning: " not in line]
    assert told == message.splitlines()
    assert counts.startswith("1 error" if len(told) == 1 else f"{len(told)} errors")
    assert err.getvalue() == ""


TEXTS = {
    "not YAML": (
        "title: What next: war or peace?\n",
        'case.yaml:1:17: this is not YAML: mapping values are not allowed here; put text with ": " in it in '
        'quotation marks, as in title: "What next: war or peace?", or correct the indent [CM004]',
    ),
    "a duplicate key": (
        ACTORS + "actors: {}\n",
        'case.yaml:4:1: the key "actors" stands here a second time; it is already on line 1: keep one '
        'of the two [CM005]',
    ),
    "an unknown key": (
        ACTORS.replace("options", "optoins", 1),
        'case.yaml:2:9 actors.usa.optoins: unknown key "optoins"; did you mean "options"? [CM101]',
    ),
    "a wrong type": (
        ACTORS.replace("{strike: Strike, talk: Talk}", "[strike, talk]"),
        "case.yaml:2:9 actors.usa.options: a mapping (key: value) is expected, not a list; "
        "write each as id: text [CM102]",
    ),
    "an unknown option": (
        ACTORS.replace("[talk]", "[not tlak]"),
        'case.yaml:2:62 actors.usa.prefers[1]: unknown option "tlak"; did you mean "talk"? [CM104]',
    ),
    "a syntax error in a statement": (
        ACTORS.replace("[talk]", "[talk adn strike]"),
        'case.yaml:2:63 actors.usa.prefers[1]: cannot read the statement: unexpected "adn"; '
        'did you mean "and"? [CM105]',
    ),
    "no feasible state": (
        ACTORS + "impossible: [strike or not strike]\n",
        "case.yaml:4:1 impossible: no state is feasible: impossible[1] rules out every one; "
        "take it out or correct it [CM301]",
    ),
    "a ranking that misses states": (
        ACTORS.replace("prefers: [talk]", "ranking: [YYN, NYN]"),
        "case.yaml:2:48 actors.usa.ranking: the ranking misses states NNN, YNN, NNY and 3 more; "
        "add every feasible state; ties go into a nested list [CM202]",
    ),
    "a ranking that repeats states": (
        ACTORS.replace("prefers: [talk]", "ranking: [Y--, YYN, N--]"),
        'case.yaml:2:63 actors.usa.ranking[2]: "YYN" repeats state YYN; '
        "each feasible state stands in a ranking once [CM203]",
    ),
    "a ranking that invents states": (
        ACTORS.replace("prefers: [talk]", "ranking: [Y--, N--, YYYY]"),
        'case.yaml:2:68 actors.usa.ranking[3]: the pattern "YYYY" has 4 characters, and the case 3 options; '
        "write one of Y, N and - for each option, in bit order [CM201]",
    ),
    "an infeasible status quo": (
        ACTORS + "impossible: [strike and talk]\nstatus quo: [strike, talk]\n",
        "case.yaml:5:1 status quo: the status quo is not feasible: impossible: strike and talk; "
        "change the options taken now, or the constraint [CM302]",
    ),
    "a coalesced state that splits a preference": (
        ACTORS + "coalesce: [strike and leave]\n",
        'case.yaml:4:12 coalesce[1]: "strike and leave" is one state, but "usa" prefers some '
        'combinations in it to '
        "others; make actors.usa indifferent between them, or split the state [CM204]",
    ),
    "an unknown member": (
        ACTORS + NATO.format("consensus").replace("ussr", "usr"),
        'case.yaml:5:25 bodies.nato.members[2]: unknown member "usr"; did you mean "ussr" or "usa"? [CM401]',
    ),
    "a quota that cannot be reached": (
        ACTORS + NATO.format("{quota: 5}"),
        "case.yaml:5:32 bodies.nato.decides: the rule fails even with everybody for; "
        "the quota is 5, and all members together have 2 [CM403]",
    ),
    "an empty rule": (
        ACTORS + NATO.format("{}"),
        "case.yaml:5:32 bodies.nato.decides: the rule is empty; write one of unanimity, consensus, majority, "
        "{quota: ...}, {actor: ...}, {veto: [...], also: ...}, {all: [...]}, {any: [...]} [CM404]",
    ),
    "a circle of bodies": (
        ACTORS + "bodies:\n  a: {members: [b], decides: consensus}\n  b: {members: [a], decides: "
                 "consensus}\n",
        'case.yaml:6:17 bodies.b.members[1]: the body "a" is a member of itself: a > b > a; '
        "take one of these members out [CM405]",
    ),
    "weights that do not name exactly the members": (
        ACTORS + NATO.format("{quota: 2, weights: {usa: 1, france: 2}}"),
        'case.yaml:5:52 bodies.nato.decides.weights: no weight for "ussr"; weights name every member, 0 '
        'included '
        '[CM406]\ncase.yaml:5:78 bodies.nato.decides.weights.france: "france" has a weight and is not a '
        'member; '
        'known: "usa", "ussr" [CM406]',
    ),
    "a scenario that changes nothing that exists": (
        ACTORS + "scenarios: {x: {actors: {china: {prefers: [talk]}}}}\n",
        'case.yaml:4:26 scenarios.x.actors.china: there is no actor "china" to change; known: "usa", "ussr" '
        "(a new one has name: or options:) [CM501]",
    ),
    "a truncated file": (
        ACTORS[:60],
        "case.yaml:2:53: this is not YAML: expected ',' or '}', but got '<stream end>'; "
        "close the quotation mark or bracket [CM004]",
    ),
    "a file cut inside a text": (
        ACTORS + 'title: "half',
        "case.yaml:4:13: this is not YAML: found unexpected end of stream; close the quotation mark or "
        "bracket [CM004]",
    ),
    "an empty file": ("", "case.yaml: the file is empty; begin with title: and actors: [CM008]"),
    "aliases that expand without end": (
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in pairwise("abcdefghijkl")),
        "case.yaml:1:4: an anchor, &a; take it out; a case has no aliases [CM006]",
    ),
    "deep nesting": (
        "title: " + "[" * 100_000,
        "case.yaml:1:71: the file is nested more than 64 deep; close some brackets before this [CM007]",
    ),
    "raw control characters": (
        "title: a\x1b[31mb\n" + ACTORS,
        "case.yaml:1:9: the file contains the control character U+001B; a case file is plain text: take "
        "it out [CM003]",
    ),
    "a name that is turned around": (
        ACTORS.replace("talk: Talk", "talk: Talk, ta\u202elk: Other"),
        r'case.yaml:2:47 actors.usa.options.ta\u202elk: "ta\u202elk" is not an id; an id is small '
        r'letters, digits '
        'and hyphens, beginning with a letter: "ta-lk" [CM103]',
    ),
}  # fmt: skip

CONTENTS = {
    "a binary file": (bytes(range(256)), "case.yaml: this is a file of bytes that are no text; is it the "
                                         "right file? [CM009]"),
    "an archive": (b"PK\x03\x04" + bytes(200), "case.yaml: this is a zip archive; unpack it first [CM009]"),
    "Latin-1": (ACTORS.encode() + "title: Genève\n".encode("latin-1"),
                "case.yaml:4:11: the byte 0xe8 is not UTF-8; save the file as UTF-8 [CM003]"),
    "UTF-16": (ACTORS.encode("utf-16"), "case.yaml: this is text in UTF-16 or UTF-32; save it as UTF-8 "
                                        "[CM003]"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_wrong_text(name: str, tmp_path: Path) -> None:
    text, message = TEXTS[name]
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8", newline="")
    refused("case.yaml", message, tmp_path)


@pytest.mark.parametrize("name", CONTENTS)
def test_no_text_at_all(name: str, tmp_path: Path) -> None:
    content, message = CONTENTS[name]
    (tmp_path / "case.yaml").write_bytes(content)
    refused("case.yaml", message, tmp_path)


def test_a_hundred_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "case.yaml").open("wb") as file:
        for _ in range(100):
            file.write(b"# nothing\n" * 100_000)
    outcome = program("solve", "case.yaml", folder=tmp_path)
    assert outcome.status == 1
    assert outcome.err.startswith("case.yaml: the file is larger than ")
    assert outcome.err.endswith("MB; is it a case file? [CM002]\n")
    assert outcome.peak < BYTES // 2


def test_a_device_without_end(tmp_path: Path) -> None:
    outcome = program("solve", "/dev/zero", folder=tmp_path)
    assert outcome.status == 1
    assert outcome.err.startswith("/dev/zero: this is a file of bytes that are no text")
    assert outcome.peak < BYTES // 2


def test_a_directory(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()
    refused("case.yaml", "case.yaml: this is a directory; name a file in it [CM001]", tmp_path)


def test_no_file(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(ACTORS)
    message = 'cas.yaml: there is no such file; did you mean "case.yaml"? [CM001]'
    refused("cas.yaml", message, tmp_path)


AS_NOBODY = """
import os, sys
from countermove.cli import run
run(["check", "other.yaml"])
run(["solve", "other.yaml"])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(run(sys.argv[1:]))
"""


def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for name in ("case.yaml", "other.yaml"):
        (tmp_path / name).write_text(ACTORS)
    (tmp_path / "case.yaml").chmod(0)
    assert program("check", "other.yaml", folder=tmp_path, start=("-c", AS_NOBODY)).status == 0
    outcome = program("solve", "case.yaml", folder=tmp_path, start=("-c", AS_NOBODY))
    assert outcome.status == 1
    assert outcome.err == "case.yaml: the file may not be read by you; change its permissions [CM001]\n"


@pytest.mark.parametrize("command", ["solve", "states", "explain", "show", "check"])
def test_names_that_would_take_over_the_terminal(command: str, tmp_path: Path) -> None:
    text = ACTORS.replace("Strike", r'"\e]0;owned\a\e[2J\u202eStrike\u0085"').replace("prefers: [talk]", "prefers: [strike]")
    (tmp_path / "case.yaml").write_text(r'title: "\e[31mred\u2066"' + "\n" + text)
    outcome = program(command, "case.yaml", *(["1"] if command == "explain" else []), folder=tmp_path)
    assert outcome.status == 0
    said = outcome.out + outcome.err
    assert not [c for c in said if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E)]
    assert "\u2066" not in said
    if command in ("solve", "show"):
        assert r"\x1b[31mred\u2066" in said
        assert r"\x1b]0;owned\x07\x1b[2J\u202eStrike" in said


def test_names_in_files_are_harmless_too(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(r'title: "\e[31mred"' + "\n" + ACTORS.replace("Strike", r'"\u202eStrike"'))
    for command in ("solve", "states"):
        for format in ("csv", "md", "json"):
            outcome = program(command, "case.yaml", "-f", format, "-o", f"out.{format}", folder=tmp_path)
            assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
            text = (tmp_path / f"out.{format}").read_text(encoding="utf-8")
            assert "\x1b" not in text
            assert "\u202e" not in text


def test_arguments_that_would_take_over_the_terminal(tmp_path: Path) -> None:
    outcome = program("solve", "\x1b[31mred", folder=tmp_path)
    assert outcome.status == 1
    assert "\x1b" not in outcome.err
    assert outcome.err.startswith(r'the catalogue has no case "\x1b[31mred"')


def many(options: int) -> str:
    rows = ", ".join(f"o{k}: Option {k}" for k in range(options))
    lines = ", ".join(f"o{k}" for k in range(options))
    return f"actors:\n  a:\n    options: {{{rows}}}\n    prefers: [{lines}]\n"


@pytest.mark.parametrize("command", [("coalitions",), ("farsighted",), ("perceptions",)])
def test_more_options_than_can_be_listed(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(many(64))
    outcome = program(command[0], "case.yaml", *command[1:], folder=tmp_path)
    assert (outcome.status, outcome.out) == (1, "")
    way = SearchedGame.unanswered[command[0]]
    assert outcome.err == f"{command[0]} needs the list of all states, and this case has too many; {way}\n"
    assert outcome.peak < BYTES


def test_what_can_be_said_of_many_options(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(many(64))
    assert program("show", "case.yaml", folder=tmp_path).status == 0
    outcome = program("check", "case.yaml", folder=tmp_path)
    assert outcome.status == 0
    assert "note: the states were not checked: the case has 64 options" in outcome.out
    (tmp_path / "case.yaml").write_text(many(40))
    outcome = program("check", "case.yaml", folder=tmp_path)
    assert outcome.status == 0
    assert "note: the states were not checked: there are more than 4,194,304 of them\n" in outcome.out
    assert outcome.peak < BYTES


def test_a_faulty_file_leaves_the_output_alone(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(ACTORS[:60])
    (tmp_path / "old.txt").write_text("old")
    assert program("solve", "case.yaml", "-o", "old.txt", folder=tmp_path).status == 1
    assert program("solve", "case.yaml", "-o", "new.txt", folder=tmp_path).status == 1
    assert (tmp_path / "old.txt").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.yaml", "old.txt", "stderr", "stdout"]
