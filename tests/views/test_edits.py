"""What was changed in a case, in words: of a rule only what differs."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.analysis.compare.edits import Edit, edits
from countermove.model.rules import parse_rule
from countermove.model.scenario import apply_scenario
from countermove.views.compare.edits import edit_words

EQUAL = {"usa": 1, "europe": 1}
HEAVY = {"usa": 2, "europe": 1}


def told(before: object, after: object) -> str:
    case = cm.load("european-security-2022")
    old, new = (None if rule is None else parse_rule(rule) for rule in (before, after))
    return next(iter(edit_words(case, case, [Edit("rule", "nato", (), old, new)])))


def test_weights_that_stay_are_not_told() -> None:
    case = cm.load("eu-council")
    other = apply_scenario(case, "three-may-block")
    (text,) = edit_words(case, other, edits(case, other))
    assert text == (
        'Rule of Council: "Adopt the charge" changed; before: those for it must have at least 65 % of the total '
        "weight of 447,319,916; it also passes if at least one is for it and fewer than 4 members are not for it; "
        "now: those for it must have at least 65 % of the total weight of 447,319,916. The other parts of the rule "
        "and the weights stay as before."
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("majority", None, "before: more than half of the 2 members must be for it; now: no rule."),
        (None, "majority", "before: no rule; now: more than half of the 2 members must be for it."),
        (
            {"quota": 2, "weights": EQUAL}, {"quota": 2, "weights": HEAVY},
            "before: those for it must have at least 2 of the total weight of 2 (weights: United States 1, European allies "
            "1); now: those for it must have at least 2 of the total weight of 3 (weights: United States 2, European "
            "allies 1).",
        ),
        (
            {"all": ["majority", {"actor": "usa"}]}, {"all": [{"actor": "europe"}, "majority"]},
            "before: United States must be for it; now: European allies must be for it. The other parts of the rule stay "
            "as before.",
        ),
        (
            {"all": ["majority"]}, {"all": ["majority", {"actor": "usa"}]},
            "before: all of these are required (more than half of the 2 members must be for it); now: all of these are "
            "required (more than half of the 2 members must be for it; United States must be for it).",
        ),
        (
            {"all": [{"any": ["unanimity", {"actor": "usa"}]}, "majority"]},
            {"all": [{"any": ["unanimity", {"actor": "europe"}]}, "majority"]},
            "before: United States must be for it; now: European allies must be for it. The other parts of the rule stay "
            "as before.",
        ),
        (
            {"any": ["unanimity", "majority"]}, {"all": ["unanimity", "majority"]},
            "before: one of these is enough (every member must be for it; more than half of the 2 members must be for "
            "it); now: all of these are required (every member must be for it; more than half of the 2 members must be for "
            "it).",
        ),
    ],
)  # fmt: skip
def test_of_a_rule_what_differs_is_told(before: object, after: object, words: str) -> None:
    assert told(before, after) == f"Rule of NATO changed; {words}"


def test_a_rule_that_asks_for_any_part_is_not_one_that_asks_for_all() -> None:
    before = {"any": ["majority", {"actor": "usa"}]}
    after = {"all": ["majority", {"actor": "europe"}]}
    text = told(before, after)
    assert "before: one of these is enough" in text
    assert "now: all of these are required" in text
