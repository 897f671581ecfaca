from decimal import Decimal

from countermove.model.case import Case
from countermove.model.preferences import Equally, Line, OrderUnknown, is_pattern, lines_of


def test_lines_of_every_kind() -> None:
    prefers = [
        "x",
        {"that": "not x", "sure": "0.60"},
        {"equally": ["x", "y"]},
        {"order unknown": [{"that": "y"}]},
    ]
    lines = Case.model_validate({"actors": {"a": {"prefers": prefers}}}).actors["a"].prefers
    assert lines is not None
    assert [type(line) for line in lines] == [Line, Line, Equally, OrderUnknown]
    assert [[str(part.that) for part in lines_of(line)] for line in lines] == [
        ["x"],
        ["not x"],
        ["x", "y"],
        ["y"],
    ]
    assert [part.sure for line in lines[:2] for part in lines_of(line)] == [Decimal(1), Decimal("0.6")]


def test_patterns_have_only_three_signs() -> None:
    assert [is_pattern(text) for text in ("Y", "N-", "y", "YX", "", "Y N", "Y\n")] == [True, True] + [False] * 5
