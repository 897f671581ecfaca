"""The cases on which programs differ: their answers follow from the definitions, ours are the same, and each case bites."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conformance.countermove_adapter import case_from
from conformance.run import judge, main, points, settled

import conformance_wrong
import conformance_wrong_groups
from conformance_oracle import Ahead, Oracle, answers, case_data

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "conformance"
FILES = sorted((FOLDER / "cases").glob("*.json"))
RUNNER = [sys.executable, str(FOLDER / "run.py")]


@cache
def suite() -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}


WRONG: dict[str, type] = {
    name: kind
    for module in (conformance_wrong, conformance_wrong_groups)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and kind.__module__ == module.__name__ and name != "RuleProgram"
}
WITH_WRONG = [id_ for id_, file in suite().items() if "wrong" in file]


def asked_of(file: dict[str, Any], model: type[Oracle] = Oracle, ahead: type[Ahead] = Ahead) -> dict[str, Any]:
    """The answers of the literal definitions, or of a program that is wrong in one of them, to what a file asks."""
    case = case_from(file["case"])
    far = ahead(case) if "core" in file["answers"] else None
    return answers(model(case), far, coalitions="coalitions" in file["answers"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_its_form(path: Path) -> None:
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    file = suite()[path.stem]
    jsonschema.validate(file, schema)
    assert file["id"] == path.stem
    page, _, section = file["definition"].partition("#")
    headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert not section or section in anchors


@pytest.mark.parametrize("id_", suite())
def test_our_case_has_the_states_moves_and_ranks_of_the_file(id_: str) -> None:
    case = suite()[id_]["case"]
    ours = case_data(Oracle(case_from(case)))
    assert ours["states"] == case["states"]
    for who, row in (*case["actors"].items(), *case.get("bodies", {}).items()):
        here = ours["actors"].get(who) or ours["bodies"][who]
        assert {tuple(move) for move in here["moves"]} == {tuple(move) for move in row["moves"]}
    for actor, row in case["actors"].items():
        assert ranks_in_order(row["ranks"]) == ranks_in_order(ours["actors"][actor]["ranks"])


def ranks_in_order(ranks: list[int]) -> list[int]:
    ladder = sorted(set(ranks))
    return [ladder.index(rank) for rank in ranks]


@pytest.mark.parametrize("id_", suite())
def test_the_answers_follow_from_the_definitions(id_: str) -> None:
    file = suite()[id_]
    assert asked_of(file) == file["answers"]


@pytest.mark.parametrize("id_", WITH_WRONG)
def test_a_program_that_is_wrong_here_gives_other_answers(id_: str) -> None:
    file = suite()[id_]
    program = WRONG[file["wrong"]["program"]]
    given = dict(points(asked_of(file, **({"ahead": program} if issubclass(program, Ahead) else {"model": program}))))
    right = dict(points(file["answers"]))
    differing = {path: given[path] for path in right if given[path] != right[path]}
    assert differing
    assert differing == dict(points(file["wrong"]["answers"]))


def test_every_wrong_program_has_a_case() -> None:
    named = {suite()[id_]["wrong"]["program"] for id_ in WITH_WRONG}
    assert set(WRONG) == named


def test_there_are_cases_of_every_kind() -> None:
    files = list(suite().values())
    assert len(files) >= 50
    assert len(WITH_WRONG) >= 30
    assert any(isinstance(state, list) for file in files for state in file["case"]["states"])
    assert any("options" not in file["case"] for file in files)
    assert any(file["answers"].get("core") == [] for file in files)
    assert {len(file["answers"]["stable-sets"]["direct"]) for file in files if "stable-sets" in file["answers"]} >= {0, 1, 2}
    assert any(periods for file in files for periods in file["answers"].get("cycling", {}).get("nm", {}).values())
    rules = json.dumps([file["case"].get("bodies") for file in files])
    for rule in ("unanimity", "consensus", "majority", "quota", "weights", "blocking", "veto", "actor", "all"):
        assert f'"{rule}"' in rules


@pytest.mark.parametrize("id_", [id_ for id_, file in suite().items() if "published" in file])
def test_what_is_published_is_among_the_answers(id_: str) -> None:
    file = suite()[id_]
    assert file["source"]
    ours = dict(points(file["answers"]))
    assert {path: ours[path] for path, _ in points(file["published"])} == dict(points(file["published"]))


def test_our_program_passes() -> None:
    adapter = str(FOLDER / "countermove_adapter.py")
    done = subprocess.run([*RUNNER, sys.executable, adapter], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf"\n?{len(FILES)} cases: \d+ points, 0 differ, 0 not answered\n", done.stdout)


def test_a_program_that_differs_does_not(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text('for line in open(0): print(\'{"stable": {"gmr": {"bob": [1]}}}\')', encoding="utf-8")
    done = subprocess.run(
        [*RUNNER, "--only", "tie-is-a", "--", sys.executable, str(program)], capture_output=True, text=True
    )
    assert done.returncode == 1
    says = suite()["tie-is-a-sanction"]["wrong"]["says"]
    assert f"tie-is-a-sanction: stable/gmr/bob is [1, 2], not [1]\n    {says}\n" in done.stdout


@pytest.mark.parametrize("words", ["", "raise SystemExit(3)", "for line in open(0): print('{}')"])
def test_a_program_without_answers_does_not(words: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(words, encoding="utf-8")
    assert main(["--only", "tie-is-a", "--", sys.executable, str(program)]) == 1


def test_a_program_that_cannot_be_asked_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([]) == 1
    assert main([str(tmp_path / "nothing")]) == 1
    assert main(["--only", "nothing-like-it", "--", "true"]) == 1
    talker = tmp_path / "talker.py"
    talker.write_text("for line in open(0): print('hello')", encoding="utf-8")
    assert main(["--only", "tie-is-a", "--", sys.executable, str(talker)]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_lists_are_compared_in_any_order() -> None:
    case = {
        "id": "any",
        "answers": {"core": [1, 2], "stable-sets": {"direct": [[1], [2, 3]]}, "cycling": {"nm": {"ann": {"1": 2}}}},
    }
    same = {"core": [2, 1], "stable-sets": {"direct": [[3, 2], [1]]}, "cycling": {"nm": {"ann": {"1": 2}}}}
    assert judge(case, same) == ([], 0)
    assert len(judge(case, same | {"cycling": {"nm": {"ann": {}}}})[0]) == 1
    assert settled([[3, 2], [1]]) == [[1], [2, 3]]
