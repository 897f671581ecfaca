"""What `import countermove as cm` gives: its names, and how what they return looks and behaves."""

from __future__ import annotations

import ast
import builtins
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import FrozenInstanceError, is_dataclass, replace
from inspect import getdoc, isbuiltin, isfunction, isroutine, signature
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import countermove as cm
from cases import case_of
from countermove.analysis.evolution.paths import reachable, shortest_path
from countermove.analysis.winners import standings
from countermove.errors import FrozenError
from countermove.game.listed import ListedGame
from countermove.game.names.naming import find_state

ID = "cuban-missile-crisis"
GRAPH = cm.compile(cm.load(ID))


# ----------------------------------------------------------------------------------------------------- names


def test_names_are_sorted_and_stand_there_once() -> None:
    assert list(cm.__all__) == sorted(set(cm.__all__))


def seen_by_type_checkers() -> dict[str, str]:
    """The names that the root imports under TYPE_CHECKING, and the module below the package that each comes from."""
    (block,) = [node for node in ast.parse(Path(cm.__file__).read_text(encoding="utf-8")).body if isinstance(node, ast.If)
                and isinstance(node.test, ast.Name)]  # fmt: skip
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    assert len(imports) == len(block.body)
    assert all(alias.name == alias.asname for node in imports for alias in node.names)
    return {alias.name: str(node.module).partition(".")[2] for node in imports for alias in node.names}


def test_exactly_the_public_names_are_listed() -> None:
    """And those that are loaded late are those that type checkers see; `compile` has to be named."""
    public = set(cm._HOMES)
    assert set(cm.__all__) == public - {"compile"} | {"__version__"}
    assert seen_by_type_checkers() == cm._HOMES


def test_there_are_few_names_and_none_tells_the_kind_of_a_game() -> None:
    # Two for each question, its function and its record: fifty before deals and grading came, which added theirs; `loads`
    # and `sweep` since.
    assert len(cm.__all__) <= 56
    assert [name for name in cm.__all__ if "large" in name.lower() or "unlisted" in name.lower()] == []


