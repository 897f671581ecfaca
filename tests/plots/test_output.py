"""Pictures as files: SVG that can stand in a page, PNG and PDF."""

from __future__ import annotations

import pickle
import re
from xml.etree import ElementTree as Xml

import matplotlib
import pytest
from matplotlib.figure import Figure

import countermove as cm
from cases import case_of
from countermove.plots import alt_text, ending_of, rendered, svg, undrawn
from countermove.plots.fonts import width
from plots.boxes import named, texts

GRAPH = cm.compile(cm.load("security-council"))
SVG = "{http://www.w3.org/2000/svg}"


def ids(text: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', text)


def test_an_svg_is_one_element_that_needs_and_changes_nothing_outside() -> None:
    text = svg(cm.plot(GRAPH, "power"))
    assert text.startswith("<svg ")
    assert text.endswith("</svg>")
    assert not re.search(r"<style|<script|<metadata|<image|<!DOCTYPE|<\?xml|@import|\bclass=|\bstyle=", text)
    assert set(re.findall(r"https?://[^\s\"']+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_a_picture_shows_itself_in_a_notebook_as_the_svg_of_its_file() -> None:
    figure = cm.plot(GRAPH, "power")
    copy = pickle.loads(pickle.dumps(figure))
    for one in (figure, copy):
        assert getattr(one, "_repr_svg_")() == svg(figure)  # noqa: B009 (matplotlib's type does not have it)


def test_ids_are_of_one_picture_only() -> None:
    first, second = (svg(cm.plot(GRAPH, kind)) for kind in ("power", "winners"))
    assert len(ids(first)) == len(set(ids(first)))
    assert not set(ids(first)) & set(ids(second))
    assert {id_.split("-")[0] for id_ in ids(svg(cm.plot(GRAPH, "power"), "mine"))} == {"mine"}
    for text in (first, second):
        used = re.findall(r'(?:url\(#|href="#)([^)"]+)', text)
        assert set(used) <= set(ids(text))


def test_an_svg_has_a_title_and_a_description() -> None:
    figure = cm.plot(GRAPH, "power")
    root = Xml.fromstring(svg(figure))
    title, about = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "A resolution in the Security Council: power in Security Council")
    assert (about.tag, about.text) == (f"{SVG}desc", alt_text(figure))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"


def test_text_stays_text_as_wide_as_it_was_measured() -> None:
    figure = cm.plot(GRAPH, "power")
    found = list(Xml.fromstring(svg(figure)).iter(f"{SVG}text"))
    assert [element.text for element in found] == texts(figure)
    for element in found:
        bold = element.get("font-weight") is not None
        size = float(element.get("font-size") or 0)
        assert float(element.get("textLength") or 0) == pytest.approx(width(element.text or "", size, bold), abs=0.01)


def test_the_background_is_white_in_light_and_dark() -> None:
    text = svg(cm.plot(GRAPH, "power"))
    assert "#ffffff" in text.split("<path", 2)[1]


def test_what_the_user_has_set_changes_nothing() -> None:
    expected = rendered(cm.plot(GRAPH, "winners"), "svg")
    with matplotlib.rc_context({"svg.fonttype": "path", "text.usetex": True, "savefig.transparent": True, "font.size": 40}):
        assert rendered(cm.plot(GRAPH, "winners"), "svg") == expected


def test_files_begin_as_their_kind_does_and_carry_the_description() -> None:
    figure = cm.plot(GRAPH, "winners")
    assert rendered(figure, "png", 50).startswith(b"\x89PNG")
    assert b"Best for China" in rendered(figure, "png", 50)
    assert rendered(figure, "pdf").startswith(b"%PDF")
    assert b"CreationDate" not in rendered(figure, "pdf")
    assert rendered(figure, "svg").startswith(b"<?xml")


def test_signs_that_turn_text_round_are_kept_out_of_the_description() -> None:
    case = case_of(actors={"a": {"name": "A \u202eb", "options": {"x": {"name": "X \u2066"}}, "prefers": ["x"]}})
    for kind in ("outcomes", "tableau", "moves", "preferences", "winners"):
        drawn = svg(cm.plot(cm.compile(case), kind))
        assert "\\u202e" in drawn
        assert "\u202e" not in drawn
        assert "\u2066" not in drawn


def test_endings_say_what_kind_of_file_is_meant() -> None:
    assert [ending_of(name) for name in ("a.svg", "b/c.PNG", "x.y.pdf")] == ["svg", "png", "pdf"]
    for name, said in (("a.sgv", 'did you mean "svg"'), ("a", "has no ending"), ("a.docx", "known: .png, .pdf, .svg")):
        with pytest.raises(cm.QuestionError, match=said):
            ending_of(name)


def test_a_figure_of_others_has_no_description() -> None:
    with pytest.raises(cm.QuestionError, match="none of ours"):
        alt_text(Figure())


def test_characters_that_no_font_has_are_named() -> None:
    assert undrawn(cm.plot(GRAPH, "winners")) == ""
    assert undrawn(cm.plot(named("\U00012345 and \U00012345"), "winners")) == "\U00012345"
