"""What `check`, `show`, `new` and `catalog` answer: records, from which every form derives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from countermove.analysis.model.findings import Finding, Findings
from countermove.cli import run
from countermove.errors import Diagnostic, Place
from countermove.io.opening import opened
from countermove.requests import ask
from countermove.text import layout
from countermove.views.findings import findings_page

WARNING = Diagnostic("CM901", "warning", ("actors", "a"), "something", "do it", place=Place("f.yaml", 2, 3))
ERROR = Diagnostic("CM301", "error", ("impossible",), "nothing left")
TEXT = "title: T\nactors: {a: {options: {go: Go}, prefers: [{that: go, because: So}]}}\nstatus quo: [go]\n"


def findings(diagnostics: Sequence[Diagnostic], notes: Sequence[str] = ()) -> Findings:
    return Findings("T", tuple(map(Finding, diagnostics)), tuple(notes))


def as_text(diagnostics: Sequence[Diagnostic], notes: Sequence[str]) -> str:
    return layout.as_text(findings_page(findings(diagnostics, notes)))


def test_counts_end_the_text() -> None:
    assert as_text([], []) == "no problems"
    assert as_text([], ["x\x1b"]) == "note: x\\x1b\nno problems"
    assert as_text([WARNING], []) == "f.yaml:2:3 actors.a: warning: something; do it [CM901]\nno errors, 1 warning"
    assert as_text([ERROR, WARNING, WARNING], []).endswith("\n1 error, 2 warnings")
    assert as_text([ERROR, ERROR], []).endswith("\n2 errors")


def test_data() -> None:
    data = findings([WARNING, ERROR], ["n"]).to_dict()
    assert (data["errors"], data["warnings"], data["notes"]) == (1, 1, ["n"])
    assert [f["line"] for f in data["findings"]] == [2, None]
    assert findings([WARNING]).rows().values == (("CM901", "warning", "f.yaml:2:3", "actors.a", "something", "do it"),)


def test_a_document_has_a_table_and_a_spreadsheet_the_same_rows() -> None:
    result = findings([WARNING, ERROR], ["n"])
    assert layout.as_markdown(findings_page(result)).splitlines() == [
        "| code | severity | place | path | message | hint |",
        "| :-- | :-- | :-- | :-- | :-- | :-- |",
        "| CM901 | warning | f.yaml:2:3 | actors.a | something | do it |",
        "| CM301 | error |  | impossible | nothing left |  |",
        "",
        "note: n",
    ]
    assert result.to_csv().splitlines()[2] == "CM301,error,,impossible,nothing left,"


def test_a_document_without_findings_says_so_and_has_no_empty_table(tmp_path: Path) -> None:
    page = findings_page(findings([], ["*a*\x1b"]))
    assert layout.as_markdown(page) == "note: \\*a\\*\\\\x1b\n\nno problems"
    clean = [str(tmp_path / f"{k}.yaml") for k in range(2)]
    for file in clean:
        Path(file).write_text(TEXT)
    for files, last in (
        (clean[:1], "no problems"),
        (clean, "2 files: 0 with errors, 0 with warnings only, 2 without problems"),
    ):
        for ending in ("md", "html"):
            out = tmp_path / f"out.{ending}"
            assert run(["check", *files, "-o", str(out)]) == 0
            text = out.read_text(encoding="utf-8")
            assert last in text
            assert not any(sign in text for sign in ("| code", "<table"))


def test_what_was_not_looked_at_is_not_covered() -> None:
    assert findings([]).coverage.kind == "complete"
    assert (findings([], ["n"]).coverage.proved, findings([], ["n"]).coverage.bound) == (False, "n")


def test_everything_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.yaml").write_text(TEXT)
    assert examined("c.yaml") == ("T", [], [])
    Path("c.yaml").write_text(TEXT + "impossible: [go, gone]\n")
    title, found, _ = examined("c.yaml")
    assert (title, [d.code for d in found]) == ("T", ["CM104"])
    Path("c.yaml").write_text("title: [")
    title, found, _ = examined("c.yaml")
    assert (title, [d.code for d in found]) == (None, ["CM004"])


def examined(file: str) -> tuple[str | None, list[Diagnostic], list[str]]:
    result = ask("check", None, file=file).result
    assert isinstance(result, Findings)
    return result.title, [finding.diagnostic for finding in result.findings], list(result.notes)


def test_a_case_is_read_back_as_data_with_its_scenario() -> None:
    plain = ask("show", opened("cuban-missile-crisis")).result.to_dict()["model"]
    assert plain["title"] == "Cuban missile crisis"
    assert list(plain["actors"]) == ["usa", "ussr"]
    answer = ask("show", opened("european-security-2022"), "russian-veto")
    assert "Scenario russian-veto: " in layout.as_text(answer.view(None))


def test_the_catalogue_is_a_row_for_each_case() -> None:
    result = ask("catalog", None).result
    assert [row[0] for row in result.rows().values] == sorted(row[0] for row in result.rows().values)
    assert "chicken" in {row[0] for row in result.rows().values}
    assert "solve cuban-missile-crisis" in layout.as_markdown(ask("catalog", None).view(None))


def test_a_starter_case_is_made_and_not_written(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    answer = ask("new", None, file=str(file))
    assert answer.result.to_dict()["file"] == str(file)
    assert not file.exists()
