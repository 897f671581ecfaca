"""`read`, `new --from` and what `check` says of evidence, from the command line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from countermove.cli import run

ARTICLE = """Lake talks fail
By Ann Author, The Lake Courier
3 May 2021

Kenya rejected the offer of Uganda on Monday. Uganda threatened to close the border.

"Kenya wants war," the Ugandan minister said.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lake.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))


def test_an_article_becomes_a_file_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "lake.txt"]) == 0
    out = capsys.readouterr().out
    assert "Kenya   refuses something to  Uganda" in out
    assert (folder / "lake.evidence.yaml").read_text(encoding="utf-8").startswith("# Suggestions")
    assert run(["read", "lake.txt", "--format", "json", "-o", "other.yaml"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["evidence"]["source"]["outlet"] == "The Lake Courier"
    assert data["file"] == "other.yaml"


def test_decisions_outlive_a_second_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "a\nr\n")
    assert run(["read", "lake.txt", "--review"]) == 0
    before = (folder / "lake.decisions.yaml").read_text(encoding="utf-8")
    assert before.count("decision: ") == 2
    assert run(["read", "lake.txt"]) == 0
    assert (folder / "lake.decisions.yaml").read_text(encoding="utf-8") == before
    assert "2 decided" in capsys.readouterr().out
    typed(monkeypatch, "q\n")
    assert run(["read", "lake.txt", "--review"]) == 0
    assert (folder / "lake.decisions.yaml").read_text(encoding="utf-8") == before


def test_a_broken_file_of_decisions_stops_before_anything_is_written(folder: Path) -> None:
    (folder / "lake.decisions.yaml").write_text("decisions: 3", encoding="utf-8")
    assert run(["read", "lake.txt"]) == 1
    assert not (folder / "lake.evidence.yaml").exists()


def test_standard_input_and_folders_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(ARTICLE.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert run(["read", "-"]) == 0
    assert (folder / "standard-input.evidence.yaml").exists()
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "news" / "b.txt").write_text(ARTICLE.replace("Monday", "Tuesday"), encoding="utf-8")
    (folder / "news" / "c.txt").write_bytes(b"\0\1\2")
    assert run(["read", "news"]) == 0
    assert "left out: news/c.txt: this is not text" in capsys.readouterr().err
    assert "merged:" in (folder / "news.evidence.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nothing.txt", "empty.txt", "."])
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "lake.txt").unlink()
    assert run(["read", name]) == 1
    assert capsys.readouterr().err
    assert list(folder.glob("*.yaml")) == []


def test_an_article_from_standard_input_is_not_reviewed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "-", "--review"]) == 1
    assert "save the article to a file and review that" in capsys.readouterr().err


def test_the_article_is_never_written_over(folder: Path) -> None:
    assert run(["read", "lake.txt", "-o", "lake.txt"]) == 1
    assert (folder / "lake.txt").read_text(encoding="utf-8") == ARTICLE


def test_a_case_is_never_written_over_and_old_evidence_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = folder / "lake.yaml"
    case.write_text("title: Lake\nactors: {a: {options: {x: {}}}}\n", encoding="utf-8")
    assert run(["read", "lake.txt", "-o", "lake.yaml"]) == 1
    assert "lake.yaml: the file exists already, is no evidence file and is left as it is" in capsys.readouterr().err
    assert case.read_text(encoding="utf-8").startswith("title: Lake\n")
    mine = folder / "mine.yaml"
    for before in ("", "# Suggestions drawn from"):
        mine.write_text(before, encoding="utf-8")
        assert run(["read", "lake.txt", "-o", "mine.yaml"]) == (1 if before else 0)
    mine.unlink()
    assert run(["read", "lake.txt", "-o", "mine.yaml"]) == 0
    whole = mine.read_text(encoding="utf-8")
    without_note = whole.split("\n", 2)[2]
    for before in (whole, without_note, whole.replace("items:", "broken: [")):
        mine.write_text(before, encoding="utf-8")
        assert run(["read", "lake.txt", "-o", "mine.yaml"]) == 0
        assert mine.read_text(encoding="utf-8") == whole


