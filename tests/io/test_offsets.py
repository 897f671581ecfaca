import pytest

from countermove.io.nodes import read
from countermove.io.offsets import column_of


@pytest.mark.parametrize(
    "text",
    [
        "a: not @x",
        "a:   not @x   # why",
        "a: 'not @x'",
        "a: 'it''s not @x'",
        'a: "not @x"',
        r'a: "\"a\" \x41\u0042\U00000043\t not @x"',
        "a: not\n  this @x",
        "a: 'not\n\n  this @x'",
        'a: "not \\\n  this @x"',
        "a: >\n  not\n  this @x\n",
        "a: |-\n  not\n  this @x\n",
        "a: >2\n    not\n   this @x\n",
        "- [b, {a: not @x}]",
        "a: '@x'",
    ],
)
def test_an_offset_is_found_in_the_file(text: str) -> None:
    places = read(text.replace("not @x}", "not é}") if text == "" else text.replace("@", "é"), "case.yaml")[1]
    spot = next(spot for spot in places.values() if "é" in spot.text)
    before = text[: text.index("@")]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert column_of(spot, spot.text.index("é")) == (line, column)


@pytest.mark.parametrize(("text", "column"), [("a: b c  # d", 7), ("a: 'b c'", 8), ("a: ''", 5), ("a: {b: c d }", 11)])
def test_the_end_of_a_text_is_behind_its_last_character(text: str, column: int) -> None:
    spot = list(read(text, "case.yaml")[1].values())[-1]
    assert column_of(spot, len(spot.text)) == (1, column)
