"""The program is extended as CONTRIBUTING says: a new analysis is three files, and everything else follows."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import countermove

ANALYSIS = '''"""Freedom: how many states each mover can move to from the status quo."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.analysis.result import HIDDEN, Column, Record, Result, Rows
from countermove.errors import QuestionError
from countermove.game.game import Game

__all__ = ["Freedom", "FreedomOf", "freedom"]


@dataclass(frozen=True)
class FreedomOf(Record):
    """How many states one mover can move to."""

    mover: str
    moves: int


@dataclass(frozen=True, eq=False)
class Freedom(Result):
    """How many states each mover can move to from the status quo."""

    schema = "freedom/1"

    game: Game = field(metadata=HIDDEN)
    movers: tuple[FreedomOf, ...]

    def rows(self) -> Rows:
        """One row per mover."""
        columns = (Column("mover", "who moves"), Column("moves", "to how many states"))
        return Rows(columns, tuple((one.mover, one.moves) for one in self.movers))


def freedom(game: Game) -> Freedom:
    """How many states each mover can move to from the status quo; both kinds of game answer."""
    if game.status_quo_key is None:
        raise QuestionError("the case has no status quo to move from")
    now = game.status_quo_key
    return Freedom(game, tuple(FreedomOf(m.id, len(list(game.moves_from(m, now)))) for m in game.movers))
'''
VIEW = '''"""Freedom, as a page for people."""

from __future__ import annotations

from countermove.analysis.freedom import Freedom
from countermove.text.blocks import Page, Table

__all__ = ["freedom_page"]


def freedom_page(answer: Freedom) -> Page:
    """One row per mover."""
    rows = tuple((answer.game.case.label(one.mover), str(one.moves)) for one in answer.movers)
    return [Table(("who", "moves"), rows, frozenset({"moves"}))]
'''
REQUEST = '''"""The question about freedom."""

from __future__ import annotations

from countermove.analysis.freedom import freedom as freedom_of
from countermove.requests.door import Answer, Request, Subject, question
from countermove.views.freedom import freedom_page

__all__ = ["FreedomRequest"]


class FreedomRequest(Request):
    """How many states each mover can move to from the status quo."""


@question("freedom", FreedomRequest)
def freedom(subject: Subject[FreedomRequest]) -> Answer:
    """Count the states that each mover can move to from the status quo."""
    result = freedom_of(subject.game())
    return Answer(result, lambda _: freedom_page(result))
'''


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one more question."""
    folder = tmp_path_factory.mktemp("extended")
    copy = folder / "countermove"
    shutil.copytree(Path(countermove.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for place, text in (("analysis", ANALYSIS), ("views", VIEW), ("requests", REQUEST)):
        (copy / place / "freedom.py").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> str:
    settings = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "100"}
    done = subprocess.run([sys.executable, *arguments], env=settings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("case", ["european-security-2022", "thirty-allies-2022"])
def test_a_new_question_has_every_form(extended: Path, case: str) -> None:
    """Of three new files the command, its help, JSON with its schema, CSV and tables follow, for both kinds of game."""
    data = json.loads(run(extended, "-m", "countermove", "freedom", case, "-f", "json"))
    assert (data["schema"], data["coverage"]["kind"]) == ("freedom/1", "complete")
    moves = {one["mover"]: one["moves"] for one in data["movers"]}
    assert len(moves) >= 2
    rows = list(csv.DictReader(io.StringIO(run(extended, "-m", "countermove", "freedom", case, "-f", "csv"))))
    assert {row["mover"]: int(row["moves"]) for row in rows} == moves
    assert "who" in run(extended, "-m", "countermove", "freedom", case).split("\n")[0]
    assert run(extended, "-m", "countermove", "freedom", case, "-f", "md").startswith("| who | moves |")


def test_a_new_question_is_in_the_help_and_among_the_schemas(extended: Path) -> None:
    assert "freedom" in run(extended, "-m", "countermove", "--help")
    assert "Count the states that each mover can move to" in run(extended, "-m", "countermove", "freedom", "--help")
    program = "from countermove.requests.documents.schemas import schemas; print(schemas()['freedom']['properties']['movers']['type'])"
    assert run(extended, "-c", program) == "array\n"