def test_evidence_elsewhere_is_found_from_the_case_and_its_articles_are_watched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "news").mkdir()
    (folder / "cases").mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / "news" / name).write_text(ARTICLE, encoding="utf-8")
    ways = [("lake.txt", "cases/mine.yaml", "lake.txt"), ("news", "cases/news.evidence.yaml", "news/two.txt")]
    for k, (article, evidence, changed) in enumerate(ways):
        case = folder / f"case{k}.yaml"
        assert run(["read", article, "-o", evidence]) == 0
        assert run(["new", case.name, "--from", evidence]) == 0
        assert run(["check", case.name]) == 0
        assert "stale" not in capsys.readouterr().out
        assert f'file: "{evidence}"' in case.read_text(encoding="utf-8")
        case.write_text(
            case.read_text(encoding="utf-8").replace(
                "    prefers: []", "    prefers: [{that: 'true', evidence: [lake#e0]}]", 1
            )
            if k == 0
            else case.read_text(encoding="utf-8"),
            encoding="utf-8",
        )
        (folder / changed).write_text(f"{ARTICLE}\nMore.\n", encoding="utf-8")
        run(["check", case.name])
        out = capsys.readouterr().out
        assert f'the article "../{changed}" has changed since it was read, so its evidence is stale' in out
        assert ("has no such item" in out) == (k == 0)


def test_a_model_that_does_not_answer_leaves_what_the_rules_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "lake.txt", "--ask", "http://127.0.0.1:1/v1", "--timeout", "1"]) == 0
    assert "the evidence is what the rules found" in capsys.readouterr().err
    assert (folder / "lake.evidence.yaml").exists()


def items(folder: Path) -> dict[str, str]:
    """The id of an item by its words."""
    from countermove.reader.decisions import read_evidence

    return {item.words: item.id for item in read_evidence("lake.evidence.yaml").items if item.kind in ("event", "speech")}


def test_check_follows_citations_to_the_evidence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", "lake.txt"]) == 0
    ids = items(folder)
    quote, threat = ids['"Kenya wants war,"'], ids["threatened to"]
    (folder / "lake.decisions.yaml").write_text(
        f"decisions: {{{threat}: {{decision: rejected}}, e000000000: {{decision: accepted}}}}", encoding="utf-8"
    )
    (folder / "case.yaml").write_text(
        f"""title: Lake
sources: {{lake: {{title: Lake talks fail, file: lake.txt}}}}
actors:
  kenya:
    name: Kenya
    options: {{fight: {{name: Fight, evidence: [lake#{threat}, lake#999, lake#e000000000, lake#enothing]}}}}
    prefers: [{{that: fight, because: Said so, evidence: ["lake#{quote}"]}}]
  uganda:
    name: Uganda
    options: {{close: {{name: Close the border, evidence: [lake#1]}}}}
    prefers: [{{that: close, because: Said so, evidence: ["lake#{quote}"]}}, {{that: not fight, because: Of course}}]
""",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert run(["check", "case.yaml"]) == 0
    out = capsys.readouterr().out
    for line in (
        "was rejected in the review; cite something else, or change the decision [CM603]",
        "the source has no paragraph 999",
        '"lake#e000000000" is stale',
        "lake.evidence.yaml has no such item",
        'this preference of "kenya" rests only on what Uganda says',
        "1 of 3 assumptions (preference statements and constraints) cite no evidence",
    ):
        assert line in out, line
    assert out.count("CM606") == 1
    (folder / "lake.txt").write_text(ARTICLE + "\nMore.\n", encoding="utf-8")
    assert run(["check", "case.yaml"]) == 0
    assert "has changed since it was read" in capsys.readouterr().out
    (folder / "lake.evidence.yaml").write_text("[", encoding="utf-8")
    assert run(["check", "case.yaml"]) == 0
    assert "[CM607]" in capsys.readouterr().out


def test_a_starter_case_from_evidence_is_checked_without_errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "lake.txt"]) == 0
    assert run(["new", "case.yaml", "--from", "lake.evidence.yaml"]) == 0
    capsys.readouterr()
    assert run(["check", "case.yaml"]) == 0
    assert "error" not in capsys.readouterr().out
    assert "prefers: []" in (folder / "case.yaml").read_text(encoding="utf-8")
    assert run(["new", "two.yaml", "--from", "nothing.evidence.yaml"]) == 1
    assert 'did you mean "lake.evidence.yaml"?' in capsys.readouterr().err
    assert not (folder / "two.yaml").exists()


def test_what_comes_next_can_be_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "my lake.txt").write_text(ARTICLE, encoding="utf-8")
    assert run(["read", "my lake.txt", "-o", "found.yaml"]) == 0
    out = capsys.readouterr().out
    assert (
        "Next: countermove read 'my lake.txt' -o found.yaml --review, then countermove new CASE.yaml --from found.yaml"
        in out
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    assert run(["read", "-"]) == 0
    assert "Next: countermove new CASE.yaml --from standard-input.evidence.yaml" in capsys.readouterr().out
