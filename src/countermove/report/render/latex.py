"""Tables in LaTeX: a plain tabular, to be put into a document with ``\\input``."""

from __future__ import annotations

import re

from countermove.errors import printable
from countermove.text.blocks import Table

__all__ = ["as_latex"]

SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",
    "[": "{[}",
    "*": "{*}",
    **{c: f"\\{c}" for c in "&%$#_{}"},
}
"""Characters that LaTeX takes for something else; a row must not begin with a bracket or a star."""


def as_latex(table: Table) -> str:
    r"""The table as a tabular, rows that stand out in bold, its notes below it.

    >>> print(as_latex(Table(("state", "who"), (("1", "US & USSR"),), frozenset({"state"}))))
    \begin{tabular}{rl}
    \hline
    state & who \\
    \hline
    1 & US \& USSR \\
    \hline
    \end{tabular}
    """
    form = "".join("r" if column in table.right else "l" for column in table.columns)
    rows = [_row(row, k in table.strong) for k, row in enumerate(table.rows)]
    lines = [rf"\begin{{tabular}}{{{form}}}", r"\hline", _row(table.columns), r"\hline", *rows]
    lines += [r"\hline", r"\end{tabular}"]
    return "\n".join([*lines, *(rf"\par\noindent {_escaped(note)}" for note in table.notes)])


def _row(cells: tuple[str, ...], strong: bool = False) -> str:
    texts = [_escaped(cell) for cell in cells]
    return " & ".join(rf"\textbf{{{text}}}" if strong and text else text for text in texts) + r" \\"


def _escaped(text: str) -> str:
    clean = printable(" ".join(text.split()))
    escaped = "".join(SPECIAL.get(c, c) for c in clean)
    return re.sub("([-'])(?=\\1)", r"\1{}", escaped)
