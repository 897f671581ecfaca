from __future__ import annotations

import pytest

from countermove.errors import CaseError
from countermove.io.gmcr.reading import places_in, read_json


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "c.gmcr: the file is empty; is it the right file? [CM008]"),
        ("\n \n", "c.gmcr: the file is empty; is it the right file? [CM008]"),
        ('{"a": ["b",', "c.gmcr:1:12: the file ends in the middle of a value; it seems to be cut off: take the whole file [CM004]"),
        ('{"a": "b', "c.gmcr:1:7: the file ends in the middle of a value; it seems to be cut off: take the whole file [CM004]"),
        ('{"a": 1,\n b}', "c.gmcr:2:2: this is not JSON: expecting property name enclosed in double quotes; was it changed by hand, or is it another file? [CM004]"),
        ("title: A case", "c.gmcr:1:1: this is not JSON: expecting value; was it changed by hand, or is it another file? [CM004]"),
        ('{"a": 1} {"a": 1}', "c.gmcr:1:10: this is not JSON: extra data; was it changed by hand, or is it another file? [CM004]"),
        ('{"a": 1,\n  "a": 2}', 'c.gmcr:2:3: the key "a" stands here a second time; it is already on line 1: keep one of the two [CM005]'),
        ('{"a": NaN}', "c.gmcr: this is not JSON: NaN is no number; was it changed by hand, or is it another file? [CM004]"),
        ('{"a": "\\ud800"}', "c.gmcr: this is not JSON: half of a surrogate pair is no character; was it changed by hand, or is it another file? [CM004]"),
        ("[" * 100_000, "c.gmcr: the file is nested too deep; is it the right file? [CM007]"),
    ],
)  # fmt: skip
def test_what_is_not_json_is_told_with_its_place(text: str, line: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_json(text, "c.gmcr")
    assert str(caught.value) == line


def test_a_number_of_very_many_digits_is_refused() -> None:
    with pytest.raises(CaseError, match="CM004"):
        read_json("9" * 10_000, "c.gmcr")


def test_every_kind_of_value_is_read() -> None:
    text = '{"a": [1, -2.5, true, false, null, "\\u00e9\\ud83d\\ude00"], "b": {}}'
    assert read_json(text, "c") == {"a": [1, -2.5, True, False, None, "é😀"], "b": {}}


def test_places_are_found_where_they_can_be() -> None:
    assert places_in('{\n\t"a": [1, 2]}', "c.gmcr")[("a", 1)].value == (2, 11)
    assert places_in("[" * 1000 + "]" * 1000, "c.gmcr") == {}
