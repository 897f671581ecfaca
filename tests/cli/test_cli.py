"""The command line: every command on every case that comes along, its contracts and its exit statuses."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from catalogued import LISTED
from countermove import __version__
from countermove.catalog import case_ids, load_case
from countermove.cli import run
from countermove.game.compile import compile

CASES = LISTED
GRAPH = """title: Embargo
states: {s1: Status quo, s2: Embargo, s3: War}
actors:
  a: {moves: [[s1, s2], [s2, s3]], ranking: [s2, s1, s3]}
  b: {moves: [[s2, s1]], ranking: [s1, [s2, s3]]}
status quo: s1
"""


class Answer:
    """What a command said, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def data(self) -> dict[str, object]:
        assert self.status == 0, self.err
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]):
    def asked(*arguments: str) -> Answer:
        status = run(arguments)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return asked


@pytest.fixture
def graph_case(tmp_path: Path) -> str:
    path = tmp_path / "embargo.yaml"
    path.write_text(GRAPH)
    return str(path)


def started(*arguments: str, **settings) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "countermove", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **settings,
    )


# Every command, every case


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", ["check", "show", "states", "solve", "perceptions"])
def test_every_command_answers_for_every_case(ask, command: str, case: str) -> None:
    answer = ask(command, case)
    assert answer.status == 0
    assert answer.err == ""
    assert load_case(case).title.split()[0] in answer.out or command in ("check", "states")
    if command in ("show", "states", "solve", "perceptions"):
        assert max(map(len, answer.out.split("\n"))) <= 100


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("format", ["json", "csv", "md"])
@pytest.mark.parametrize("command", ["check", "states", "solve", "perceptions"])
def test_every_format_is_what_it_says(ask, command: str, format: str, case: str) -> None:
    answer = ask(command, case, "--format", format)
    assert answer.status == 0
    if format == "json":
        assert {"countermove", "case"} <= set(answer.data)
        assert answer.out.count("\n") == 1
    elif format == "csv":
        head, *rows = csv.reader(io.StringIO(answer.out))
        assert all(len(row) == len(head) for row in rows)
    elif command == "perceptions" and not load_case(case).views:
        assert "The case has no views: every actor sees the game as written." in answer.out
    elif command == "check" and "| :-- |" not in answer.out:
        assert answer.out == "no problems\n"
    else:
        assert "| --: |" in answer.out or "| :-- |" in answer.out


@pytest.mark.parametrize("case", CASES)
def test_every_mover_is_explained(ask, case: str) -> None:
    movers = [mover.id for mover in compile(load_case(case)).movers]
    assert ask("explain", case, "1").out.count("\n\n") >= len(movers) - 1
    explanations = ask("explain", case, "1", "--format", "json").data["explanations"]
    assert [each["actor"] for each in explanations] == movers
    one = ask("explain", case, "1", "--actor", movers[0], "--concept", "nash", "--format", "json").data
    assert {"state": 1, "actor": movers[0], "concept": "nash"}.items() <= one.items()
    assert set(one) >= {"stable", "improvements"}


@pytest.mark.parametrize("case", CASES)
def test_solve_agrees_with_the_published_equilibria(ask, case: str) -> None:
    data = ask("solve", case, "--format", "json").data
    for concept, states in load_case(case).published.get("equilibria", {}).items():
        found = [str(e["state"]) for e in data["equilibria"] if concept in e["concepts"]]
        assert found == [str(state) for state in states]


# Contracts


