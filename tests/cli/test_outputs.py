"""What commands write: the ending decides, no input is ever written over, and a file is what its name says."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from countermove.catalog import case_path
from countermove.cli import run
from countermove.cli.app import all_commands
from countermove.io.formats import dump, load
from countermove.io.kinds import is_workbook
from countermove.io.outputs import OutputForm
from countermove.requests.documents.outputs import OWN_FORMS, answer_forms, command_forms
from countermove.requests.door import find

CASE = "cuban-missile-crisis"
ARGUMENTS: dict[str, list[str]] = {
    "explain": ["1"], "compare": ["--without", "usa"], "invert": ["--want", "ussr.withdraw"], "robust": ["--draws", "10"],
    "plot": ["outcomes"], "report": ["--no-pictures"], "power": ["council"],
    "grade": ["chicken"],
}  # fmt: skip
"""What commands need besides the case."""
CASES = {"perceptions": "mountain-pass", "power": "security-council"}
OTHERWISE = {"read", "new", "convert", "catalog", "verify", "schema", "ask", "mcp"}
"""Commands whose first input is no case, or that name the new file without -o; these have tests of their own."""
COMMANDS = [name for name in all_commands() if name not in OTHERWISE]
"""All others: they read a case and take -o. A new command is among them without being named here."""
Link = Callable[[Path, Path], object]
LINKS: dict[str, Link] = {
    "same": lambda _, __: None,
    "symbolic": lambda link, path: link.symlink_to(path),
    "hard": lambda link, path: link.hardlink_to(path),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def copied(command: str, folder: Path) -> Path:
    """A case file of its own for a command, in JSON, which most commands also write."""
    path = folder / "case.json"
    path.write_text(dump(load(case_path(CASES.get(command, CASE))), ".json"), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_case_stays_as_it_is(command: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, link = copied(command, tmp_path), tmp_path / "folder" / "link.json"
    link.parent.mkdir()
    LINKS[kind](link, path)
    output = Path("folder") / ".." / path.name if kind == "same" else link
    before = path.read_bytes()
    assert run([command, str(path), *ARGUMENTS.get(command, []), "-o", str(output)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"{output}: this is the file {path}, the case; give the output another name\n")
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["case.json", "folder"]


@pytest.mark.parametrize("kind", LINKS)
def test_neither_does_convert_write_over_it(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, link = copied("convert", tmp_path), tmp_path / "link.json"
    LINKS[kind](link, path)
    output = path if kind == "same" else link
    before = path.read_bytes()
    assert run(["convert", str(path), str(output)]) == 1
    assert capsys.readouterr().err.endswith("the case; give the output another name\n")
    assert path.read_bytes() == before


def test_nor_a_case_of_the_catalogue() -> None:
    path = case_path("chicken")
    before = path.read_bytes()
    assert run(["convert", "chicken", str(path)]) == 1
    assert run(["solve", "chicken", "-o", str(path)]) == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", LINKS)
def test_nor_the_second_case(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, link = copied("compare", tmp_path), tmp_path / "link.json"
    LINKS[kind](link, path)
    output = path if kind == "same" else link
    before = path.read_bytes()
    assert run(["compare", "chicken", str(path), "-o", str(output)]) == 1
    assert "the second case; give the output another name" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("there", [True, False], ids=["old", "new"])
def test_nor_the_file_of_draws_to_go_on_from(there: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept.json"
    if there:
        kept.write_text("{}")
    assert run(["robust", "chicken", "--resume", str(kept), "-o", "kept.json"]) == 1
    assert capsys.readouterr().err == (
        f"kept.json: this is the file {kept}, the file of --resume; give the output another name\n"
    )
    assert not there or kept.read_text() == "{}"


# ------------------------------------------------------------------------------------------------ articles, evidence

ARTICLE = "Talks in Geneva\n\nRussia rejected the proposal on Tuesday. The United States offered talks.\n"


@pytest.fixture
def cited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Path]:
    """A case that cites evidence from an article, with decisions beside it."""
    (tmp_path / "talks.txt").write_text(ARTICLE)
    assert run(["read", "talks.txt"]) == 0
    decisions = tmp_path / "talks.decisions.yaml"
    decisions.write_text("decisions: {}\n")
    text = "sources: {talks: {file: talks.evidence.yaml}}\nactors: {a: {options: {x: X}, prefers: [x]}}\n"
    (tmp_path / "case.yaml").write_text(text)
    capsys.readouterr()
    return {"case": tmp_path / "case.yaml", "evidence": tmp_path / "talks.evidence.yaml",
            "article": tmp_path / "talks.txt", "decisions": decisions}  # fmt: skip


ROLES = {
    "evidence": 'the source "talks" of the case',
    "article": 'an article behind the source "talks" of the case',
    "decisions": 'the decisions on the source "talks" of the case',
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", ["solve", "check", "report", "compare", "plot"])
def test_what_a_case_rests_on_stays_as_it_is(
    command: str, role: str, cited: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = {"plot": ".svg", "report": ".html"}.get(command, ".json")
    link = tmp_path / f"link{ending}"
    link.hardlink_to(cited[role])
    before = cited[role].read_bytes()
    assert run([command, "case.yaml", *ARGUMENTS.get(command, []), "-o", link.name]) == 1
    file = cited[role].name
    assert capsys.readouterr().err == f"{link.name}: this is the file {file}, {ROLES[role]}; give the output another name\n"
    assert cited[role].read_bytes() == before


def test_an_article_is_not_written_over_by_its_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article, link = tmp_path / "talks.txt", tmp_path / "link.evidence.yaml"
    article.write_text(ARTICLE)
    link.hardlink_to(article)
    assert run(["read", "talks.txt", "-o", link.name]) == 1
    assert capsys.readouterr().err == f"{link.name}: this is the file talks.txt, the article; give the output another name\n"
    (tmp_path / "b.decisions.yaml").symlink_to(article)
    assert run(["read", "talks.txt", "-o", "b.evidence.yaml"]) == 1
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "one.txt").hardlink_to(article)
    assert run(["read", "folder", "-o", link.name]) == 1
    assert "an article in the folder; give the output another name" in capsys.readouterr().err
    assert article.read_text() == ARTICLE


def test_evidence_is_yaml_and_may_go_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "talks.txt").write_text(ARTICLE)
    assert run(["read", "talks.txt", "-o", "a.docx"]) == 1
    assert capsys.readouterr().err == "a.docx: evidence cannot be written as .docx; end the name in .yaml\n"
    assert run(["read", "talks.txt"]) == 0
    capsys.readouterr()
    assert run(["read", "talks.txt", "-o", "-"]) == 0
    assert capsys.readouterr().out == Path("talks.evidence.yaml").read_text(encoding="utf-8")
    assert run(["read", "talks.txt", "-o", "-", "--review"]) == 1
    assert "with --review name a file" in capsys.readouterr().err
    assert sorted(os.listdir(tmp_path)) == ["talks.evidence.yaml", "talks.txt"]


# ------------------------------------------------------------------------------------------------ the ending decides


class Tags(HTMLParser):
    """The tags of a page with the text in each heading."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] in ("h1", "h2") and data.strip():
            self.headings.append(data)


