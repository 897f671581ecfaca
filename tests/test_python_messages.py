"""What messages call a way out: in Python parameters and functions, on the command line options and commands."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import countermove as cm
from cases import case_of, sparse_case
from countermove.cli import run
from countermove.errors import worded

ROOT = Path(cm.__file__).parent
LAYERS = ("model", "game", "stability", "search", "analysis", "explanation", "briefing", "plots")
"""What Python calls; the layers to the right of it word answers, or are the command line."""
ONLY_COMMANDS = re.compile(r"countermove (new|show|read|catalog|convert|schema|verify)\b")
"""Commands that have no function."""
OPTION = re.compile(r"(?<![\w-])--[a-z]|countermove [a-z]+ ")

CASE = cm.load("cuban-missile-crisis")
GAME = cm.compile(CASE)
NOWHERE = cm.compile(case_of(actors={"a": {"options": {"x": {}}}, "b": {"options": {"y": {}}}}))
LARGE = cm.compile(sparse_case(31, 4))


def in_plain(message: str) -> str:
    """A message without what stands in quotation marks."""
    return ONLY_COMMANDS.sub("", re.sub(r'"[^"]*"', "", message))


def texts() -> Iterator[tuple[str, str]]:
    """The texts in the modules that Python calls, apart from docstrings, that name an option or a command."""
    for path in sorted(path for name in LAYERS for path in (ROOT / name).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
            if is_text and path.name != "diagnostics.py" and OPTION.search(in_plain(str(node.value))):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", str(node.value)


def test_every_text_that_names_an_option_is_worded_for_python() -> None:
    found = dict(texts())
    assert len(found) > 15
    left = {at: worded(text) for at, text in found.items() if OPTION.search(in_plain(worded(text)))}
    assert left == {}


WRONG: dict[str, Callable[[], Any]] = {
    "limit": lambda: cm.invert(GAME, 7, limit=0),
    "reachable": lambda: cm.invert(NOWHERE, "x", reachable=True),
    "want": lambda: cm.invert(GAME, "blokade"),
    "where": lambda: cm.states(GAME, "blokade"),
    "states where": lambda: GAME.states.where("blokade"),
    "paths": lambda: cm.paths(NOWHERE),
    "deals": lambda: cm.deals(NOWHERE),
    "evolution": lambda: cm.plot(NOWHERE, "evolution"),
    "compare": lambda: cm.compare(NOWHERE),
    "size": lambda: cm.coalitions(GAME, 0),
    "coalition concept": lambda: cm.equilibria(GAME, ["cgmr"]),
    "rules": lambda: cm.invert(LARGE, "now", rules=True),
    "concept": lambda: cm.invert(LARGE, "now", concept="seq"),
    "draws": lambda: cm.robust(GAME, draws=0),
    "noise": lambda: cm.robust(GAME, noise=[2]),
    "game.states": lambda: LARGE.states,
    "coalitions": lambda: cm.coalitions(LARGE),
    "power": lambda: cm.power(CASE, "usa"),
    "seed": lambda: cm.robust(GAME, seed=1, rng=np.random.default_rng(1)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_message_in_python_names_no_option_and_no_command(name: str) -> None:
    with pytest.raises(cm.CountermoveError) as caught:
        WRONG[name]()
    assert str(caught.value)
    assert not OPTION.search(in_plain(str(caught.value)))


ALONE: dict[str, Callable[[], Any]] = {
    "equilibria concepts": lambda: cm.equilibria(GAME, "nash"),
    "winners concepts": lambda: cm.winners(GAME, "nash"),
    "robust concepts": lambda: cm.robust(GAME, draws=1, concepts="nash"),
    "paths concepts": lambda: cm.paths(GAME, concepts="nash"),
    "perceptions concepts": lambda: cm.perceptions(CASE, "nash"),
    "plot concepts": lambda: cm.plot(GAME, "equilibria", concepts="nash"),
    "compare scenarios": lambda: cm.compare(CASE, "war"),
    "grade students": lambda: cm.grade(CASE, "chicken"),
    "grade students: a case": lambda: cm.grade(CASE, CASE),  # type: ignore[arg-type]
    "invert actors": lambda: cm.invert(GAME, 7, actors="usa"),
    "merge coalitions": lambda: cm.merge(GAME, "usa"),  # type: ignore[arg-type]
    "merge the actors of a coalition": lambda: cm.merge(GAME, ["usa"]),
}
"""Questions with one entry where a list of them is expected; the last words of the name say of what."""


@pytest.mark.parametrize("name", ALONE)
def test_one_entry_in_the_place_of_a_list_is_named_as_a_whole(name: str) -> None:
    called = name.partition(":")[0].partition(" ")[2]
    with pytest.raises(cm.QuestionError, match=rf"^{called} come in a list, even if there is one: \["):
        ALONE[name]()


def test_a_second_case_and_a_what_if_say_where_they_belong() -> None:
    for wrong in (lambda: cm.compare(CASE, CASE), lambda: cm.compare(GAME, None, GAME)):  # type: ignore[arg-type]
        with pytest.raises(cm.QuestionError, match=r"^a second case is given by name: other="):
            wrong()
    with pytest.raises(cm.QuestionError, match=r'^what-ifs come by kind, .* not as "veto"$'):
        cm.compare(CASE, None, "veto")  # type: ignore[arg-type]


def test_the_command_line_names_its_own_options_and_python_does_again_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["invert", "cuban-missile-crisis", "--want", "blokade"]) == 1
    assert capsys.readouterr().err.startswith("--want: no label is called ")
    with pytest.raises(cm.QuestionError, match=r"^want: no label is called "):
        cm.invert(GAME, "blokade")


def test_what_a_case_or_a_reader_wrote_is_left_as_it_is() -> None:
    assert worded('no state is called "--limit"; --limit shows more') == 'no state is called "--limit"; limit= shows more'