def test_the_contract_of_solve(ask) -> None:
    data = ask("solve", "cuban-missile-crisis", "--format", "json").data
    head, gained = {"countermove", "schema", "case"}, {"coverage", "depth", "proved"}
    assert set(data) == head | {"actors", "options", "states", "concepts", "stable", "equilibria", "briefing"} | gained
    assert data["case"] == {"title": "Cuban missile crisis", "scenario": None}
    assert data["actors"] == ["usa", "ussr"]
    assert data["states"] == {"count": 12, "status_quo": 1}
    assert data["stable"]["nash"] == {"usa": [3, 5, 12], "ussr": [1, 6, 7, 8]}
    assert data["equilibria"][3] == {
        "state": 5,
        "label": "Withdrawal without pressure",
        "code": 4,
        "options": {
            "usa.air-strike": False,
            "usa.blockade": False,
            "ussr.withdraw": True,
            "ussr.escalate": False,
        },
        "concepts": ["gmr", "smr", "seq", "sseq", "conflict-analysis"],
        "reachable": {"improvements": True, "moves": True},
    }
    assert data["briefing"]["text"].splitlines()[1] == "BOTTOM LINE"


def test_solve_takes_concepts_a_limit_and_an_assignment(ask) -> None:
    case = "cuban-missile-crisis"
    data = ask("solve", case, "-f", "json", "--concepts", "seq, nash", "--limit", "1").data
    assert data["concepts"] == ["seq", "nash"]
    assert data["truncated"] is True
    assert len(data["equilibria"]) == 1
    data = ask("solve", case, "-f", "json", "--assign", "usa=seq,ussr=nash").data
    assert data["assigned"] == {"concepts": {"usa": "seq", "ussr": "nash"}, "equilibria": [7]}
    text = ask("solve", case, "--no-brief", "--assign", "usa=seq,ussr=nash").out
    assert text.startswith(
        "Equilibria with one concept for each (US: SEQ, USSR: Nash):\n"
        '  "Withdrawal under the blockade" (state 7): usa.blockade, ussr.withdraw\n'
    )
    text = ask("solve", case, "--no-brief", "--assign", "usa=nash,ussr=nash").out
    assert text.startswith("With one concept for each (US: Nash, USSR: Nash), no state is an equilibrium.")


def test_the_table_of_solve(ask) -> None:
    assert ask("solve", "cuban-missile-crisis", "--no-brief", "--concepts", "nash,seq").out == (
        "state  label                          options  Nash  SEQ   reachable\n"
        "───────────────────────────────────────────────────────────────────────\n"
        "    5  Withdrawal without pressure    NN YN    US    E     improvements\n"
        "    7  Withdrawal under the blockade  NY YN    USSR  E     improvements\n"
        "    1  No action                      NN NN    USSR  USSR  improvements\n"
        "    2                                 YN NN    .     .     improvements\n"
        "    3  Blockade without an answer     NY NN    US    US    improvements\n"
        "    4                                 YY NN    .     .     improvements\n"
        "    6                                 YN YN    USSR  USSR  improvements\n"
        "    8                                 YY YN    USSR  USSR  improvements\n"
        "    9  Escalation                     NN NY    .     .     moves\n"
        "   10  Escalation                     YN NY    .     .     moves\n"
        "   11  Escalation                     NY NY    .     .     moves\n"
        "   12  Escalation                     YY NY    US    US    moves\n"
        "\n"
        "E: an equilibrium, stable for all who can move. Otherwise: those for whom the state is stable (.:\n"
        "none).\n"
        "options (Y taken, N not taken): US: Launch an air strike, Blockade Cuba; USSR: Withdraw the\n"
        "missiles, Escalate the crisis\n"
        'reachable: from the status quo ("No action", state 1) by improvements (moves that their own movers\n'
        "gain by), only by other moves, or not at all.\n"
    )


def test_the_brief_comes_first_and_can_be_left_out(ask) -> None:
    whole, table = ask("solve", "chicken"), ask("solve", "chicken", "--no-brief")
    assert whole.out.endswith(table.out)
    assert whole.out.startswith("Chicken")
    assert not table.out.startswith("Chicken")


def test_a_large_table_lists_equilibria_and_says_what_it_leaves_out(ask) -> None:
    text = ask("solve", "european-security-2022", "--no-brief", "--limit", "2").out
    assert "238 more equilibria, under no more concepts than these; --limit shows them." in text
    assert "Stand-off" in text
    assert ask("solve", "european-security-2022", "--no-brief", "--all").out.count("\n") > 416


