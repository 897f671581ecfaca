"""Documents as data: prose becomes blocks, and only web addresses become links."""

from __future__ import annotations

import pytest

from countermove.text.blocks import (
    Chapter,
    Details,
    Document,
    Entry,
    Item,
    Link,
    Listing,
    Paragraph,
    Part,
    Section,
    anchors,
    clean,
    from_items,
    from_lines,
    from_section,
    plain,
    web_address,
)


def paragraph(text: str) -> Paragraph:
    return Paragraph((text,))


def entry(text: str, *blocks: Paragraph | Listing) -> Entry:
    return Entry((text,), tuple(blocks))


def test_items_without_marks_are_paragraphs() -> None:
    assert from_items([Item("one"), Item("two")]) == (paragraph("one"), paragraph("two"))


def test_marks_make_lists_and_numbers_make_numbered_ones() -> None:
    items = [Item("a", 0, "-"), Item("b", 0, "-"), Item("c", 0, "1."), Item("d", 0, "2."), Item("e", 0, "1.")]
    assert from_items(items) == (
        Listing((entry("a"), entry("b"))),
        Listing((entry("c"), entry("d")), ordered=True),
        Listing((entry("e"),), ordered=True),
    )


def test_depth_makes_lists_in_lists() -> None:
    items = [
        Item("Cares about:"),
        Item("pay", 1, "1."),
        Item("equally:", 1, "2."),
        Item("a", 2, "-"),
        Item("b", 2, "-"),
    ]
    listing = Listing((entry("a"), entry("b")))
    assert from_items(items) == (
        paragraph("Cares about:"),
        Listing((entry("pay"), entry("equally:", listing)), ordered=True),
    )


def test_what_stands_below_an_entry_without_a_mark_goes_on_with_it() -> None:
    items = [Item("go", 0, "-"), Item("could stop it: nobody", 1)]
    assert from_items(items) == (Listing((entry("go", paragraph("could stop it: nobody")),)),)


def test_what_stands_below_a_paragraph_without_a_mark_is_a_list() -> None:
    assert from_items([Item("It holds"), Item("US: nothing", 1)]) == (
        paragraph("It holds"),
        Listing((entry("US: nothing"),)),
    )


def test_lines_that_stand_deeper_are_lists() -> None:
    assert from_lines([(1, "a"), (2, "b"), (3, "c"), (1, "d")]) == (
        paragraph("a"),
        Listing((entry("b", Listing((entry("c"),))),)),
        paragraph("d"),
    )
    assert from_lines([]) == ()


def test_nothing_is_lost_between_prose_and_blocks() -> None:
    items = [Item(str(k), depth, mark) for k, (depth, mark) in enumerate(
        (depth, mark) for depth in (0, 1, 2, 1, 3, 0) for mark in ("", "-", "1.", "2.", "")
    )]  # fmt: skip

    def texts(blocks: object) -> list[str]:
        found = []
        for block in blocks:  # type: ignore[attr-defined]
            if isinstance(block, Paragraph):
                found.append(plain(block.words))
            else:
                for one in block.entries:
                    found += [plain(one.words), *texts(one.blocks)]
        return found

    assert texts(from_items(items)) == [item.text for item in items]


def test_a_section_is_a_part() -> None:
    assert from_section(Section("T", (Item("x"),)), "t") == Part("T", (paragraph("x"),), "t")


def test_anchors_are_found_at_every_depth() -> None:
    inner = Part("P", (Details(("d",), (Part("Q", (), "q"), Part("R", ()))),), "p")
    document = Document("T", "", "", (Chapter("c", "C", (inner,)),), (), "")
    assert anchors(document) == {"c", "p", "q"}


def test_text_is_made_harmless_and_one_line() -> None:
    assert clean("a\n\tb\x1b[31m\u202e") == "a b\\x1b[31m\\u202e"
    assert plain(("a ", Link("b", "#c"), "!")) == "a b!"


@pytest.mark.parametrize("text", ["https://example.org", "http://example.org/a?b=c&d#e", "HTTPS://example.org/%20"])
def test_web_addresses_are_links(text: str) -> None:
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "javascript:alert(1)", "JavaScript:alert(1)", " https://example.org", "java\nscript:x", "data:text/html,x",
        "file:///etc/passwd", "//example.org", "example.org", "https://", "https://a b", 'https://a"b', "https://a<b",
        "https://[::1", "vbscript:x", "https://a\u202eb",
    ],
)  # fmt: skip
def test_everything_else_is_not(text: str) -> None:
    assert web_address(text) is None
