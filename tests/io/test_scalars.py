from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.io.nodes import read
from countermove.io.scalars import block_text, json_scalar, yaml_key, yaml_scalar
from texts import TEXTS


@given(TEXTS)
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    assert read(f"a: {yaml_scalar(text, flow=False)}", "x")[0] == {"a": text}
    assert read(f"[{yaml_scalar(text)}, {{a: {yaml_scalar(text)}}}]", "x")[0] == [text, {"a": text}]
    assert read(f"[{json_scalar(text)}]", "x.json")[0] == [text]


@given(TEXTS.filter(lambda text: len(json_scalar(text)) < 500))
def test_a_key_is_read_back_as_it_was(key: str) -> None:
    assert read(f"{yaml_key(key)}: a", "x")[0] == {key: "a"}
    assert read(f"{{{yaml_key(key)}: a}}", "x")[0] == {key: "a"}


@given(TEXTS | st.lists(st.sampled_from(["a", "b c", "", " d", "#"])).map("\n".join), st.integers(1, 8))
def test_a_block_is_read_back_as_it_was(text: str, indent: int) -> None:
    lines = block_text(text, indent)
    if lines is not None:
        assert read("a: " + "\n".join(lines) + "\nb: c\n", "x")[0] == {"a": text, "b": "c"}


def test_long_texts_are_folded() -> None:
    lines = block_text("word " * 40 + "end", 2)
    assert lines is not None
    assert lines[0] == ">-"
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (Decimal("0.10"), "0.10"),
        (Decimal("-1E+5"), "-1E+5"),
        ("YN-", '"YN-"'),
        ("no", '"no"'),
        ("a, b", '"a, b"'),
        ('say "a"', 'say "a"'),
        ('"a"', "'\"a\"'"),
        ("2022-01-13", "2022-01-13"),
    ],
)
def test_scalars_are_plain_where_that_is_safe(value: object, text: str) -> None:
    assert yaml_scalar(value) == text