def test_a_listed_state_can_be_pasted_into_explain(ask) -> None:
    state = "russia.insist, russia.contain, usa.talk, usa.press, ukraine.apply"
    data = ask("explain", "european-security-2022", state, "-a", "russia", "-f", "json").data
    assert data["state"] == 148


def test_a_graph_case(ask, graph_case: str) -> None:
    data = ask("solve", graph_case, "--format", "json").data
    assert data["options"] == []
    assert data["concepts"] == ["nash", "gmr", "smr", "seq", "sseq"]
    assert [e["id"] for e in data["equilibria"]] == [
        row.split(",")[1] for row in ask("solve", graph_case, "-f", "csv").out.split()[1:] if ",1," in row
    ] or data["equilibria"]
    assert "s2  Embargo" in ask("states", graph_case).out
    assert "from s1: Status quo to s2: Embargo" in ask("show", graph_case).out
    assert ask("check", graph_case).status == 0
    assert ask("explain", graph_case, "s2", "-a", "a", "-f", "json").data["state"] == 2
    wrong = ask("states", graph_case, "--where", "s1")
    assert (wrong.status, wrong.err) == (
        1,
        "--where: this case lists its states, so there are no options to ask about\n",
    )


def test_states_are_filtered_by_a_statement(ask) -> None:
    data = ask("states", "cuban-missile-crisis", "--where", "blockade and not ussr.escalate", "-f", "json").data
    assert data["count"] == 4
    assert [each["state"] for each in data["states"]] == [3, 4, 7, 8]
    assert data["states"][0]["options"]["usa.blockade"] is True
    assert data["states"][0]["ranks"] == {"usa": 7, "ussr": 8}
    assert ask("states", "chicken", "--where", "false").out.endswith("No state matches.\n")
    cut = ask("states", "elmira", "--limit", "2", "--format", "csv")
    assert len(cut.out.splitlines()) == 3
    assert cut.err == "7 more states; --limit shows them\n"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("blokade", '--where, column 1: unknown option "blokade"; did you mean "blockade"?\n'),
        ("not ussr.go", '--where, column 5: unknown option "ussr.go"; known: "withdraw", "escalate"\n'),
        (
            "blockade an withdraw",
            '--where, column 10: unexpected "an"; did you mean "and"?\n',
        ),
        ("", "--where, column 1: the statement is empty; write an option, or take the statement out\n"),
    ],
)
def test_a_wrong_filter_is_told_with_its_column(ask, statement: str, message: str) -> None:
    answer = ask("states", "cuban-missile-crisis", "--where", statement)
    assert (answer.status, answer.out, answer.err) == (1, "", message)


def test_scenarios_apply_to_every_command_that_compiles(ask) -> None:
    case = "european-security-2022"
    for command in (("solve", case), ("states", case), ("explain", case, "now"), ("show", case)):
        assert ask(*command, "--scenario", "war-aims").status == 0
        wrong = ask(*command, "--scenario", "war-aim")
        assert (wrong.status, wrong.out) == (1, "")
        assert wrong.err == 'unknown scenario "war-aim"; did you mean "war-aims"?\n'
    assert ask("solve", case, "-s", "russian-veto", "-f", "json").data["case"]["scenario"] == "russian-veto"


def test_the_catalogue(ask) -> None:
    assert [each["id"] for each in ask("catalog", "-f", "json").data["cases"]] == list(case_ids())
    for format in ("table", "csv", "md"):
        assert all(case in ask("catalog", "-f", format).out for case in case_ids())


def test_json_is_pure_and_harmless(ask) -> None:
    for command in (("check", "elmira"), ("show", "elmira"), ("catalog",), ("explain", "elmira", "1")):
        out = ask(*command, "--format", "json").out
        json.loads(out)
        assert out.isascii()


