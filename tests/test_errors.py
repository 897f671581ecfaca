"""Errors: their tree, what they say, and what a misspelt name is answered with."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove import errors
from countermove.errors import (
    CaseError,
    CountermoveError,
    Diagnostic,
    Place,
    QuestionError,
    SizeError,
    did_you_mean,
    dotted,
    printable,
    quoted,
    raise_interrupt,
)


def drawn_tree() -> dict[str, str]:
    """Each error in the drawing at the head of the module, with the one that it hangs from."""
    parents: dict[str, str] = {}
    branch: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ((?:[│ ]   )*(?:[├└]── )?)([A-Z]\w+Error)\b", line)
        if found:
            depth = len(found[1]) // 4
            branch[depth:] = [found[2]]
            parents[found[2]] = branch[depth - 1] if depth else "Exception"
    return parents


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    real = {
        name: value.__bases__[0].__name__
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert drawn_tree() == real
    assert len(real) == 5


def test_every_error_of_ours_is_caught_as_one() -> None:
    for kind in (QuestionError, SizeError):
        with pytest.raises(CountermoveError):
            raise kind("why")
    with pytest.raises(CountermoveError):
        raise CaseError([])


def test_a_case_error_says_its_findings_line_by_line() -> None:
    found = [Diagnostic("CM101", "error", ("actors",), "one"), Diagnostic("CM102", "error", (), "two", "mend it")]
    error = CaseError(iter(found))
    assert error.diagnostics == tuple(found)
    assert str(error) == "actors: one [CM101]\ntwo; mend it [CM102]"


# ---------------------------------------------------------------------------------------------- diagnostics


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place("case.yaml"), "case.yaml"),
        (Place("case.yaml", 14), "case.yaml:14"),
        (Place("case.yaml", 14, 7), "case.yaml:14:7"),
    ],
)
def test_a_place_is_a_file_a_line_and_a_column(place: Place, expected: str) -> None:
    assert str(place) == expected


def test_the_message_of_the_docstring() -> None:
    place = Place("case.yaml", 14, 7)
    path = ("actors", "russia", "options")
    hint = did_you_mean("withdrw", ["withdraw", "escalate"])
    shown = str(Diagnostic("CM104", "error", path, 'unknown option "withdrw"', hint, place=place))
    assert shown == ('case.yaml:14:7 actors.russia.options: unknown option "withdrw"; did you mean "withdraw"? [CM104]')
    assert shown in (errors.__doc__ or "")


def test_a_warning_is_called_one() -> None:
    assert str(Diagnostic("CM901", "warning", ("actors",), "m")) == "actors: warning: m [CM901]"
    assert str(Diagnostic("CM901", "warning", (), "m")) == "warning: m [CM901]"


def test_a_diagnostic_does_nothing_to_a_terminal() -> None:
    assert str(Diagnostic("CM101", "error", ("a\x1b[2J",), "b\x07", "c\u202e")) == r"a\x1b[2J: b\x07; c\u202e [CM101]"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), ""),
        (("actors",), "actors"),
        (("actors", "usa", "prefers", 0, "equally", 2), "actors.usa.prefers[1].equally[3]"),
        (("impossible", 4), "impossible[5]"),
    ],
)
def test_positions_in_a_path_count_from_one(path: tuple[str | int, ...], expected: str) -> None:
    assert dotted(path) == expected


# --------------------------------------------------------------------------------------------- did you mean


def test_the_nearest_names_come_first() -> None:
    assert did_you_mean("tlak", ["talk", "walk", "press"]) == 'did you mean "talk"?'
    assert did_you_mean("talks", ["talk", "walks", "stalks"]) == 'did you mean "stalks" or "talk"?'


def test_where_nothing_is_near_all_are_listed_if_they_are_few() -> None:
    assert did_you_mean("zzz", []) == "there is none"
    twelve = [f"name{k}" for k in range(12)]
    assert did_you_mean("zzz", twelve) == "known: " + ", ".join(f'"{name}"' for name in twelve)
    assert did_you_mean("zzz", [*twelve, "b", "c"]).endswith('"name11" and 2 more')


def test_a_name_that_is_known_twice_is_said_once() -> None:
    assert did_you_mean("tlak", ["talk", "talk"]) == 'did you mean "talk"?'
    assert did_you_mean("zzz", ["talk", "talk"]) == 'known: "talk"'


def test_long_words_and_long_lists_cost_little() -> None:
    """Names beyond the longest and the most are not compared, and not shown in full."""
    names = [f"{k}" * 50 for k in range(20_000)]
    hint = did_you_mean("x" * 1_000_000, names)
    assert hint.startswith("known: ")
    assert len(hint) < 1_500


def test_long_values_are_cut() -> None:
    assert quoted("a" * 80) == '"' + "a" * 80 + '"'
    assert quoted("a" * 81) == '"' + "a" * 80 + '..."'
    assert quoted("abcd", limit=2) == '"ab..."'


# ------------------------------------------------------------------------------------------------ printable


@given(st.text())
def test_printable_text_has_no_control_or_format_characters(text: str) -> None:
    shown = printable(text)
    assert not [c for c in shown if c != "\n" and unicodedata.category(c).startswith("C")]
    assert printable(shown) == shown
    if all(c == "\n" or not unicodedata.category(c).startswith("C") for c in text):
        assert shown == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines", "two\nlines"),
        ("naïve 日本 🙂", "naïve 日本 🙂"),
        ("a\tb\r", r"a\tb\r"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\x9b2J", r"\x9b2J"),
        ("\u202eabc\u200b", r"\u202eabc\u200b"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_is_printed(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_capitals_alone_and_the_beginning_of_a_long_name_are_understood() -> None:
    assert did_you_mean("Upland", ["upland", "lowland"]) == 'did you mean "upland"?'
    assert did_you_mean("cuban", ["chicken", "cuban-missile-crisis"]) == 'did you mean "cuban-missile-crisis"?'
    assert did_you_mean("cub", ["chicken", "cub-scouts-of-rome"]) == 'known: "chicken", "cub-scouts-of-rome"'


def test_an_interrupted_import_is_an_interrupt_and_not_a_missing_module() -> None:
    loading, outer = ImportError("initialization failed"), ImportError("outer")
    loading.__cause__, outer.__cause__ = KeyboardInterrupt(), loading
    for fault in (loading, outer):
        with pytest.raises(KeyboardInterrupt):
            raise_interrupt(fault)
    missing = ImportError("no such module")
    missing.__cause__ = ValueError("for another reason")
    raise_interrupt(missing)
