"""What MkDocs does to the pages besides turning them into HTML: formulas, code blocks, and the pages at the root.

The pages are written for every renderer of Markdown. For the site, formulas become MathML, which browsers show without
any script; of the first line of a code block the first word stays, as its language; and CONTRIBUTING.md and
CHANGELOG.md, which stand beside the folder of the documentation, become pages of the site.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = ("CONTRIBUTING.md", "CHANGELOG.md")
PIECES = re.compile(
    r"(?P<fence>^```[^\n]*\n.*?^```$)|(?P<code>`[^`\n]+`)|\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$\n]+)\$",
    re.MULTILINE | re.DOTALL,
)
HELD = "formula{}held"
"""Stands for a formula while Markdown is turned into HTML, which would take its signs for markup."""


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that stand beside the folder of the documentation."""
    for name in OUTSIDE:
        files.append(File.generated(config, name, content=(ROOT / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Hold the formulas back, shorten the first lines of code blocks, and mend links between the two folders."""
    formulas = page.meta.setdefault("formulas", [])

    def held(match: re.Match[str]) -> str:
        if match["fence"]:
            first, rest = match["fence"].split("\n", 1)
            return f"{first.split(' ')[0]}\n{rest}"
        if match["code"]:
            return match["code"]
        display = match["display"] is not None
        formula = convert(match["display"] or match["inline"], display="block" if display else "inline")
        formulas.append(f'<div class="formula">{formula}</div>' if display else formula)
        return HELD.format(len(formulas) - 1)

    text = PIECES.sub(held, markdown)
    if page.file.src_uri in OUTSIDE:
        return text.replace("](docs/", "](")
    depth = "../" * page.file.src_uri.count("/")
    for name in OUTSIDE:
        text = text.replace(f"]({depth}../{name})", f"]({depth}{name})")
    return text


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Put the formulas where they belong."""
    for number, formula in enumerate(page.meta.get("formulas", [])):
        place = HELD.format(number)
        html = html.replace(f"<p>{place}</p>", formula).replace(place, formula)
    return html
