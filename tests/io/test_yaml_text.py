import pytest

from countermove.errors import CaseError
from countermove.io.yaml_text import read_data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: NO\nb: 007\nc: 2022-01-13\nd: 1e3\ne: true", {"a": "NO", "b": "007", "c": "2022-01-13", "d": "1e3", "e": "true"}),
        ("a: null\nb: ~\nc:\nd: 'null'\ne: \"~\"\nf: ''", {"a": None, "b": None, "c": None, "d": "null", "e": "~", "f": ""}),
        ("a: Null\nnull: b", {"a": "Null", "null": "b"}),
        ("- - a\n  - [b, {c: d}]\n- {}", [["a", ["b", {"c": "d"}]], {}]),
        ("a: >\n  b\n  c\nd: |\n  e\n  f\n", {"a": "b c\n", "d": "e\nf\n"}),
        ('{"a": "\\ud83d\\ude00\\/", "b": [1, null, true]}', {"a": "\U0001f600/", "b": ["1", None, "true"]}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
        ("%YAML 1.1\n---\na: yes\n...\n", {"a": "yes"}),
        ("", None),
        ("# nothing\n", None),
    ],
)  # fmt: skip
def test_scalars_are_text_as_written(text: str, data: object) -> None:
    assert read_data(text, "case.yaml")[0] == data


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\na: c", 'case.yaml:2:1: the key "a" stands here a second time; it is already on line 1: keep one of the two [CM005]'),
        ("x: {a: b, 'a': c}", 'case.yaml:1:11 x: the key "a" stands here a second time; it is already on line 1: keep one of the two [CM005]'),
        ("a: &x b", "case.yaml:1:4: an anchor, &x; take it out; a case has no aliases [CM006]"),
        ("a: *x", "case.yaml:1:4: an alias, *x; write the value out here [CM006]"),
        ("a: !x b", "case.yaml:1:4: a tag, !x; take it out, or put the text in quotation marks [CM006]"),
        ("a: !!python/object:os.system x", "case.yaml:1:4: a tag, tag:yaml.org,2002:python/object:os.system; take it out, or put the text in quotation marks [CM006]"),
        ("a: b\n---\nc: d", 'case.yaml:2:1: a second document begins here; take out the line "---" [CM006]'),
        ("? [a]\n: b", "case.yaml:1:3: a list stands where a key is expected; a key is text: key: value [CM004]"),
        ("{{a: b}: c}", "case.yaml:1:2: a mapping stands where a key is expected; a key is text: key: value [CM004]"),
        (": b", "case.yaml:1:1: a key is missing before the colon; a key is text: key: value [CM004]"),
        ("? " + "x" * 1001, "case.yaml:1:3: a key of 1,001 characters; the limit is 1,000 [CM004]"),
        ("a: b: c", 'case.yaml:1:5: this is not YAML: mapping values are not allowed here; put text with ": " in it in quotation marks, as in title: "What next: war or peace?", or correct the indent [CM004]'),
        ("a:\n\tb: c", "case.yaml:2:1: this is not YAML: found character '\\t' that cannot start any token; use spaces, not tabs, outside quotation marks [CM004]"),
        ("a: @b", "case.yaml:1:4: this is not YAML: found character '@' that cannot start any token; put the text in quotation marks [CM004]"),
        ("a: [b\nc: d", "case.yaml:2:2: this is not YAML: expected ',' or ']', but got ':'; put a comma between the entries, close the bracket, or put text with \": \" in it in quotation marks; what it belongs to begins on line 1 [CM004]"),
        ("a: 'b", "case.yaml:1:6: this is not YAML: found unexpected end of stream; close the quotation mark or bracket [CM004]"),
        ('a: "\\U00110000"', "case.yaml: this is not YAML: the parser gives up (ValueError); compare it with an example case [CM004]"),
        ('a: "\\ud800"', "case.yaml:1:4: half of a surrogate pair (\\ud800 to \\udfff); write both halves, or \\U and 8 digits [CM004]"),
        ("[" * 65, "case.yaml:1:65: the file is nested more than 64 deep; close some brackets before this [CM007]"),
    ],
)  # fmt: skip
def test_what_a_case_cannot_hold_is_refused_at_its_place(text: str, line: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_data(text, "case.yaml")
    assert str(caught.value) == line


def test_json_is_read_with_tabs_and_refused_as_json() -> None:
    assert read_data('{\n\t"a":\t"b"\n}', "case.json")[0] == {"a": "b"}
    with pytest.raises(CaseError, match=r"^case\.json:1:9: this is not JSON: "):
        read_data('{"a": 1,', "case.json")


def test_places_of_keys_and_values() -> None:
    text = "a:\n  - b\n  - {c: 'd'}\ne: {}\n"
    places = read_data(text, "case.yaml")[1]
    assert {path: (spot.key, spot.value) for path, spot in places.items()} == {
        (): (None, (1, 1)),
        ("a",): ((1, 1), (2, 3)),
        ("a", 0): (None, (2, 5)),
        ("a", 1): (None, (3, 5)),
        ("a", 1, "c"): ((3, 6), (3, 9)),
        ("e",): ((4, 1), (4, 4)),
    }
    assert {path: text[spot.start : spot.end] for path, spot in places.items()} == {
        (): text.rstrip(),
        ("a",): "- b\n  - {c: 'd'}",
        ("a", 0): "b",
        ("a", 1): "{c: 'd'}",
        ("a", 1, "c"): "'d'",
        ("e",): "{}",
    }