def test_a_star_hides_no_builtin() -> None:
    """`compile` is one, so it is an attribute only."""
    names: dict[str, Any] = {}
    exec("from countermove import *", names)
    assert set(cm.__all__) <= set(names)
    assert set(cm.__all__) & set(vars(builtins)) == set()
    assert callable(cm.compile)
    assert "compile" not in names
    assert "compile" in dir(cm)


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process has after some code, besides those that it starts with."""
    script = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*sorted(set(sys.modules) - before), file=sys.stderr)"
    source = str(Path(cm.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": source}
    )
    return set(run.stderr.split())


def test_the_import_loads_nothing_that_is_not_asked_for() -> None:
    loaded = loaded_by("import countermove")
    assert "countermove" in loaded
    assert {name.partition(".")[0] for name in loaded} & {"numpy", "pydantic", "ruamel", "lark", "typer", "rich"} == set()
    assert {name for name in loaded if name.startswith("countermove.")} == set()


def test_the_version_is_said_without_loading_more_than_the_root() -> None:
    shown = loaded_by("sys.argv = ['countermove', '--version']\nfrom countermove.__main__ import main\nmain()")
    assert shown - loaded_by("import countermove") <= {"countermove.__main__", "__future__"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'countermove' has no attribute 'solve'"):
        cm.solve  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", sorted(cm._HOMES))
def test_every_name_is_explained(name: str) -> None:
    """By a docstring of its own: neither inherited nor made up by `dataclass`."""
    value = getattr(cm, name)
    text = value.__doc__
    assert text
    assert text.strip().split("\n")[0].endswith(".")
    assert not text.startswith(f"{name}(")
    if isinstance(value, type):
        assert text != value.__base__.__doc__
        members = [m for key, m in vars(value).items() if not key.startswith("_") and isroutine(m) and not isbuiltin(m)]
        assert all(member.__doc__ for member in members)


@pytest.mark.parametrize("name", sorted(name for name in cm._HOMES if isfunction(getattr(cm, name))))
def test_every_function_has_sections_and_an_example(name: str) -> None:
    """In the form of NumPy: what it takes, what comes back where something does, and an example that runs."""
    function = getattr(cm, name)
    text, takes = getdoc(function) or "", signature(function)
    sections = re.findall(r"^(\w+)\n-+$", text, re.MULTILINE)
    assert ("Parameters" in sections) is bool(takes.parameters)
    assert takes.return_annotation in ("None", None) or {"Returns", "Raises"} & set(sections)
    assert "Examples" in sections
    assert ">>> " in text
    described = re.findall(r"^(\w+(?:, \w+)*)$", text.partition("Parameters\n")[2], re.MULTILINE)
    named = {one for line in described for one in line.split(", ")}
    assert set(takes.parameters) - {"options"} <= named | {"case", "subject", "game"}


def test_the_version_is_that_of_the_package() -> None:
    project = Path(__file__).parents[1] / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == cm.__version__


# ----------------------------------------------------------------------------------------------------- cases


def test_a_case_is_loaded_by_id_by_path_and_from_a_file_object(tmp_path: Path) -> None:
    case = cm.load(ID)
    text = cm.dump(case)
    path = tmp_path / "mine.yaml"
    cm.save(case, path)
    assert path.read_text(encoding="utf-8") == text
    with path.open(encoding="utf-8") as words, path.open("rb") as data:
        for source in (path, str(path), words, data, io.StringIO(text), io.BytesIO(text.encode())):
            assert cm.load(source) == case
    cm.save(case, tmp_path / "mine.json")
    assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["title"] == case.title
    assert cm.load(tmp_path / "mine.json") == case


def test_what_cannot_be_loaded_is_an_error_of_ours() -> None:
    with pytest.raises(cm.QuestionError, match='did you mean "chicken"'):
        cm.load("chikcen")
    with pytest.raises(cm.CaseError) as caught:
        cm.load(io.StringIO("actors: {a: {optoins: {}}}"))
    (found,) = caught.value.diagnostics
    assert isinstance(found, cm.Diagnostic)
    assert found.code == "CM101"


def test_every_catalogue_case_loads_and_has_no_errors() -> None:
    for id_ in cm.case_ids():
        assert [d for d in cm.check(cm.load(id_)) if d.severity == "error"] == []


# --------------------------------------------------------------------------------------------------- results


def test_results_show_what_they_are() -> None:
    table = cm.equilibria(GRAPH)
    assert repr(GRAPH) == f"Game({GRAPH.case.title!r}, 12 states, 2 movers)"
    assert repr(table) == (
        "StabilityTable(12 states; equilibria: nash 0, gmr 7, smr 7, seq 2, sseq 2, sim 0, conflict-analysis 2)"
    )
    assert repr(table.equilibrium(12)) == (
        f"Equilibrium(state={GRAPH.at(11)!r}, concepts=(), by_improvements=False, by_moves=True)"
    )
    assert repr(shortest_path(GRAPH, 0, 2, improving=False)) == "(Step(mover='usa', before=0, after=2),)"
    assert repr(standings(GRAPH, 1, 1)[0]).startswith(
        "Standing(actor='usa', verdict='equal', before=Share(count=4, total=12"
    )
    assert repr(cm.explain(GRAPH, 7, "usa", "seq")).startswith(
        "Explanation(state=State(7: usa.blockade, ussr.withdraw), mover='usa', stable=True, "
    )


def test_results_are_plain_data_too() -> None:
    table = cm.equilibria(GRAPH)
    explanation = cm.explain(GRAPH, 7, "usa", "seq")
    for result in (table, explanation):
        data = result.to_dict()
        assert json.loads(json.dumps(data)) == data
    assert table.to_dict()["equilibria"][0]["state"] == 1
    assert explanation.to_dict()["state"] == 7


def test_results_are_shown_in_notebooks() -> None:
    table = cm.equilibria(GRAPH)
    page = table._repr_html_()
    assert page.count("<tr>") == 1 + len(table.equilibria())
    assert page.count("<th>") == 2 + len(table.concepts)
    assert "<p " in cm.explain(GRAPH, 7, "usa", "seq")._repr_html_()


def test_results_are_frozen() -> None:
    table = cm.equilibria(GRAPH)
    (step,) = shortest_path(GRAPH, 0, 2, improving=False) or ()
    for record, field in (
        (GRAPH, "scenario"),
        (table, "stable"),
        (table.at(0), "state"),
        (step, "mover"),
        (standings(GRAPH, 1, 2)[0], "verdict"),
        (cm.explain(GRAPH, 7, "usa", "seq"), "stable"),
    ):
        assert is_dataclass(record)
        with pytest.raises(FrozenInstanceError):
            setattr(record, field, None)
    with pytest.raises(FrozenError, match="a case is frozen"):
        GRAPH.case.title = "Other"  # type: ignore[misc]


# ------------------------------------------------------------------------------------------------- arguments


def everything(graph: ListedGame) -> list[Any]:
    """All that a graph holds, copied."""
    edges = [graph.edges[m.index] for m in graph.movers]
    arrays = [graph.codes, graph.rank_rows, *(e.source for e in edges), *(e.target for e in edges)]
    return [graph.case.model_dump(), graph.scenario, graph.status_quo_key, *(array.tolist() for array in arrays)]


QUESTIONS: dict[str, Callable[[ListedGame], Any]] = {
    "equilibria": lambda graph: cm.equilibria(graph),
    "assigned": lambda graph: cm.equilibria(graph, assign={m.id: "smr" for m in graph.movers}),
    "reachable": lambda graph: (reachable(graph, 0, True), reachable(graph, 0, False)),
    "shortest_path": lambda graph: shortest_path(graph, 0, 1, improving=False),
    "standings": lambda graph: standings(graph, 1, 2),
    "explain": lambda graph: str(cm.explain(graph, 1, graph.movers[0].id, "smr")),
    "brief": lambda graph: cm.brief(cm.equilibria(graph)),
    "to_dict": lambda graph: replace(cm.equilibria(graph), every=True).to_dict(),
    "find_state": lambda graph: find_state(graph, "now"),
    "state": lambda graph: graph.state("now"),
    "check": lambda graph: cm.check(graph.case),
    "dump": lambda graph: cm.dump(graph.case),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_changes_nothing(question: str) -> None:
    graph = cm.compile(cm.load("european-security-2022"), "war-aims")
    before = everything(graph)
    QUESTIONS[question](graph)
    assert everything(graph) == before


def test_compiling_a_scenario_does_not_change_the_case() -> None:
    case = cm.load("european-security-2022")
    before = case.model_dump()
    for scenario in case.scenarios:
        assert cm.compile(case, scenario).scenario == scenario
    assert case.model_dump() == before


def test_lists_and_mappings_that_are_passed_stay_as_they_are() -> None:
    concepts, assignment, options = ["seq", "nash"], {"ussr": "nash", "usa": "seq"}, ["blockade", "withdraw"]
    cm.equilibria(GRAPH, concepts)
    cm.equilibria(GRAPH, assign=assignment)
    find_state(GRAPH, options)
    assert concepts == ["seq", "nash"]
    assert assignment == {"ussr": "nash", "usa": "seq"}
    assert options == ["blockade", "withdraw"]


def test_changing_a_result_does_not_change_the_next_one() -> None:
    graph = cm.compile(case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}}, status_quo=[]))
    first = cm.equilibria(graph)
    expected = first.to_dict()
    for array in (*first.stable.values(), reachable(graph, 0, True)):
        array[...] = 0
    assert np.any(first.stable["nash"]) == np.False_
    assert cm.equilibria(graph).to_dict() == expected
