"""A report as one HTML page that needs nothing else: no network and no script; it prints, and reads in the dark."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from countermove.errors import QuestionError
from countermove.text.blocks import (
    Details,
    Document,
    Listing,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Table,
    anchors,
    clean,
    kept,
    leads,
    web_address,
)

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["LONGEST", "POLICY", "as_html"]

MISSING = 'reports as HTML or PDF need Jinja2: install it with pip install "countermove[report]"'
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may load for the page: its own styles and pictures, and nothing that runs or is fetched."""
DENSE = 8
"""A table with more columns is set smaller."""
LONGEST = 14
"""A column is at least as wide as its longest word; only words of more characters than this are broken."""
PIECE = 12
"""Characters between the places at which a word of a table may be broken on paper, where only some words may be."""
POINTS = 72 / 2.54
"""Points in a centimetre."""
PHONE = 360
"""The width of a picture for a phone, in pixels: a common window of 390, less the margins of the page."""
KINDS = (Paragraph, Listing, Table, Picture, Quotation, Details, Part)


def as_html(document: Document, on_paper: bool = False) -> str:
    """The page. Names and texts of the case are escaped wherever they stand, and only web addresses are links.

    Parameters
    ----------
    document
        The report.
    on_paper
        Whether the page goes to `render.pdf`: then what folds is open, and pictures are those for white paper.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    QuestionError
        Where Jinja2 is not installed.

    Examples
    --------
    >>> from countermove.text.blocks import Chapter, Document, Paragraph
    >>> page = as_html(Document("<b>", "", "", (Chapter("a", "A", (Paragraph(("x < y",)),)),), (), "countermove"))
    >>> "<h1>&lt;b&gt;</h1>" in page, "<p>x &lt; y</p>" in page
    (True, True)
    """
    try:
        import jinja2  # noqa: F401
        from markupsafe import Markup
    except ImportError:
        raise QuestionError(MISSING) from None
    # A style sheet is no text of a case, and holds quotation marks that must stay as they are.
    style = Markup(_style("report.css") + (_style("paper.css") if on_paper else ""))
    internal = frozenset(f"#{anchor}" for anchor in anchors(document))
    page = _environment().get_template("page.html")
    text = page.render(document=document, on_paper=on_paper, policy=POLICY, style=style, internal_links=internal)
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


@cache
def _style(name: str) -> str:
    return files("countermove.report").joinpath("templates", name).read_text(encoding="utf-8").strip() + "\n"


@cache
def _environment() -> Environment:
    """What the templates are read with: every text that they write is made clean, then escaped."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("countermove.report"),
        autoescape=True,
        finalize=_finished,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {kind.__name__.lower(): _kind_test(kind) for kind in KINDS}
    environment.tests |= {
        "dense": lambda table: len(table.columns) > DENSE,
        "internal": jinja2.pass_context(lambda context, to: to in context["internal_links"]),
        "leading": lambda paragraph: leads(paragraph.words),
        "web": lambda to: web_address(to) is not None,
    }
    environment.filters |= {
        "all_short": lambda classes: all("short" in one.split() for one in classes),
        "breakable": _breakable,
        "column_classes": _column_classes,
        "plates": _plates,
        "width_on_paper": _width_on_paper,
        "picture_id": lambda picture: f"picture-{hashlib.sha256(picture.svg.encode()).hexdigest()[:10]}",
    }
    return environment


def _kind_test(kind: type) -> Callable[[object], bool]:
    return lambda block: isinstance(block, kind)


def _finished(value: Any) -> Any:
    """Text without control characters, before it is escaped; what a macro wrote has been through this already."""
    return kept(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _plates(picture: Picture, on_paper: bool) -> list[tuple[str, Any]]:
    """The forms of a picture that a page has, each with its classes: for light and dark pages, wide and on a phone."""
    from markupsafe import Markup

    # An SVG of `plots`: all text in it is escaped already.
    if on_paper or picture.variant is None:
        return [("paper", Markup(picture.svg))]
    plates = [("light wide", picture.svg), ("dark wide", picture.variant("dark", None))]
    plates += [(f"{theme} narrow", picture.variant(theme, PHONE)) for theme in ("light", "dark")]
    return [(classes, Markup(svg)) for classes, svg in plates]


def _width_on_paper(picture: Picture) -> float:
    """The width in points at which the picture is as high as it may be; 0 where any height is right."""
    if picture.tallest is None or picture.size is None:
        return 0
    wide, high = picture.size
    return round(picture.tallest * POINTS * wide / high, 1)


def _breakable(text: str) -> Any:
    """Text in whose long words a line may end: engines that break words anywhere do not look at narrow columns."""
    from markupsafe import Markup, escape

    words = []
    for word in clean(text).split(" "):
        pieces = [word[k : k + PIECE] for k in range(0, len(word), PIECE)] if len(word) > LONGEST else [word]
        words.append(Markup("<wbr>").join(map(escape, pieces)))
    return Markup(" ").join(words)


def _column_classes(table: Table) -> list[str]:
    """For each column whether all cells are short, all words are, or some are too long; and whether it has numbers."""
    classes = []
    for k, name in enumerate(table.columns):
        texts = [name, *(row[k] for n, row in enumerate(table.rows) if n not in table.groups)]
        longest = max((len(word) for text in texts for word in clean(text).split(" ")), default=1)
        side = " right" if name in table.right else " centred" if name in table.centred else ""
        short = " short" if max(map(len, texts)) <= LONGEST else ""
        classes.append(f"{'whole' if longest <= LONGEST else 'long'}{short}{side}")
    return classes