# A new case


def test_the_starter_case(ask, tmp_path: Path) -> None:
    path = str(tmp_path / "mill.yaml")
    answer = ask("new", path)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == f"{path} is written. Next: read it, change it, and run countermove check {path}\n"
    assert "ONE HIGHER STATEMENT OUTWEIGHS EVERYTHING" in Path(path).read_text()
    assert ask("check", path).out == "no problems\n"
    assert "The riverside works" in ask("solve", path).out
    assert ask("solve", path, "--scenario", "mayor-decides").status == 0
    data = ask("solve", path, "-f", "json").data
    deal = next(e for e in data["equilibria"] if e["state"] == 8)
    assert deal["options"] == {
        "works.filter": True,
        "works.leave": False,
        "residents.sue": False,
        "council.permit": True,
    }
    assert "seq" in deal["concepts"]
    assert "nash" not in deal["concepts"]


def test_new_refuses_to_overwrite(ask, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine")
    answer = ask("new", str(path))
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == f"{path}: the file exists already and is left as it is; give another name\n"
    assert path.read_text() == "mine"
    answer = ask("new", str(tmp_path / "mine.json"))
    assert answer.status == 1
    assert "end the name in .yaml" in answer.err
    answer = ask("new", str(tmp_path / "no" / "where.yaml"))
    assert (answer.status, answer.err) == (
        1, f"{tmp_path}/no/where.yaml: the file cannot be written: no such file or directory\n"
    )  # fmt: skip


# What check finds


def test_check_looks_at_the_states_of_every_scenario(ask, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "actors: {a: {options: {go: Go}, prefers: [{that: go, because: Says so}]}}\n"
        "status quo: [go]\n"
        "scenarios:\n"
        "  calm: {impossible: [go]}\n"
        "  void: {impossible: [go or not go]}\n"
        "  fine: {status quo: []}\n"
    )
    answer = ask("check", str(path))
    assert answer.status == 1
    assert answer.err == ""
    assert answer.out == (
        f"{path}:4:3 scenarios.calm: with this change status quo is wrong: the status quo is not feasible: "
        "impossible: go; change the options taken now, or the constraint [CM502]\n"
        f"{path}:5:10 scenarios.void.impossible: no state is feasible: impossible[1] rules out every one; "
        "take it out or correct it [CM301]\n"
        "2 errors\n"
    )
    assert ask("solve", str(path)).status == 0
    for name, code in (("calm", "[CM502]\n"), ("void", "[CM301]\n")):
        wrong = ask("solve", str(path), "--scenario", name)
        assert (wrong.status, wrong.out) == (1, "")
        assert wrong.err.startswith(f"{path}:{4 if name == 'calm' else 5}:")
        assert wrong.err.endswith(code)


def test_check_in_json(ask, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: T\nactors: {a: {options: {go: Go}, prefers: [gone]}}\n")
    answer = ask("check", str(path), "--format", "json")
    assert answer.status == 1
    data = json.loads(answer.out)
    assert (data["case"], data["errors"], data["warnings"], data["notes"]) == (
        {"title": "T", "scenario": None},
        1,
        0,
        [],
    )
    assert data["findings"] == [
        {
            "code": "CM104", "severity": "error", "path": "actors.a.prefers[1]", "message": 'unknown '
                                                                                            'option "gone"',
            "hint": 'did you mean "go"?', "file": str(path), "line": 2, "column": 43,
        }
    ]  # fmt: skip


def test_check_of_a_case_without_options(ask, tmp_path: Path) -> None:
    path = tmp_path / "power.yaml"
    path.write_text("actors: {a: {}, b: {}}\nbodies: {n: {members: [a, b], decides: majority}}\n")
    answer = ask("check", str(path))
    assert answer.status == 0
    assert answer.out == (
        "note: the states were not checked: the case has no options, so there are no states to analyse; "
        "give an actor "
        "some under options:\nno problems\n"
    )
    wrong = ask("solve", str(path))
    assert wrong.status == 1
    assert wrong.err.startswith("the case has no options")


# Which case is meant


def test_a_case_is_a_file_or_an_id(ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain").write_text(GRAPH)
    (tmp_path / "chicken").mkdir()
    assert "Embargo" in ask("show", "plain").out
    assert "Chicken" in ask("show", "chicken").out
    assert ask("solve", "./chicken").err == "./chicken: this is a directory; name a file in it [CM001]\n"
    assert (
        ask("solve", "chicken.yaml").err
        == f"chicken.yaml: there is no such file; check the name; the folder is {Path.cwd()} [CM001]\n"
    )
    wrong = ask("solve", "chiken")
    assert (wrong.status, wrong.out) == (1, "")
    assert wrong.err == (
        'the catalogue has no case "chiken"; did you mean "chicken"? (a file is named with its ending, such as .yaml)\n'
    )
    assert ask("check", "chiken").status == 1


# Exit statuses


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["solve"], "Missing argument 'CASE'"),
        (["resolve", "chicken"], "No such command 'resolve'"),
        (["solve", "chicken", "--formt", "json"], "No such option: --formt"),
        (["solve", "chicken", "--format", "xml"], "Invalid value for '--format'"),
        (["solve", "chicken", "--limit", "0"], "Invalid value for '--limit'"),
        (
            ["solve", "chicken", "--concepts", ","],
            "--concepts is empty; write names with commas between them",
        ),
        (
            ["solve", "chicken", "--assign", "row"],
            '--assign: "row" is not one actor with one concept; write for example usa=nash,ussr=seq, each actor once',
        ),
    ],
)
def test_usage(ask, arguments: list[str], message: str) -> None:
    answer = ask(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert message in " ".join(answer.err.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["solve", "chicken", "--concepts", "nsh"], 'unknown concept "nsh"; did you mean "nash"?\n'),
        (
            ["solve", "chicken", "--assign", "row=nash"],
            "no concept is assigned to column; name one for every mover\n",
        ),
        (["solve", "chicken", "--assign", "rw=nash"], 'unknown actor or body "rw"; did you mean "row"?\n'),
        (["explain", "chicken", "9"], "there is no state 9; the states are numbered from 1 to 4\n"),
        (["explain", "chicken", "1", "-a", "col"], 'unknown actor or body "col"; did you mean "column"?\n'),
        (["explain", "chicken", "1", "-c", "sqe"], 'unknown concept "sqe"; did you mean "seq"?\n'),
        (
            ["explain", "chicken", "now"],
            'the case has no status quo, so there is no state "now"; give the number of a state, or the options taken\n',
        ),
    ],
)
def test_questions_without_an_answer(ask, arguments: list[str], message: str) -> None:
    answer = ask(*arguments)
    assert (answer.status, answer.out, answer.err) == (1, "", message)


