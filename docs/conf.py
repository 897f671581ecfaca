"""The documentation as a static site: make docs.

The pages are plain Markdown that every renderer shows. For the site their order comes from nav.yml, formulas become
MathML, which browsers show without any script, and the two pages that stand beside this folder join the others. The
search needs no server: its index is a script, so that it works from a disk as well.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from typing import Any

from docutils import nodes  # type: ignore[import-untyped,unused-ignore]
from latex2mathml.converter import convert
from pygments.lexers.special import TextLexer
from ruamel.yaml import YAML
from sphinx.application import Sphinx
from sphinx.highlighting import lexers

DOCS = Path(__file__).resolve().parent
OUTSIDE = ("CONTRIBUTING.md", "CHANGELOG.md")
"""Pages that stand beside the folder of the documentation."""
DIAGNOSTICS = "reference/diagnostics/index"
"""The page that lists the pages of single diagnostics, which the navigation does not name."""

project = "countermove"
author = "The countermove developers"
html_title = "countermove"
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 6
myst_links_external_new_tab = False
exclude_patterns = ["**.ipynb"]
nitpicky = True
# Calls of tools for assistants, and their answers.
lexers["tool"] = TextLexer()
pygments_style = "default"
pygments_dark_style = "monokai"
html_theme = "furo"
html_favicon = "favicon.svg"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
# Excerpts below the results would be fetched, which browsers refuse for files on a disk.
html_show_search_summary = False
html_theme_options = {"source_repository": "", "top_of_page_buttons": []}


def _navigation() -> list[dict[str, Any]]:
    nav: list[dict[str, Any]] = YAML(typ="safe").load(DOCS / "nav.yml")["nav"]
    return nav


def _toctree(caption: str, entries: list[dict[str, str]]) -> str:
    pages = "\n".join(f"{title} <{page.removesuffix('.md')}>" for entry in entries for title, page in entry.items())
    return f"\n```{{toctree}}\n:hidden:\n:maxdepth: 1\n:caption: {caption}\n\n{pages}\n```\n"


def _with_navigation(_: Sphinx, name: str, content: list[str]) -> None:
    """Put the navigation below the first page, and the pages of diagnostics below their list."""
    text = content[0]
    if name == "index":
        alone = [entry for entry in _navigation() if isinstance(next(iter(entry.values())), str)][1:]
        groups = [(title, inner) for entry in _navigation() for title, inner in entry.items() if isinstance(inner, list)]
        text += _toctree("Begin", alone) + "".join(_toctree(title, inner) for title, inner in groups)
    elif name == DIAGNOSTICS:
        text += "\n```{toctree}\n:hidden:\n:glob:\n\nCM*\n```\n"
    # Pages name the two that stand outside by their places in the repository.
    depth = "../" * name.count("/")
    for outside in OUTSIDE:
        text = text.replace(f"]({depth}../{outside}", f"]({depth}{outside}")
    if f"{name}.md" in OUTSIDE:
        text = text.replace("](docs/", "](")
    content[0] = text


def _copy_outside(app: Sphinx) -> None:
    """Let the two pages beside the folder be pages of the site: they are copied, and git ignores the copies."""
    for outside in OUTSIDE:
        there = Path(app.srcdir) / outside
        text = (DOCS.parent / outside).read_text(encoding="utf-8")
        if not there.exists() or there.read_text(encoding="utf-8") != text:
            there.write_text(text, encoding="utf-8")


def _copy_pictures(app: Sphinx, error: Exception | None) -> None:
    """Pages name dark forms of pictures in HTML, which Sphinx passes on unread; so all pictures are copied."""
    if error is None:
        copytree(DOCS / "pictures", Path(app.outdir) / "pictures", dirs_exist_ok=True)


def _inline(self: Any, node: nodes.math) -> None:
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(self: Any, node: nodes.math_block) -> None:
    self.body.append(f'<div class="formula">{convert(node.astext(), display="block")}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what the site needs besides Sphinx."""
    app.connect("builder-inited", _copy_outside)
    app.connect("source-read", _with_navigation)
    app.connect("build-finished", _copy_pictures)
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
