from typing import Any

from countermove.catalog import load_case
from countermove.model.case import Case
from countermove.text.preferences import claim_words, entry_words, grounds, preference_items


def said(**preferences: Any) -> list[str]:
    options = {"options": {"go": "Go out", "stay": "Stay in"}, **preferences}
    case = Case.model_validate({"actors": {"a": options, "b": {"options": {"wait": "Wait"}}}})
    return [f"{'  ' * item.depth}{item.mark} {item.text}" for item in preference_items(case, "a", case.actors["a"])]


def test_lines_with_their_doubts_and_grounds() -> None:
    line = {
        "that": "not go",
        "sure": "0.60",
        "otherwise": "b.wait",
        "because": "Said so",
        "evidence": ["s#1", "s#2"],
    }
    assert said(prefers=[line, {"equally": ["stay", "go"]}, {"order unknown": ["b.wait"]}]) == [
        '1. not "Go out" (60 % sure; otherwise: B: "Wait"; because: Said so; evidence: s#1, s#2)',
        "2. equally important:",
        '  - "Stay in"',
        '  - "Go out"',
        "3. it is not known which of these comes first:",
        '  - B: "Wait"',
    ]  # fmt: skip


def test_rankings() -> None:
    assert said(ranking=["YNY", ["NNN", "N-N"], "go and wait"]) == [
        '1. A: "Go out"; B: "Wait"',
        "2. equally good:",
        "  - nobody does anything",
        '  - A: not "Go out"; B: not "Wait"; whatever else is done',
        '3. states in which this is true: "Go out" and B: "Wait"',
    ]  # fmt: skip


def test_weights_keep_their_sign() -> None:
    assert said(worth={"go": "1.5", "wait": "-2", "stay": "0"}) == [
        "- A: Go out: +1.5",
        "- B: Wait: -2",
        "- A: Stay in: 0",
    ]


def test_none() -> None:
    assert said() == [
        "- no preferences are given, so all states are equally good",
    ]


def test_entries_and_constraints() -> None:
    case = load_case("european-security-2022")
    assert claim_words(case, case.impossible[3]) == (
        'European allies: "Break ranks with Washington" and United States: not "Promise Russia an end '
        "to expansion over "
        "the allies' heads\" (because: A break for any other reason is outside this case)"
    )
    assert entry_words(case, "-" * len(case.option_rows)) == "any state"
    listed = Case.model_validate({"states": {"s1": "Peace", "s2": ""}, "actors": {"a": {"moves": [["s1", "s2"]]}}})
    assert [entry_words(listed, id_) for id_ in ("s1", "s2")] == ["s1: Peace", "s2"]


def test_grounds() -> None:
    assert (grounds("", ()), grounds("x", ()), grounds("", ["s"])) == ("", " (because: x)", " (evidence: s)")