def test_help_and_version(ask) -> None:
    assert ask("--version").out == f"countermove {__version__}\n"
    text = ask("--help").out
    for command in ("new", "check", "show", "states", "solve", "explain", "perceptions", "catalog"):
        assert f"\n  {command} " in text
        assert ask(command, "--help").status == 0
    assert ask().status == 2


def test_a_fault_of_ours_is_called_so(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(case: str) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr("countermove.io.opening.opened", broken)
    monkeypatch.delenv("COUNTERMOVE_TRACEBACK", raising=False)
    answer = ask("solve", "chicken")
    assert (answer.status, answer.out) == (3, "")
    assert answer.err == (
        "a fault of countermove, not of your case: ZeroDivisionError: by zero; COUNTERMOVE_TRACEBACK=1 "
        "shows where it arose\n"
    )
    monkeypatch.setenv("COUNTERMOVE_TRACEBACK", "1")
    assert "Traceback (most recent call last):" in ask("solve", "chicken").err


@pytest.mark.parametrize(
    ("raised", "status", "message"),
    [
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (
            MemoryError(),
            1,
            "there is not enough memory for all these states; rule combinations out under impossible:\n",
        ),
    ],
)
def test_interruptions(ask, monkeypatch, raised: BaseException, status: int, message: str) -> None:
    def stopped(case: str) -> None:
        raise raised

    monkeypatch.setattr("countermove.io.opening.opened", stopped)
    answer = ask("solve", "chicken")
    assert answer.status == status
    assert answer.err == message


# Where results go


def test_a_file_is_written_whole(ask, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert ask("solve", "chicken", "-f", "json", "-o", str(path)).out == ""
    assert json.loads(path.read_text())["states"]["count"] == 4
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]


def test_a_failure_leaves_the_old_file(ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    assert ask("solve", "chicken", "--concepts", "nope", "-o", str(path)).status == 1

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    answer = ask("solve", "chicken", "-o", str(path))
    assert (answer.status, answer.err) == (
        1,
        f"{path}: the file cannot be written: no space left on device\n",
    )
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.txt"]


def test_check_writes_its_findings_to_a_file_too(ask, tmp_path: Path) -> None:
    case, path = tmp_path / "case.yaml", tmp_path / "found.txt"
    case.write_text("actors: []\n")
    assert ask("check", str(case), "-o", str(path)).status == 1
    assert path.read_text().endswith("1 error\n")


def test_a_reader_may_leave_early() -> None:
    process = started("states", "european-security-2022")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(20) == 0
    process.stderr.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "countermove", "solve", "chicken"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr == b"standard output cannot be written: no space left on device\n"


def on_a_terminal(**environment: str) -> bytes:
    ours, theirs = pty.openpty()
    variables = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    command = [sys.executable, "-m", "countermove", "solve", "chicken", "--no-brief"]
    with subprocess.Popen(command, stdout=theirs, env=variables | {"TERM": "xterm"} | environment) as process:
        os.close(theirs)
        text = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            text += piece
        process.wait(20)
    os.close(ours)
    return text


def test_colour_is_for_terminals() -> None:
    assert b"\x1b[1m" in on_a_terminal()
    assert b"\x1b" not in on_a_terminal(NO_COLOR="1")
    assert b"\x1b" not in on_a_terminal(TERM="dumb")


def test_a_narrow_terminal_is_respected() -> None:
    lines = on_a_terminal(COLUMNS="50", NO_COLOR="1").decode().splitlines()
    assert max(map(len, lines)) <= 50


def test_names_that_a_terminal_cannot_show_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: Genève\nactors: {a: {name: Åse, options: {go: Gå}, prefers: [go]}}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "countermove", "solve", str(path)],
        capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"Gen\\xe8ve" in done.stdout


def test_a_textbook_case_waits_for_no_compiler() -> None:
    program = (
        "import sys\n"
        "from countermove.cli import run\n"
        "assert run(['solve', 'cuban-missile-crisis']) == 0\n"
        "heavy = {'numba', 'scipy', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from countermove.cli import run\n"
        "run(['--help'])\n"
        "heavy = {'numba', 'scipy', 'pandas', 'rich', 'lark'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_file_beside_is_named_where_the_ending_is_left_out(ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "river.yaml").write_text("actors: {a: {options: {go: Go}}}")
    answer = ask("show", "river")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == 'the catalogue has no case "river"; did you mean the file "river.yaml"?\n'


def test_a_format_that_there_is_not_is_told_without_the_words_of_a_library(ask) -> None:
    answer = ask("solve", "chicken", "--format", "xml")
    assert (answer.status, answer.out) == (2, "")
    assert (
        "Error: Invalid value for '--format' / '-f': 'xml' is not one of 'table', 'md', 'json', 'csv', 'tex', 'html', 'docx', 'pdf', 'xlsx'."
        in answer.err
    )
