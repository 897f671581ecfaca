"""A report as a page: text is text wherever it stands, links lead only to the web, and columns keep their words whole."""

from __future__ import annotations

import re

from countermove.report.render.html import LONGEST, as_html
from countermove.text.blocks import (
    Chapter,
    Details,
    Document,
    Entry,
    Link,
    Listing,
    Paragraph,
    Part,
    Picture,
    Table,
)

BAD = "<img src=x onerror=alert(1)>\"'&"


def page(*blocks: Paragraph | Listing | Table | Picture | Details | Part) -> str:
    return as_html(Document("t", "", "", (Chapter("a", "A", blocks),), (), "countermove"))


def test_text_is_escaped_wherever_it_stands() -> None:
    table = Table((BAD,), ((BAD,),), notes=(BAD,))
    blocks = (
        Paragraph((BAD, Link(BAD, "https://example.org/"), Link(BAD, f"javascript:{BAD}"))),
        Listing((Entry((BAD,), (Paragraph((BAD,)),)),)),
        table,
        Picture(BAD, BAD, "<svg></svg>", lambda: b""),
        Details((BAD,), (Part(BAD, (), BAD),)),
    )
    text = as_html(Document(BAD, BAD, BAD, (Chapter(BAD, BAD, blocks),), ((BAD, BAD),), BAD))
    assert "<img" not in text
    assert "javascript:<" not in text
    assert text.count("&lt;img") >= 18
    assert not re.search(r"""=\s*"[^"]*<""", text)


def test_contents_links_and_parts_meet_at_their_anchors() -> None:
    blocks = (Paragraph((Link("to a part", "#part"),)), Part("Part", (), "part"))
    chapters = (Chapter("first", "The first one", blocks), Chapter("second", "The second one", ()))
    text = as_html(Document("t", "", "", chapters, (), "countermove"))
    assert re.findall(r'href="#([^"]*)"', text) == ["first", "second", "part"]
    assert re.findall(r' id="([^"]*)"', text) == ["first", "part", "second"]


def test_only_web_addresses_are_links() -> None:
    text = page(Paragraph((Link("one", "https://example.org/"), Link("two", "javascript:x"), Link("three", "#a"))))
    assert re.findall(r'<a href="([^"]*)"', text)[1:] == ["https://example.org/", "#a"]


def test_a_number_and_its_sign_stay_on_one_line() -> None:
    assert '<td class="whole short right">44\u00a0%</td>' in page(Table(("share",), (("44\u00a0%",),), frozenset({"share"})))


def test_words_are_kept_whole_unless_they_are_too_long() -> None:
    short, long = "w" * LONGEST, "w" * (LONGEST + 1)
    text = page(Table(("a", "b"), ((f"{short} {short}", long),)))
    assert f'<td class="whole">{short} {short}</td><td class="long">{long}</td>' in text
