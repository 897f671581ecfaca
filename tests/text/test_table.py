import csv
import io

from countermove.text.table import Table, as_csv, as_markdown, as_text

TABLE = Table(("n", "text"), (("1", 'a, "b"\nc'), ("12", "\x1b[31m|x")), frozenset({"n"}), ("A note.",), frozenset({0}))


def test_text_is_plain_without_colour() -> None:
    assert as_text(TABLE) == ' n  text\n──────────────\n 1  a, "b" c\n12  \\x1b[31m|x\n\nA note.'


def test_rows_that_stand_out_are_bold() -> None:
    first, _, strong, weak = as_text(TABLE, colour=True).split("\n")[:4]
    assert "\x1b[1m" in first
    assert "\x1b[1m" in strong
    assert "\x1b[1m" not in weak


def test_long_cells_are_wrapped_and_nothing_is_lost() -> None:
    text = as_text(Table(("a", "b"), (("word " * 30, "x" * 70),)), width=60)
    assert max(map(len, text.split("\n"))) <= 60
    assert text.count("word") == 30
    assert text.count("x") == 70


def test_wide_characters_keep_their_columns() -> None:
    lines = as_text(Table(("a", "b"), (("東京", "x"), ("to", "x")))).split("\n")
    assert lines[2:] == ["東京  x", "to    x"]


def test_csv_is_read_back() -> None:
    assert list(csv.reader(io.StringIO(as_csv(TABLE)))) == [
        ["n", "text"],
        ["1", 'a, "b" c'],
        ["12", "\\x1b[31m|x"],
    ]


def test_markdown_keeps_names_inside_their_cells() -> None:
    assert as_markdown(TABLE) == ('| n | text |\n| --: | :-- |\n| 1 | a, "b" c |\n| 12 | \\\\x1b\\[31m\\|x |\n\nA note.')
