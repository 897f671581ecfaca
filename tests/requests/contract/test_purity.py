"""What a request does to the machine: it writes no file, opens no connection, and needs no more than the table says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from contract_requests import request_of
from countermove.requests.contract.table import ROWS

LIGHT = [name for name, row in ROWS.items() if row.extra is None]
CASE_ID = "mountain-pass"
NEEDED = {"power": "condorcet-committee", "compare": "nile-dam-2021", "deals": "cuban-missile-crisis"}
PROGRAM = """
import json, sys
from importlib.machinery import PathFinder
from importlib.metadata import packages_distributions

requests, light = json.load(sys.stdin)
if light:
    core = {"numpy", "pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection",
            "ruamel", "lark", "countermove"}
    blocked = set(packages_distributions()) - core
    class Finder(PathFinder):
        @classmethod
        def find_spec(cls, name, path=None, target=None):
            return None if name.partition(".")[0] in blocked else PathFinder.find_spec(name, path, target)
    sys.meta_path[:] = [Finder if finder is PathFinder else finder for finder in sys.meta_path]

found = []
def look(event, arguments):
    if event == "open" and (set(str(arguments[1] or "")) & set("wax+") or (arguments[2] or 0) & 3):
        found.append(f"open {arguments}")
    elif event.partition(".")[0] in ("socket", "subprocess", "shutil", "ftplib", "urllib", "http") or event in (
        "os.system", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.exec", "os.posix_spawn", "os.fork",
    ):
        found.append(f"{event} {arguments}")

sys.dont_write_bytecode = True
import countermove
from countermove.requests import handle
sys.addaudithook(look)
answers = {name: handle(request) for name, request in requests.items()}
print(json.dumps([answers, found]))
"""


def asked(names: list[str], *, light: bool) -> tuple[dict[str, Any], list[str]]:
    """The answers in a process of its own, and what it did to the machine."""
    requests = {name: request_of(name, NEEDED.get(name, CASE_ID)) for name in names}
    requests["html"] = request_of("report", CASE_ID, form="html")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps([requests, light]), capture_output=True, text=True, check=True,
        env=environment,
    )  # fmt: skip
    answers, found = json.loads(run.stdout)
    assert run.stderr == ""
    return answers, found


@pytest.fixture(scope="module")
def light() -> tuple[dict[str, Any], list[str]]:
    return asked(list(ROWS), light=True)


@pytest.mark.parametrize("name", LIGHT)
def test_the_light_core_answers_with_everything_else_blocked(name: str, light: tuple[dict[str, Any], list[str]]) -> None:
    assert light[0][name].get("message") is None
    assert light[0][name]["schema"] != "error/1"


@pytest.mark.parametrize("name", sorted(set(ROWS) - set(LIGHT)))
def test_the_others_name_the_extra_that_they_need(name: str, light: tuple[dict[str, Any], list[str]]) -> None:
    answer = light[0][name]
    if name == "report":  # of which Markdown needs nothing
        assert answer["schema"] == "report/1"
        html = light[0]["html"]
        assert (html["code"], 'pip install "countermove[report]"' in html["message"]) == ("question", True)
    else:
        assert (answer["code"], f"countermove[{ROWS[name].extra}]" in answer["message"]) == ("question", True)


def test_nothing_is_written_and_nobody_is_called(light: tuple[dict[str, Any], list[str]]) -> None:
    assert light[1] == []
