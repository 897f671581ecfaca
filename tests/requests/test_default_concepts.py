"""The one rule for concepts that nobody named, as the page on commands has it."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from countermove.cli import run
from countermove.requests.door import all_questions

ALL = ["nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"]
IN_GRAPHS = ALL[:5]
GRAPH = "states: {s: S, t: T}\nactors:\n  a: {moves: [[s, t]], ranking: [t, s]}\n  b: {moves: [[t, s]], ranking: [s, t]}\n"
ONE_CONCEPT = {"explain": "seq", "invert": "nash", "credibility": "gmr", "coalitions": "cnash"}


def answer(line: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*line, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("command", ["solve", "winners", "perceptions", "compare", "robust"])
def test_what_lists_outcomes_asks_every_concept(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = tmp_path / "graph.yaml"
    graph.write_text(GRAPH, encoding="utf-8")
    views = tmp_path / "views.yaml"
    views.write_text(GRAPH + "views: {a: {actors: {b: {ranking: [t, s]}}}}\n", encoding="utf-8")
    more = {"robust": ["--draws", "5"]}.get(command, [])
    options = "mountain-pass" if command == "perceptions" else "chicken"
    listed = str(views if command == "perceptions" else graph)
    other = {"compare": ["--merge", "row,column"]}.get(command, [])
    assert concepts_in(answer([command, options, *more, *other], capsys)) == ALL
    other = [str(views)] if command == "compare" else []
    assert concepts_in(answer([command, listed, *other, *more], capsys)) == IN_GRAPHS


def concepts_in(data: Any) -> list[str]:
    """The ids of the concepts that an answer is about."""
    if "concepts" in data:
        return list(data["concepts"])
    if "scenarios" in data:
        return list(data["scenarios"]["base"]["equilibria"])
    return list(data["outcomes"][0]["survival"])


def test_what_asks_about_one_concept_says_which() -> None:
    fields = {name: question.request.model_fields for name, question in all_questions().items()}
    assert {name: field["concept"].default for name, field in fields.items() if "concept" in field} == ONE_CONCEPT


def test_paths_end_where_nobody_stays_for_fear_of_a_bluff(capsys: pytest.CaptureFixture[str]) -> None:
    holding = answer(["solve", "chicken", "--concepts", "nash,seq"], capsys)["equilibria"]
    ends = answer(["paths", "chicken", "--from", "1"], capsys)
    assert {path["to"] for path in ends["paths"]} <= {one["state"] for one in holding}


def test_the_page_states_the_rule() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    rule = " ".join(inspect.cleandoc(page.partition("### Concepts that nobody named")[2].partition("###")[0]).split())
    for command, concept in ONE_CONCEPT.items():
        assert f"`{command}` {'CNash' if concept == 'cnash' else concept.upper() if concept != 'nash' else 'Nash'}" in rule
