"""Tables in LaTeX: names are harmless, and what is opened is closed; a small parser reads what a compiler would."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.report.render.latex import as_latex
from countermove.text.blocks import Table

HOSTILE = r"""a%b $x$ & #1 _ ^ ~ {y} \z <a|b> "q" -- ''""" + "\u2264\u2013\u20ac"
ENVIRONMENT = re.compile(r"\\(begin|end)\{(\w+)\}")
CELL = re.compile(r"(?<!\\)&")


def cells(*row: str) -> str:
    table = Table(tuple("abcdef"[: len(row)]), (row,), caption="A table.")
    lines = as_latex([table]).splitlines()
    return lines[lines.index(r"\midrule") + 1]


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
        ("-", r"\textendash{}"),
        ("5\u00a0% \u2265 4", r"5~\% \ensuremath{\geq} 4"),
    ],
)
def test_what_latex_takes_for_something_else_is_escaped(text: str, written: str) -> None:
    assert cells(text) == written + r" \\"


# ------------------------------------------------------------------------------------------------- a small parser


def check_structure(text: str) -> list[str]:
    """The environments of a file in their order; fails where braces, environments or the cells of rows do not fit."""
    open_environments: list[str] = []
    seen: list[str] = []
    plain = re.sub(r"\\[\\{}&%$#_]|(?<!\\)%.*", lambda m: "" if m[0].startswith("%") else " " * len(m[0]), text)
    assert plain.count("{") == plain.count("}")
    for kind, name in ENVIRONMENT.findall(text):
        if kind == "begin":
            open_environments.append(name)
            seen.append(name)
        else:
            assert open_environments.pop() == name
    assert open_environments == []
    for body in re.findall(
        r"\\begin\{(?:tabular|longtable)\}\{((?:[lcr]|p\{[^}]*\})+)\}(.*?)\\end\{(?:tabular|longtable)\}", text, re.S
    ):
        form, rows = re.sub(r"p\{[^}]*\}", "p", body[0]), body[1].splitlines()
        for row in rows:
            if row.endswith((r"\\", r"\\*")) and not row.startswith((r"\multicolumn", r"\caption")):
                assert len(CELL.split(row.replace(r"\\&", "  "))) == len(form), row
            if row.startswith(r"\multicolumn"):
                assert row.startswith(rf"\multicolumn{{{len(form)}}}{{")
    return seen


def paper(n_rows: int, *, continued: bool = False, name: str = "Go") -> Table:
    rows = (("US", "", ""), *((f"{name} {k}", "Y", "-") for k in range(n_rows)))
    return Table(
        ("State", "1", "2"), rows, notes=("Y: taken.",), caption=f"The states of {name}.", label="" if continued else "tab:s",
        is_continued=continued, groups=frozenset({0}), centred=frozenset("12"),
    )  # fmt: skip


def test_a_short_table_floats_with_its_caption_label_and_notes() -> None:
    text = as_latex([paper(3)])
    assert check_structure(text) == ["table", "tabular", "minipage"]
    assert text.startswith("% Needs \\usepackage{booktabs} and \\usepackage{longtable}.\n")
    assert text.index(r"\caption{The states of Go.}") < text.index(r"\label{tab:s}") < text.index(r"\begin{tabular}{lcc}")
    assert r"\multicolumn{3}{l}{\makebox[0pt][l]{\textbf{US}}} \\*" in text
    assert r"\hspace{1em}Go 0 & Y & \textendash{} \\" in text


def test_a_long_table_breaks_over_pages_under_a_head_that_is_repeated() -> None:
    text = as_latex([paper(80)])
    assert "% Run LaTeX three times" in text
    assert check_structure(text) == ["longtable", "minipage"]
    first, head = text.index(r"\endfirsthead"), text.index(r"\endhead")
    assert text.count(r"State & 1 & 2 \\") == 2
    assert first < text.rindex(r"State & 1 & 2 \\") < head < text.index(r"\endfoot") < text.index(r"\endlastfoot")


def test_blocks_of_one_table_have_one_number_one_label_and_notes_at_the_end() -> None:
    text = as_latex([paper(2), paper(2, continued=True), paper(3)])
    assert check_structure(text) == ["longtable", "longtable", "minipage", "table", "tabular", "minipage"]
    assert text.count(r"\addtocounter{table}{-1}") == 1
    assert text.count(r"\label{") == text.count(r"\caption{") == 2


def test_long_names_are_broken_and_set_in() -> None:
    text = as_latex([paper(2, name="Answer with counter-containment in the region")])
    check_structure(text)
    assert r"\begin{tabular}{p{0.35\linewidth}cc}" in text
    assert r"\raggedright\hangindent=1em\hangafter=0 Answer with" in text


def test_letters_beyond_latin_are_announced() -> None:
    assert "XeLaTeX" in as_latex([paper(1, name="Москва")])
    assert "XeLaTeX" not in as_latex([paper(1, name="Größe \u2264 5\u00a0€ \u2013 \u201cso\u201d")])


@given(st.text(max_size=30), st.integers(1, 60))
def test_no_name_breaks_the_structure(name: str, n_rows: int) -> None:
    check_structure(as_latex([paper(n_rows, name=name), paper(n_rows, continued=True, name=name)]))


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed here")
def test_it_compiles_without_an_error_and_fits_the_page(tmp_path: Path) -> None:
    tables = [paper(3, name=HOSTILE), paper(90, name="Go"), paper(2, name="Longer than a line of it could ever be"),
              paper(2), paper(2, continued=True)]  # fmt: skip
    (tmp_path / "t.tex").write_text(as_latex(tables), encoding="utf-8")
    main = "\\documentclass{article}\\usepackage{booktabs,longtable}\\begin{document}\\input{t.tex}\\end{document}"
    (tmp_path / "main.tex").write_text(main, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "main.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
