"""The documentation as a site: every page is in its navigation, it builds without a warning, and browsers show it well."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from ruamel.yaml import YAML

from browser import ABSENT, browser

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NAV: list[dict[str, Any]] = YAML(typ="safe").load(DOCS / "nav.yml")["nav"]
OUTSIDE = {"CONTRIBUTING.md", "CHANGELOG.md"}
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if path.name not in OUTSIDE)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage")


def _files(entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        for value in entry.values():
            yield from [value] if isinstance(value, str) else _files(value)


def test_every_page_is_in_the_navigation_once() -> None:
    named = list(_files(NAV))
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


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_title(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(source), str(target)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = build(DOCS, folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_the_site_has_every_page_with_its_formulas_and_without_leftovers(site: Path) -> None:
    for page in (*PAGES, *OUTSIDE):
        source = (ROOT if page in OUTSIDE else DOCS) / page
        html = (site / page).with_suffix(".html").read_text(encoding="utf-8")
        shown = re.sub(r"<(pre|script|code|math)\b.*?</\1>", "", html, flags=re.DOTALL)
        assert "<h1" in shown, page
        assert not re.search(r"```|\$\$|\\[a-z]+\b(?!\.)", shown), page
        assert "<math" in html or "$$" not in source.read_text(encoding="utf-8"), page


def test_the_site_fetches_nothing(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//[^"]*"', html) == [], path.name
    assert list(site.rglob("*.py")) == []


def test_a_broken_link_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Here\n\n[There](there.md)\n")
    (tmp_path / "conf.py").write_text("extensions = ['myst_parser']\n")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode == 1
    assert "'there.md'" in done.stderr


# --------------------------------------------------------------------------------------------- in a real browser

WRONG = """() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth + 1) found.push(`${root.scrollWidth} pixels wide`);
  for (const image of document.images) if (!image.naturalWidth) found.push(`no picture: ${image.src}`);
  for (const link of document.querySelectorAll('a[href*="#"]')) {
    const [page, anchor] = link.href.split('#');
    if (page === location.href.split('#')[0] && anchor && !document.getElementById(decodeURIComponent(anchor)))
      found.push(`no anchor: ${anchor}`);
  }
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const part of document.querySelectorAll('article p, article li, article td, article th, article h1, article h2')) {
    let behind = part;
    while (behind && /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const back = behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)';
    const [one, other] = [light(getComputedStyle(part).color), light(back)].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) { found.push(`too little contrast: ${part.textContent.slice(0, 40)}`); break; }
  }
  return found;
}"""
"""What is wrong with a page: too wide, pictures and anchors that are not there, text that can hardly be read."""


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of the site over HTTP."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    program = browser()
    if program is None:
        pytest.skip(ABSENT)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=program, args=list(QUIET))
        yield opened
        opened.close()


@pytest.mark.parametrize(("width", "theme", "over_http"), [(1280, "light", False), (390, "dark", True)])
def test_every_page_opens_well(chromium: Any, site: Path, served: str, width: int, theme: str, over_http: bool) -> None:
    """From a disk on a desk, and over HTTP on a phone in the dark."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    wrong = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        page.goto(f"{served}/{name}" if over_http else path.as_uri())
        found = [*said, *page.evaluate(WRONG)]
        said.clear()
        if found:
            wrong[name] = found
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("over_http", [False, True])
def test_the_search_finds_pages(chromium: Any, site: Path, served: str, over_http: bool) -> None:
    page = chromium.new_page()
    page.goto(f"{served}/index.html" if over_http else (site / "index.html").as_uri())
    page.fill("input[name=q]", "consensus")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    titles = page.eval_on_selector_all("#search-results li a", "links => links.map((link) => link.textContent)")
    assert "Consensus" in titles
    page.click("#search-results li a >> text=Consensus")
    assert page.inner_text("h1").startswith("Consensus")
    page.close()
