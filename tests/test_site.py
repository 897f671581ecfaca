"""The documentation as a site: every page is in its navigation, it builds without a warning, and it stands by itself."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SETTINGS: dict[str, Any] = YAML(typ="safe").load(ROOT / "mkdocs.yml")
OUTSIDE = {"CONTRIBUTING.md", "CHANGELOG.md"}
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def _files(entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        for value in entry.values():
            yield from [value] if isinstance(value, str) else _files(value)


def test_every_page_is_in_the_navigation_once() -> None:
    named = list(_files(SETTINGS["nav"]))
    of_codes = {page for page in PAGES if re.fullmatch(r"reference/diagnostics/CM\d+\.md", page)}
    assert len(named) == len(set(named))
    assert set(named) == set(PAGES) - of_codes | OUTSIDE


@pytest.mark.parametrize("page", PAGES)
def test_lists_and_tables_are_set_off_as_every_renderer_needs_it(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    begins = re.compile(r"(- |\d+\. |\|)")
    before = ""
    for line in text.splitlines():
        if begins.match(line):
            assert not before.strip() or begins.match(before) or before.startswith("  "), line
        before = line


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^(?!INFO).+", done.stderr, flags=re.MULTILINE) == []
    return folder


def test_the_site_has_every_page_with_its_formulas_and_without_leftovers(site: Path) -> None:
    for page in (*PAGES, *OUTSIDE):
        source = (ROOT if page in OUTSIDE else DOCS) / page
        html = (site / page).with_suffix(".html").read_text(encoding="utf-8")
        shown = re.sub(r"<(pre|script|code)\b.*?</\1>", "", html, flags=re.DOTALL)
        assert "<h1" in shown, page
        assert not re.search(r"```|\$\$|\\[a-z]+|formula\d+held", shown), page
        assert "<math" in shown or "$$" not in source.read_text(encoding="utf-8"), page


def test_the_site_fetches_nothing(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//[^"]*"', html) == [], path.name
    assert list(site.rglob("*.py")) == []


def test_a_broken_link_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# Here\n\n[There](there.md)\n")
    kept = {key: SETTINGS[key] for key in ("site_name", "strict", "validation", "theme")} | {"docs_dir": "pages"}
    YAML(typ="safe").dump(kept, tmp_path / "mkdocs.yml")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "'there.md'" in done.stderr
