"""What notebooks display as HTML is safe, and says what the record says."""

from __future__ import annotations

import io

import pytest

import countermove as cm

HOSTILE = """
title: <script>alert(1)</script> & co
about: "<b>bold</b>"
actors:
  a: {name: "<i>A</i>", options: {go: "<u>Go</u>", level: {name: How, levels: [low, high]}}, prefers: [go]}
  b: {}
bodies:
  n: {name: "N & M", members: [a, b], decides: consensus, options: {do: Do}}
"""


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
