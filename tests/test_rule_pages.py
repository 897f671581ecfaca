"""Every decision rule has a page in the same form, which asks its question where the index does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from countermove.model.rules import ONE_WORD, ROWS

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = sorted((DOCS / "rules").glob("*.md"), key=lambda path: path.stem)
PARTS = (
    "The question", "Definition", "Formula", "Example", "What it assumes about people", "Limits",
    "Where books and programs differ", "Reference",
)  # fmt: skip


def test_every_rule_has_a_page() -> None:
    named = {word for path in PAGES for word in path.stem.split("-and-")}
    assert named == {*ONE_WORD, *ROWS, "member-bodies"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_of_a_rule_has_all_parts_in_order_and_an_example_that_runs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^\*\*([^*]+)\.\*\*", text, flags=re.MULTILINE) == list(PARTS)
    (question,) = re.findall(r"^\*\*The question\.\*\* (.+)$", text, flags=re.MULTILINE)
    (row,) = [r for r in (DOCS / "index.md").read_text(encoding="utf-8").splitlines() if f"(rules/{path.name})" in r]
    assert row.endswith(f" | {question} |")
    assert "\n$ countermove explain " in text
    assert path.stem in ("member-bodies", "all-and-any") or path.stem in text.split("```yaml")[1]