def is_docx(content: bytes) -> bool:
    return "word/document.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()


KINDS: dict[str, Callable[[bytes], object]] = {
    "json": json.loads,
    "csv": lambda content: len(set(map(len, csv.reader(io.StringIO(content.decode()))))) == 1,
    "html": lambda content: "h1" in Tags(content.decode()).tags,
    "docx": is_docx,
    "pdf": lambda content: content.startswith(b"%PDF-"),
    "xlsx": is_workbook,
    "md": lambda content: any(mark in content.decode() for mark in ("# ", "| --", "```", "- ")) or content.count(b"\n") < 3,
    "table": lambda content: b"<" not in content and b"\x1b" not in content,
    "tex": lambda content: rb"\begin{" in content and rb"\caption" in content,
}
"""Whether the content of a file is what its ending says."""
QUESTIONS = [name for name in COMMANDS if name not in OWN_FORMS]


def every_form() -> Iterator[tuple[str, str]]:
    for name in QUESTIONS:
        yield from ((name, form.id) for form in answer_forms(find(name)))


@pytest.mark.parametrize(("command", "form"), list(every_form()))
def test_a_file_is_what_its_name_says(command: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ending = "txt" if form == "table" else form
    output = tmp_path / f"out.{ending.upper()}"
    arguments = [command, CASES.get(command, CASE), *ARGUMENTS.get(command, [])]
    assert run([*arguments, "-o", str(output)]) == 0
    assert capsys.readouterr().out == ""
    assert KINDS[form](output.read_bytes())


@pytest.mark.parametrize("form", command_forms("new"))
def test_a_starter_case_is_written_in_each_form_that_it_has(form: OutputForm, tmp_path: Path) -> None:
    output = tmp_path / f"case{form.endings[0].upper()}"
    assert run(["new", str(output)]) == 0
    assert run(["check", str(output)]) == 0


def test_standard_output_is_a_dash(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["states", "chicken", "-o", "-"]) == 0
    as_dash = capfdbinary.readouterr().out
    assert run(["states", "chicken"]) == 0
    assert capfdbinary.readouterr().out == as_dash
    assert run(["states", "chicken", "-o", "-", "-f", "docx"]) == 0
    assert is_docx(capfdbinary.readouterr().out)
    assert run(["convert", "chicken", "-"]) == 0
    assert b"\ntitle: Chicken\n" in capfdbinary.readouterr().out
    assert run(["convert", "chicken", "-", "--format", "nfg"]) == 0
    assert capfdbinary.readouterr().out.startswith(b'NFG 1 R "Chicken"')
    assert run(["plot", "chicken", "outcomes", "-o", "-"]) == 0
    assert b"<svg" in capfdbinary.readouterr().out
    assert run(["report", "chicken", "-o", "-", "--no-pictures", "-f", "md"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"# Chicken\n")
    assert run(["new", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"# A case for countermove")
    assert list(tmp_path.iterdir()) == []


REFUSED = [
    (["solve", "chicken", "-o", "a.xyz"],
     "a.xyz: solve cannot be written as .xyz; end the name in .txt, .md, .json, .csv, .xlsx, .tex, .html, .docx or .pdf"),
    (["paths", CASE, "-o", "a.tex"],
     "a.tex: paths cannot be written as .tex; end the name in .txt, .md, .json, .csv, .xlsx, .html, .docx or .pdf"),
    (["explain", "chicken", "1", "-o", "a.csv"],
     "a.csv: explain cannot be written as .csv; end the name in .txt, .md, .json, .html, .docx or .pdf"),
    (["show", "chicken", "-f", "csv"], "--format csv: show has no such form; it has table, md, json, html, docx, pdf"),
    (["explain", "chicken", "1", "-f", "csv"],
     "--format csv: explain has no such form; it has table, md, json, html, docx, pdf"),
    (["states", "chicken", "-o", "a.docx", "-f", "json"],
     "a.docx: the name ends in .docx, and --format says json; leave --format out, or end the name in .json"),
    (["plot", "chicken", "outcomes", "-o", "a.txt"],
     "a.txt: a picture cannot be written as .txt; end the name in .svg, .png or .pdf"),
    (["report", "chicken", "-o", "a.csv"],
     "a.csv: a report cannot be written as .csv; end the name in .html, .md, .docx or .pdf"),
    (["convert", "chicken", "a.docx"],
     "a.docx: a case cannot be written as .docx; end the name in .yaml, .json, .gmcr, .xlsx, .csv, .md, .tex, .nfg or .graphml"),
    (["new", "a.docx"], "a.docx: a starter case cannot be written as .docx; end the name in .yaml or .xlsx"),
    (["catalog", "-o", "catalogue"],
     '"catalogue" has no ending that says what to write; end it in .txt, .md, .json, .csv, .xlsx, .html, .docx or .pdf'),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=[" ".join(a) for a, _ in REFUSED])
def test_an_ending_that_nobody_writes_is_one_message(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 1
    said = capsys.readouterr()
    assert said.err == f"{message}\n"
    # With JSON the same message is an object as well.
    assert (json.loads(said.out)["message"] if "json" in arguments else said.out) == (message if "json" in arguments else "")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------ the brief as a file


def test_the_brief_has_real_headings_and_its_table(tmp_path: Path) -> None:
    assert run(["solve", CASE, "-o", "a.html"]) == 0
    page = Tags((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert page.headings[0] == "Cuban missile crisis"
    assert "Stability" in page.headings
    assert len(page.headings) > 4
    assert {"table", "thead", "th", "td"} <= set(page.tags)
    assert "pre" not in page.tags
