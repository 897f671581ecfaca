r"""Tables in LaTeX, to be put into a paper with ``\input``: rules of booktabs, and longtable where they are long."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
SIGNS = {
    "\u00a0": "~", "\u202f": r"\,", "\u2009": r"\,",
    "\u2010": "-", "\u2011": "-", "\u2013": r"\textendash{}", "\u2014": r"\textemdash{}", "\u2026": r"\ldots{}",
    "\u2190": r"\ensuremath{\leftarrow}", "\u2192": r"\ensuremath{\rightarrow}", "\u2212": r"\ensuremath{-}",
    "\u00d7": r"\ensuremath{\times}", "\u2260": r"\ensuremath{\neq}", "\u2264": r"\ensuremath{\leq}",
    "\u2265": r"\ensuremath{\geq}", "\u20ac": r"\texteuro{}",
}  # fmt: skip
"""Signs that are common in names, and that pdfLaTeX does not know as they are, or only with some fonts."""
LAST_LATIN = "\u017f"
"""Letters up to this one, Latin with accents, are known to pdfLaTeX; others need XeLaTeX or LuaLaTeX and a font."""
LONGEST_ROWS = 40
"""Rows of a table that stays on one page; longer ones break over pages."""
LONGEST_NAME = 26
"""Letters of a name in the first column that stays on one line, as `views.journal.blocks` counts on it."""
NAME_WIDTH = r"0.35\linewidth"
PACKAGES = r"Needs \usepackage{booktabs} and \usepackage{longtable}."
RUNS = "Run LaTeX three times: longtable learns the widths of its columns from run to run."
BEYOND_LATIN = "Some letters are beyond Latin: compile it with XeLaTeX or LuaLaTeX and a font that has them."


def as_latex(tables: Sequence[Table]) -> str:
    r"""Tables as the text of a file, each with its caption and the label by which a text refers to it.

    A table of one block that fits a page floats; others are longtables, one behind another under one number.

    Parameters
    ----------
    tables
        The tables; those that are continued follow what they continue.

    Returns
    -------
    str
        Lines to be put into a document with ``\input``; comments at the top say which packages it needs.

    Examples
    --------
    >>> table = Table(("State", "1"), (("Pay 10 %", "Y"),), caption="The states.", label="tab:s")
    >>> print("\n".join(as_latex([table]).splitlines()[5:9]))
    \caption{The states.}
    \label{tab:s}
    \begin{tabular}{ll}
    \toprule
    """
    parts = []
    for k, table in enumerate(tables):
        goes_on = k + 1 < len(tables) and tables[k + 1].is_continued
        is_long = table.is_continued or goes_on or len(table.rows) > LONGEST_ROWS
        parts.append(_longtable(table, goes_on) if is_long else _floating(table))
    body = "\n\n".join(parts)
    letters = "".join(cell for table in tables for row in (table.columns, *table.rows) for cell in row)
    is_beyond = any(sign > LAST_LATIN and sign not in SIGNS and not "\u2000" < sign < "\u2040" for sign in letters)
    remarks = [PACKAGES, *([RUNS] if "{longtable}" in body else []), *([BEYOND_LATIN] if is_beyond else [])]
    return "\n".join([*(f"% {remark}" for remark in remarks), "", body, ""])


def _floating(table: Table) -> str:
    """A table that LaTeX moves to where it fits."""
    return "\n".join(
        [
            r"\begin{table}[htbp]",
            r"\centering\small\setlength{\tabcolsep}{4.5pt}",
            r"\setlength{\abovecaptionskip}{0pt}\setlength{\belowcaptionskip}{6pt}",
            *_caption(table, ""),
            rf"\begin{{tabular}}{{{_form(table)}}}",
            *_head(table),
            *_rows(table),
            r"\bottomrule",
            r"\end{tabular}",
            *_notes(table, r"\par\smallskip"),
            r"\end{table}",
        ]
    )


def _longtable(table: Table, goes_on: bool) -> str:
    """A table that stays where it is, and may break over pages: its head is repeated there."""
    n_columns = len(table.columns)
    again = rf"\multicolumn{{{n_columns}}}{{l}}{{\emph{{Table \thetable{{}} (continued)}}}} \\"
    below = rf"\multicolumn{{{n_columns}}}{{r}}{{\emph{{continued on the next page}}}} \\"
    # A longtable takes a number of its own, also where it only continues another.
    same_number = [r"\addtocounter{table}{-1}"] if table.is_continued else []
    first = [again] if table.is_continued else [f"{line}" for line in _caption(table, r" \\")]
    return "\n".join(
        [
            r"{\small\setlength{\tabcolsep}{4.5pt}\setlength{\LTcapwidth}{\linewidth}",
            *same_number,
            rf"\begin{{longtable}}{{{_form(table)}}}",
            *first,
            *_head(table),
            r"\endfirsthead",
            again,
            *_head(table),
            r"\endhead",
            r"\midrule",
            below,
            r"\endfoot",
            r"\bottomrule",
            r"\endlastfoot",
            *_rows(table),
            r"\end{longtable}",
            *([] if goes_on else _notes(table, r"\noindent")),
            "}",
        ]
    )


def _caption(table: Table, end: str) -> list[str]:
    r"""Caption and label; in a longtable they are a row, which has to end."""
    caption = rf"\caption{{{_escaped(table.caption)}}}"
    label = [rf"\label{{{table.label}}}"] if table.label else []
    if not end:
        return [caption, *label]
    return [f"{caption}{''.join(label)}{end}"]


def _notes(table: Table, before: str) -> list[str]:
    if not table.notes:
        return []
    text = " ".join(_escaped(note) for note in table.notes)
    return [rf"{before}", rf"\begin{{minipage}}{{\linewidth}}\footnotesize {text}\end{{minipage}}"]


def _form(table: Table) -> str:
    """The kinds of columns: the first is as wide as its names, or breaks them where they are long."""
    return "".join(
        "r" if column in table.right
        else "c" if column in table.centred
        else f"p{{{NAME_WIDTH}}}" if k == 0 and table.caption and _longest(table) > LONGEST_NAME
        else "l"
        for k, column in enumerate(table.columns)
    )  # fmt: skip


def _longest(table: Table) -> int:
    """Letters of the longest name in the first column; the heads of groups run over the others."""
    return max((len(row[0]) for k, row in enumerate(table.rows) if k not in table.groups), default=0)


def _head(table: Table) -> list[str]:
    if len(table.columns) > 1 and not any(name.strip() for name in table.columns[1:]):
        return [r"\toprule", rf"{_across(len(table.columns), _escaped(table.columns[0]))} \\", r"\midrule"]
    return [r"\toprule", _row(table.columns), r"\midrule"]


def _across(n_columns: int, text: str) -> str:
    """Text that runs over all columns and makes none of them wider."""
    return rf"\multicolumn{{{n_columns}}}{{l}}{{\makebox[0pt][l]{{{text}}}}}"


def _rows(table: Table) -> list[str]:
    lines: list[str] = []
    has_long_names = "p{" in _form(table)
    for k, row in enumerate(table.rows):
        if k in table.groups:
            lines += [r"\addlinespace"] if k else []
            head = rf"\textbf{{{_escaped(row[0])}}}"
            lines.append(rf"{_across(len(row), head)} \\*")
            continue
        # Of a name that takes several lines all are set in below the head of its group.
        ragged = r"\raggedright\hangindent=1em\hangafter=0 " if has_long_names else r"\hspace{1em}"
        lines.append(f"{ragged if table.groups else ''}{_row(row, k in table.strong)}")
    return lines


def _row(cells: Sequence[str], strong: bool = False) -> str:
    texts = [_escaped(cell) for cell in cells]
    return " & ".join(rf"\textbf{{{text}}}" if strong and text else text for text in texts) + r" \\"


def _escaped(text: str) -> str:
    clean = printable(" ".join(part for part in re.split(r"[^\S\u00a0\u202f\u2009]+", text) if part))
    if clean == "-":
        return r"\textendash{}"
    escaped = "".join(SPECIAL.get(c) or SIGNS.get(c, c) for c in clean)
    return re.sub("([-'])(?=\\1)", r"\1{}", escaped)
