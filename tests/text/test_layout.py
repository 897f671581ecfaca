from countermove.text.blocks import Item, Section, Table, Verbatim
from countermove.text.layout import (
    as_markdown,
    as_text,
    folded,
    one_line,
    sections_markdown,
    sections_text,
    table_markdown,
    table_text,
)

SECTIONS = [
    Section("A  title", (Item("A paragraph\nof text."), Item("head:"), Item("one", 1, "1."), Item("part", 2, "-"))),
    Section("Lists", (Item("first", 0, "-"), Item("more of it", 1), Item("<b> a|b *c*", 0, "-"))),
]


def test_text_is_indented_by_depth() -> None:
    assert sections_text(SECTIONS) == (
        "A title\n  A paragraph of text.\n  head:\n    1. one\n      - part\n\n"
        "Lists\n  - first\n    more of it\n  - <b> a|b *c*"
    )


def test_text_is_wrapped_under_its_mark() -> None:
    wrapped = sections_text([Section("T", (Item("word " * 12, 1, "10."),))], width=40)
    assert wrapped == "T\n    10. word word word word word word\n        word word word word word word"


def test_headings_are_bold_where_there_is_colour() -> None:
    assert sections_text([Section("T\x1b[2J", ())], colour=True) == "\x1b[1mT\\x1b[2J\x1b[0m"


def test_markdown_has_lists_and_no_markup_of_the_names() -> None:
    assert sections_markdown(SECTIONS) == (
        "# A title\n\nA paragraph of text.\n\nhead:\n\n1. one\n   - part\n\n"
        "## Lists\n\n- first\n   - more of it\n- \\<b\\> a\\|b \\*c\\*"
    )


def test_long_lines_are_folded_by_their_indent() -> None:
    assert folded("  " + "word " * 9 + "\n\nend\x07", 40) == (
        "  word word word word word word word\n    word word\n\nend\\x07"
    )


def test_white_space_is_one_space() -> None:
    assert one_line(" a\t b\n\nc ") == "a b c"


TABLE = Table(("n", "text"), (("1", 'a, "b"\nc'), ("12", "\x1b[31m|x")), frozenset({"n"}), ("A note.",), frozenset({0}))


def test_text_is_plain_without_colour() -> None:
    assert table_text(TABLE) == ' n  text\n──────────────\n 1  a, "b" c\n12  \\x1b[31m|x\n\nA note.'


def test_rows_that_stand_out_are_bold() -> None:
    first, _, strong, weak = table_text(TABLE, colour=True).split("\n")[:4]
    assert "\x1b[1m" in first
    assert "\x1b[1m" in strong
    assert "\x1b[1m" not in weak


def test_long_cells_are_wrapped_and_nothing_is_lost() -> None:
    text = table_text(Table(("a", "b"), (("word " * 30, "x" * 70),)), width=60)
    assert max(map(len, text.split("\n"))) <= 60
    assert text.count("word") == 30
    assert text.count("x") == 70


def test_wide_characters_keep_their_columns() -> None:
    lines = table_text(Table(("a", "b"), (("東京", "x"), ("to", "x")))).split("\n")
    assert lines[2:] == ["東京  x", "to    x"]


def test_markdown_keeps_names_inside_their_cells() -> None:
    assert table_markdown(TABLE) == ('| n | text |\n| --: | :-- |\n| 1 | a, "b" c |\n| 12 | \\\\x1b\\[31m\\|x |\n\nA note.')


PAGE = (*SECTIONS, Verbatim("as  it\nis"), TABLE)


def test_a_page_has_its_parts_one_below_the_other() -> None:
    assert as_text(PAGE) == "\n\n".join([sections_text(SECTIONS), "as  it\nis", table_text(TABLE)])
    assert as_text([Verbatim("word " * 30, fold=True)]).count("\n") == 1


def test_in_markdown_the_first_section_has_the_heading_of_the_page() -> None:
    fenced = "```text\nas  it\nis\n```"
    assert as_markdown(PAGE) == "\n\n".join([sections_markdown(SECTIONS), fenced, table_markdown(TABLE)])


def test_markdown_makes_no_formula_and_no_link_of_text() -> None:
    page = [Section("Costs $5", (Item("See https://example.org, www.example.org; pay $6"),))]
    assert as_markdown(page).split("\n\n") == [
        "# Costs \\$5",
        "See https\\://example.org, www\\.example.org; pay \\$6",
    ]
