from countermove.text.prose import Item, Section, as_markdown, as_text, folded, one_line

SECTIONS = [
    Section("A  title", (Item("A paragraph\nof text."), Item("head:"), Item("one", 1, "1."), Item("part", 2, "-"))),
    Section("Lists", (Item("first", 0, "-"), Item("more of it", 1), Item("<b> a|b *c*", 0, "-"))),
]


def test_text_is_indented_by_depth() -> None:
    assert as_text(SECTIONS) == (
        "A title\n  A paragraph of text.\n  head:\n    1. one\n      - part\n\n"
        "Lists\n  - first\n    more of it\n  - <b> a|b *c*"
    )


def test_text_is_wrapped_under_its_mark() -> None:
    wrapped = as_text([Section("T", (Item("word " * 12, 1, "10."),))], width=40)
    assert wrapped == "T\n    10. word word word word word word\n        word word word word word word"


def test_headings_are_bold_where_there_is_colour() -> None:
    assert as_text([Section("T\x1b[2J", ())], colour=True) == "\x1b[1mT\\x1b[2J\x1b[0m"


def test_markdown_has_lists_and_no_markup_of_the_names() -> None:
    assert as_markdown(SECTIONS) == (
        "# A title\n\nA paragraph of text.\n\nhead:\n\n1. one\n   - part\n\n"
        "## Lists\n\n- first\n   - more of it\n- \\<b\\> a\\|b \\*c\\*"
    )


def test_long_lines_are_folded_by_their_indent() -> None:
    assert folded("  " + "word " * 9 + "\n\nend\x07", 40) == (
        "  word word word word word word word\n    word word\n\nend\\x07"
    )


def test_white_space_is_one_space() -> None:
    assert one_line(" a\t b\n\nc ") == "a b c"
