"""The notebook runs from top to bottom and shows what it showed; what notebooks display as HTML is safe."""

from __future__ import annotations

import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import countermove as cm

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTEBOOK = DOCS / "notebooks" / "first-analysis.ipynb"
HOSTILE = """
title: <script>alert(1)</script> & co
about: "<b>bold</b>"
actors:
  a: {name: "<i>A</i>", options: {go: "<u>Go</u>", level: {name: How, levels: [low, high]}}, prefers: [go]}
  b: {}
bodies:
  n: {name: "N & M", members: [a, b], decides: consensus, options: {do: Do}}
"""


def _refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_refresh", DOCS / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


refresh = _refresh()


def _cells(kind: str) -> list[dict[str, Any]]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == kind]


def test_the_notebook_shows_what_its_cells_give() -> None:
    assert refresh.notebooks() == [NOTEBOOK]
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert text == refresh.with_outputs(text), "out of date: run python docs/refresh.py"


def test_the_notebook_is_one_that_any_program_for_notebooks_opens() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    assert notebook["cells"][0]["source"][0].startswith("# ")


def test_the_notebook_shows_a_case_a_table_and_an_explanation_as_html() -> None:
    shown = [
        "".join(o["data"]["text/html"]) for c in _cells("code") for o in c["outputs"] if "text/html" in o.get("data", {})
    ]
    assert any(html.startswith("<h3>The riverside works</h3>") for html in shown)
    assert any("<th>SEQ</th>" in html for html in shown)
    assert any("SEQ asks: " in html for html in shown)


def test_what_the_notebook_says_is_so() -> None:
    table = cm.equilibria(cm.compile(cm.load(io.StringIO(_names()["text"]))), ["nash", "seq"])
    assert table.at(7).concepts == ("seq",)
    changed = _names()["changed"]
    assert changed.at(7).concepts == ()


def _names() -> dict[str, Any]:
    names: dict[str, Any] = {}
    for cell in _cells("code"):
        exec("".join(cell["source"]), names)
    return names


def test_a_case_is_shown_with_who_can_do_what() -> None:
    html = cm.load("cuban-missile-crisis")._repr_html_()
    assert html.startswith("<h3>Cuban missile crisis</h3>")
    assert "<tr><td>US</td><td>actor</td><td>Launch an air strike <code>usa.air-strike</code><br>Blockade Cuba" in html
    listed = "states: {s: Peace, t: War}\nactors: {a: {moves: [[s, t]], ranking: [s, t]}}\n"
    assert "<td>Peace → War</td>" in cm.load(io.StringIO(listed))._repr_html_()
    # A file must not leave a name blank; a case made in Python may, and shows the id.
    made = {"states": {"s": "Peace", "t": ""}, "actors": {"a": {"moves": [["s", "t"]], "ranking": ["s", "t"]}}}
    assert "<td>Peace → t</td>" in cm.Case.model_validate(made)._repr_html_()


@pytest.mark.parametrize("shown", ["case", "table", "explanation"])
def test_names_in_html_are_escaped(shown: str) -> None:
    case = cm.load(io.StringIO(HOSTILE))
    graph = cm.compile(case)
    views = {"case": case, "table": cm.equilibria(graph), "explanation": cm.explain(graph, 1, "a", "seq")}
    html = views[shown]._repr_html_()
    for tag in ("<script", "<b>", "<i>", "<u>", "& "):
        assert tag not in html
    if shown == "case":
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in html
        assert "<td>body of &lt;i&gt;A&lt;/i&gt;, B</td><td>Do <code>n.do</code></td>" in html
        assert "How: high <code>a.level-high</code>" in html
