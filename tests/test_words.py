"""No dialect: words that the project does not use stay out of help, pages, output, messages and public docstrings.

The list is that of the glossary: for one idea one term, and no turns of phrase that a reader has to read twice.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from countermove.catalog import case_ids, case_path, load_case
from countermove.cli.app import app_for, case_help
from countermove.errors import CountermoveError
from countermove.io.formats import read_case
from countermove.model.case import Case
from countermove.model.checks.diagnostics import DIAGNOSTICS
from countermove.requests import ask
from countermove.text.layout import as_text

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "countermove"
MOST_WORDS = 25
"""Words in a sentence of help: people read it while they do something else."""

BANNED = {
    # Turns of phrase.
    r"so many|so long": "'maximum number of', 'time limit'",
    r"(such that|that) none that": "two sentences",
    r"told of|(is|are|be) told(?! apart)": "'shown', 'described', 'named'",
    r"held by|held back|holds? back": "'answered', 'deterred'",
    r"for ever|parted|begun|whoever": "plain words",
    r"found out": "'known'",
    r"tell (how|who|whom|which|what|why|whether)": "'show', 'say'",
    r"come upon|came upon|cases? that comes? along": "'find', 'bundled'",
    r"and leave(?=[.;])": "'and exit'",
    r"far ahead": "'farsighted'",
    r"moves? in view|in view": "'horizon of n moves'",
    # One term for one idea.
    r"firmly|firmer|firmest|(is|are|holds?) firm": "'an equilibrium', 'robust', 'under most concepts'",
    r"(where|case|conflict) \w* ?settles": "'is an equilibrium', 'ends in'",
    r"unseat\w*": "'breaks'",
    r"doubtful (lines?|statements?)": "'uncertain statement'",
    r"drift\w*": "'random improvement walk'",
    r"undoes|(is|are|would be|not) undone|undo (every|the|this|a|its|any|an) (gain|improvement|decision)s?": "'answers'",
    r"in (its|their) own interest at each step": "'credible'",
    r"neighbouring (lines?|statements?)|exchanges? of (two )?neighbouring": "'swap of adjacent statements'",
    r"a wish|wish(es)? for|the wish": "'target'",
    r"join(s|ed)? forces": "'form a coalition', 'act together'",
    r"(?<!,)better for all": "'better for some, worse for none'",
    r"rather not carry": "'bluff'",
    r"unlisted": "'by search', 'too many to list'",
}
"""What is not said, as a regular expression of whole words, and what is said instead."""
PATTERN = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in BANNED), re.IGNORECASE)

DATA = ("reader/words.py", "reader/events/grammar.py", "reader/events/triggers.py", "reader/repair/parting.py")
"""Modules with lists of English words and with functions of such names: data, and nothing that is said."""


def banned_in(text: str) -> list[str]:
    """The banned words of a text, each with what stands around it.

    >>> banned_in("List at most so many.")
    ['List at most so many.']
    """
    text = " ".join(text.split())
    return [text[max(match.start() - 30, 0) : match.end() + 30] for match in PATTERN.finditer(text)]


# ------------------------------------------------------------------------------------------------------- help


@cache
def help_texts() -> dict[str, list[str]]:
    """By command, what its help says: the description, then each option."""
    commands = typer.main.get_command(app_for([])).commands  # type: ignore[attr-defined]
    texts = {name: [command.help, *(str(p.help) for p in command.params)] for name, command in commands.items()}
    return texts | {"(program)": [case_help()]}


@pytest.mark.parametrize("command", sorted(help_texts()))
def test_help_uses_no_banned_word(command: str) -> None:
    assert banned_in(" ".join(help_texts()[command])) == []


@pytest.mark.parametrize("command", sorted(help_texts()))
def test_help_has_short_sentences(command: str) -> None:
    sentences = [s for text in help_texts()[command] for s in re.split(r"(?<=[.?!;])\s+|\n\n", text) if s.strip()]
    assert [s for s in sentences if len(s.split()) > MOST_WORDS] == []


def test_help_says_what_commands_do_with_a_verb() -> None:
    """Each command begins with what it does, and its first sentence fits into the list of commands."""
    for command, (about, *_) in help_texts().items():
        first = about.split("\n\n")[0]
        assert command == "(program)" or (first.endswith(".") and len(first.split()) <= 20 and first[0].isupper()), command


# ------------------------------------------------------------------------------------------------ pages, cells


PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def _page(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=_page)
def test_pages_use_no_banned_word(path: Path) -> None:
    # Cases, and what is read from articles, are other people's text; the changelog names what there was in such a block.
    text = re.sub(r"^ *```(?:yaml|text)\b.*?^ *```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert banned_in(text) == []


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_notebooks_use_no_banned_word(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert banned_in(" ".join("".join(cell["source"]) for cell in cells)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_notebooks_have_short_sentences(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    sentences = [s for text in texts for s in re.split(r"(?<=[.?!:;])\s+|\n\n|\n- ", text)]
    assert [s for s in sentences if len(s.split()) > MOST_WORDS] == []


# ------------------------------------------------------------------------------------- messages and docstrings


MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if path.relative_to(SOURCE).as_posix() not in DATA]
MESSAGES_LEFT = frozenset({"analysis/winners.py"})
"""Modules with old words in what they say: the head of a column of data, which programs read by its name."""


def _module(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _strings(tree: ast.Module) -> tuple[list[str], list[str]]:
    """The texts of a module that people meet when it runs, and the docstrings of its public names."""
    said: list[str] = []
    described: list[str] = []
    described_nodes: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            described_nodes.add(id(node.value))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.Module):
            is_public = isinstance(node, ast.Module) or not node.name.startswith("_") or node.name == "__init__"
            if is_public and (text := ast.get_docstring(node)):
                described.append(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described_nodes:
            said.append(node.value)
    return said, described


@pytest.mark.parametrize("path", MODULES, ids=_module)
def test_texts_in_the_code_use_no_banned_word(path: Path) -> None:
    """Labels, sentences, messages of errors: whatever text stands in the code, whether a case brings it up or not."""
    said, described = _strings(ast.parse(path.read_text(encoding="utf-8")))
    # Keys of JSON are promised and stay as they are; they are single words.
    found = [word for text in said if " " in text for word in banned_in(text)]
    if _module(path) not in MESSAGES_LEFT:
        assert found == []
    assert [word for text in described for word in banned_in(text)] == []


@pytest.mark.parametrize("code", sorted(DIAGNOSTICS))
def test_diagnostics_use_no_banned_word(code: str) -> None:
    kind = DIAGNOSTICS[code]
    assert banned_in(" ".join((kind.title, kind.what, kind.why, kind.way_out))) == []


# ------------------------------------------------------------------------------------- output of the catalogue


QUESTIONS: dict[str, dict[str, Any]] = {
    "show": {}, "states": {"limit": 5}, "solve": {"limit": 5}, "paths": {"limit": 3, "most_paths": 2},
    "winners": {"limit": 3}, "compare": {"limit": 5}, "robust": {"draws": 5, "limit": 3, "pairs": "none"},
    "credibility": {"limit": 3}, "coalitions": {"limit": 5, "size": 2}, "farsighted": {"limit": 5}, "perceptions": {"limit": 5},
    "explain": {"state": "now", "concept": "sseq"}, "invert": {"want": "now", "seconds": 2.0}, "deals": {"limit": 3},
}  # fmt: skip
LARGE = "thirty-allies-2022"
"""The case whose answers come from searches, each asked for a second here."""
SEARCHED = ("solve", "paths", "winners", "states", "credibility", "invert")


def own_texts(case: Case) -> re.Pattern[str]:
    """All words of a case itself, the longest first: they are the analyst's, and are never judged or edited."""
    texts: set[str] = set()

    def collect(data: Any) -> None:
        if isinstance(data, str):
            texts.add(" ".join(data.split()))
        elif isinstance(data, dict):
            for key, value in data.items():
                collect(key)
                collect(value)
        elif isinstance(data, list | tuple | set | frozenset):
            for value in data:
                collect(value)

    collect(json.loads(case.model_dump_json(by_alias=True)))
    ordered = sorted(filter(None, texts), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def outputs(id_: str) -> Iterator[tuple[str, str]]:
    """Each question with the page that answers it about a case, the case's own words left out."""
    loaded, own = read_case(case_path(id_)), own_texts(load_case(id_))
    for name, parameters in QUESTIONS.items():
        if id_ == LARGE and name not in SEARCHED:
            continue
        given = parameters | ({"seconds": 1.0} if id_ == LARGE and name != "paths" else {})
        try:
            answer = ask(name, loaded, for_people=True, **given)
        except CountermoveError as fault:
            text = str(fault)
        else:
            text = as_text(answer.view(5)) + " ".join((*answer.notes, *answer.remarks))
        yield name, own.sub("X", " ".join(text.split()))


@pytest.mark.parametrize("id_", case_ids())
def test_answers_about_the_catalogue_use_no_banned_word(id_: str) -> None:
    found = {name: banned_in(text) for name, text in outputs(id_)}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_list_finds_what_it_is_there_for() -> None:
    for text in ("nobody undoes it", "It holds firmly.", "Whoever begins", "5 moves in view", "a doubtful line"):
        assert banned_in(text), text
    for text in ("States are told apart by options.", "an irreversible option", "so that many", "affirm"):
        assert not banned_in(text), text
