"""What is derived from a record: which members JSON has, under which keys, and how CSV writes values."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import ClassVar

import pytest

import countermove as cm
from countermove.analysis.result import HIDDEN, OPTIONAL, SPREAD, Column, Record, Result, Rows, keyed, member, schema_of


@dataclass(frozen=True)
class Inner(Record):
    low: int
    high: int | None = None


@dataclass(frozen=True)
class Answer(Result):
    """An answer for these tests."""

    schema: ClassVar[str] = "answer/1"

    count: int
    game: object = field(default=None, metadata=HIDDEN)
    position: int = field(default=0, metadata=keyed("line"))
    note: str = field(default="", metadata=OPTIONAL)
    stopped: bool = field(default=False, metadata=OPTIONAL)
    bounds: Inner | None = field(default=None, metadata=SPREAD)
    _memo: int = 0

    @member("twice")
    def double(self) -> int:
        """Two times the count."""
        return 2 * self.count

    @member(optional=True)
    def names(self) -> tuple[str, ...]:
        """Names for the count."""
        return ("a",) * self.count

    def rows(self) -> Rows:
        columns = (
            Column("count", "How many."),
            Column("share", "Of all.", "{:.2f}"),
            Column("yes", "Whether."),
            Column("kind", "Which.", {1: "one", 2: "many"}),
            Column("name", "What."),
        )
        return Rows(columns, ((1, 1 / 3, True, 1, "a\n b"), (2, None, False, 2, None)))


class Quiet(Answer):
    """One that has no names."""

    names = None  # type: ignore[assignment]


def test_json_has_the_members_that_are_not_hidden_and_those_optional_ones_that_say_something() -> None:
    assert list(Answer(0, game=object()).to_dict()) == ["count", "line", "coverage", "twice"]
    full = Answer(1, note="cut", stopped=True, bounds=Inner(3)).to_dict()
    assert full.pop("coverage")
    assert full == {
        "count": 1, "line": 0, "note": "cut", "stopped": True, "low": 3, "high": None, "twice": 2, "names": ["a"],
    }  # fmt: skip


def test_a_subclass_may_take_a_member_back() -> None:
    assert "names" in Answer(1).to_dict()
    assert "names" not in Quiet(1).to_dict()


def test_the_schema_asks_for_what_is_always_there() -> None:
    schema = schema_of(Answer)
    assert set(schema["properties"]) == {
        "count", "line", "note", "stopped", "low", "high", "coverage", "twice", "names",
    }  # fmt: skip
    assert set(schema["required"]) == {"count", "line", "coverage", "twice"}


def test_csv_writes_each_value_in_the_form_of_its_column() -> None:
    assert Answer(1).to_csv().splitlines() == ["count,share,yes,kind,name", "1,0.33,1,one,a b", "2,,0,many,"]


def test_a_result_without_rows_says_so() -> None:
    class Bare(Result):
        schema = "bare/1"

    with pytest.raises(cm.QuestionError, match="Bare has no rows"):
        Bare().to_csv()


def test_where_pandas_is_missing_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = cm.winners(cm.load("chicken"))
    assert len(answer.to_frame()) == len(answer.outcomes)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(cm.QuestionError, match=r'^tables as data frames need pandas: .* "countermove\[frames\]"$'):
        answer.to_frame()
