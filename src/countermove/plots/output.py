"""A picture as a file: SVG that can stand in a page beside others, PNG and PDF; the same picture, the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as Xml

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.plots.fonts import FAMILY, families, unknown_characters, width
from countermove.plots.sheet import MARK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["ENDINGS", "alt_text", "ending_of", "rendered", "sentence", "shown_in_notebooks", "svg", "undrawn"]

SVG, LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ENDINGS = ("png", "pdf", "svg")
NUMBER = re.compile(r"-?\d+\.\d+")
STANDARD = {("text-anchor", "start"), ("font-weight", "400")}
"""What holds anyway, and need not be written."""
SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "countermove",
    "svg.image_inline": True,
    "pdf.fonttype": 42,
    "pdf.use14corefonts": False,
    "path.simplify": False,
    "hatch.linewidth": 0.8,
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "savefig.transparent": False,
    "text.usetex": False,
    "text.hinting": "none",
}
"""What a user may have set otherwise, and what makes bytes depend on the run."""


def alt_text(figure: Figure) -> str:
    """What a picture says, in words, for those who cannot see it: first the sentence that says what to see.

    Parameters
    ----------
    figure
        A picture that `countermove.plot` made.

    Returns
    -------
    str
        Some sentences, without line breaks.

    Raises
    ------
    QuestionError
        For a figure from elsewhere.

    Examples
    --------
    >>> import countermove as cm
    >>> alt_text(cm.plot(cm.compile(cm.load("prisoners-dilemma")), "winners"))[:50]
    'Best for every actor: "Both cooperate" (state 4). '
    """
    return str(_own(figure).get_label())


def sentence(figure: Figure) -> str:
    """What to see in a picture, in one sentence; it stands below the title.

    >>> import countermove as cm
    >>> print(sentence(cm.plot(cm.compile(cm.load("chicken")), "outcomes")))
    No option is taken in all, or in none, of the 3 equilibria that are shown.
    """
    return str(_own(figure).get_xlabel())


def _own(figure: Figure) -> Axes:
    if figure.get_gid() != MARK or not figure.axes:
        raise QuestionError("this figure is none of ours, so there is no text that describes it")
    return figure.axes[0]


def ending_of(name: str) -> str:
    """The kind of file that a name means, by its ending; raises `QuestionError` where it means none."""
    ending = Path(name).suffix.removeprefix(".").lower()
    if ending in ENDINGS:
        return ending
    known = ", ".join(f".{one}" for one in ENDINGS)
    if not ending:
        raise QuestionError(f"{quoted(name)} has no ending that says which kind of picture it is; known: {known}")
    near = did_you_mean(ending, ENDINGS)
    hint = near if near.startswith("did you mean") else f"known: {known}"
    raise QuestionError(f"{quoted(name)}: no picture ends in {quoted('.' + ending)}; {hint}")


def rendered(figure: Figure, ending: str, dpi: int = 144) -> bytes:
    """A picture as the bytes of a PNG, PDF or SVG file."""
    if ending == "svg":
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg(figure)}\n'.encode()
    about = str(figure.get_label())
    metadata: dict[str, dict[str, Any]] = {
        "png": {"Software": None, "Title": about, "Description": alt_text(figure)},
        "pdf": {"Creator": "countermove", "Producer": None, "CreationDate": None, "Title": about,
                "Subject": alt_text(figure)},
    }  # fmt: skip
    out = io.BytesIO()
    with _settled():
        figure.savefig(out, format=ending, dpi=dpi, metadata=metadata[ending])
    return out.getvalue()


def shown_in_notebooks(figure: Figure) -> Figure:
    """The figure, which notebooks now show as the SVG of its file; of others they show only those of pyplot.

    >>> import countermove as cm
    >>> figure = cm.plot(cm.compile(cm.load("chicken")), "winners")
    >>> figure._repr_svg_() == svg(figure)
    True
    """
    # An attribute of this one figure, not a class: matplotlib is imported late, so there is none to derive from here.
    vars(figure)["_repr_svg_"] = partial(svg, figure)
    return figure


def svg(figure: Figure, prefix: str | None = None) -> str:
    """A picture as one SVG element, to be written to a file or into a page.

    It needs nothing from outside and changes nothing there: no style sheet, and every id begins with `prefix` (made
    from the picture itself if None), so that several pictures can stand in one page. It has a title and a
    description. Text stays text, as wide as it was measured.

    Parameters
    ----------
    figure
        A picture that `countermove.plot` made.
    prefix
        What every id begins with; None: made from the picture itself.

    Returns
    -------
    str
        The element, from ``<svg`` on.

    Examples
    --------
    >>> import countermove as cm
    >>> svg(cm.plot(cm.compile(cm.load("chicken")), "outcomes"))[:4]
    '<svg'
    """
    if not hasattr(figure, "savefig"):
        raise QuestionError(f"svg takes a picture that plot made, not {type(figure).__name__}: svg(plot(game, kind))")
    out = io.StringIO()
    with _settled():
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    mark = prefix or "p" + hashlib.sha256((text + alt_text(figure)).encode()).hexdigest()[:10]
    root = Xml.fromstring(text)
    _without(root, "metadata")
    for defs in root.iter(f"{{{SVG}}}defs"):
        for style in defs.findall(f"{{{SVG}}}style"):
            defs.remove(style)
    for element in root.iter():
        _own_ids(element, mark)
        _as_attributes(element)
        if "d" in element.attrib:
            element.set("d", _shorter(element.attrib["d"]))
        if element.tag == f"{{{SVG}}}text":
            _fixed(element)
    _describe(root, mark, str(figure.get_label()), alt_text(figure))
    Xml.register_namespace("", SVG)
    Xml.register_namespace("xlink", LINK)
    return Xml.tostring(root, encoding="unicode")


def undrawn(figure: Figure) -> str:
    """The characters in a picture that no font of this machine has; a browser may have one for an SVG."""
    return unknown_characters("".join(text.get_text() for axes in figure.axes for text in axes.texts))


@contextmanager
def _settled() -> Iterator[None]:
    """As long as it lasts, nothing but the picture decides what is written, and missing characters are no warning."""
    from matplotlib import rc_context

    settings: Any = SETTINGS
    with rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph")
        yield


def _without(root: Xml.Element, tag: str) -> None:
    for element in root.findall(f"{{{SVG}}}{tag}"):
        root.remove(element)


def _own_ids(element: Xml.Element, mark: str) -> None:
    for key, value in element.attrib.items():
        if key == "id":
            element.set(key, f"{mark}-{value}")
        elif key == f"{{{LINK}}}href":
            element.set(key, re.sub("^#", f"#{mark}-", value))
        else:
            element.set(key, value.replace("url(#", f"url(#{mark}-"))


def _shorter(path: str) -> str:
    """The same path with hundredths of a point."""
    return " ".join(NUMBER.sub(lambda n: f"{float(n[0]):.2f}".rstrip("0").rstrip("."), path).split())


def _as_attributes(element: Xml.Element) -> None:
    """What a style says, as attributes: a page that forbids styles of others still shows the picture."""
    style = dict(part.split(":", 1) for part in element.attrib.pop("style", "").split(";") if ":" in part)
    for key, value in ((key.strip(), value.strip()) for key, value in style.items()):
        if (key, value) not in STANDARD and key != "font-family":
            element.set(key, value.removesuffix("px"))


def _fixed(element: Xml.Element) -> None:
    """Text that is as wide as it was measured, where it was."""
    element.attrib.pop("transform", None)
    words = element.text or ""
    if families(words) == (FAMILY,):
        measured = width(words, float(element.attrib["font-size"]), "font-weight" in element.attrib)
        element.set("textLength", f"{measured:.2f}")
        element.set("lengthAdjust", "spacingAndGlyphs")


def _describe(root: Xml.Element, mark: str, title: str, alt: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", f"{mark}-title {mark}-desc")
    root.set("font-family", f"{FAMILY}, Verdana, sans-serif")
    root.set("stroke-linejoin", "round")
    for place, (tag, words) in enumerate((("title", title), ("desc", alt))):
        element = Xml.Element(f"{{{SVG}}}{tag}", {"id": f"{mark}-{tag}"})
        element.text = words
        root.insert(place, element)
