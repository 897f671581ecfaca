from __future__ import annotations

import pytest

from countermove.report.render.latex import as_latex
from countermove.text.blocks import Table


def cells(*row: str) -> str:
    return as_latex(Table(tuple("abcdef"[: len(row)]), (row,))).splitlines()[4]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50 % of $5 & #1_a", r"50 \% of \$5 \& \#1\_a"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("a ~ b ^ c", r"a \textasciitilde{} b \textasciicircum{} c"),
        ("<a|b>", r"\textless{}a\textbar{}b\textgreater{}"),
        ("`a` \"b\" ''", r"\textasciigrave{}a\textasciigrave{} \char34{}b\char34{} '{}'"),
        ("YN---", "YN-{}-{}-"),
        ("[1] *", "{[}1] {*}"),
        ("a\n  b", "a b"),
        ("\x1b[0m", r"\textbackslash{}x1b{[}0m"),
        ("Größe", "Größe"),
    ],
)
def test_what_latex_takes_for_something_else_is_escaped(text: str, written: str) -> None:
    assert cells(text) == written + r" \\"


def test_a_table_is_a_plain_tabular() -> None:
    table = Table(("state", "who & what"), (("1", ""), ("2", "US")), frozenset({"state"}), ("100 %", "b"), frozenset({0, 1}))
    assert as_latex(table).splitlines() == [
        r"\begin{tabular}{rl}",
        r"\hline",
        r"state & who \& what \\",
        r"\hline",
        r"\textbf{1} &  \\",
        r"\textbf{2} & \textbf{US} \\",
        r"\hline",
        r"\end{tabular}",
        r"\par\noindent 100 \%",
        r"\par\noindent b",
    ]
