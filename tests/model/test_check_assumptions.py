from typing import Any

import pytest

from countermove.model.case import Case
from countermove.model.check_assumptions import assumption_findings


def found(actors: dict[str, Any], **data: Any) -> list[str]:
    return [str(finding) for finding in assumption_findings(Case.model_validate({"actors": actors, **data}))]


@pytest.mark.parametrize(
    "preferences",
    [
        {"prefers": [{"equally": ["x", {"that": "not z", "otherwise": "usa.arms is full"}]}]},
        {"ranking": ["Y---", ["x and arms is none", "z"]]},
        {"ranking": ["YYNN", "---Y"]},
        {"worth": {"x": "1", "arms-full": "2", "z": "0"}},
    ],
)
def test_every_way_of_preferences_mentions_options(preferences: dict[str, Any]) -> None:
    options = {"x": "X", "arms": {"levels": ["none", "full"]}, "z": "Z"}
    assert not [line for line in found({"usa": {"options": options, **preferences}}) if "CM901" in line]


def test_an_option_that_nobody_mentions_is_named() -> None:
    actors = {"usa": {"options": {"x": "X", "arms": {"levels": ["none", "full"]}}, "worth": {"x": "1"}}}
    assert found(actors) == [
        'actors.usa.options.arms: warning: no preference mentions the option "arms"; is nobody affected by it? [CM901]'
    ]


def test_an_actor_without_preferences_is_named() -> None:
    actors = {"usa": {"options": {"x": "X"}, "ranking": ["Y", "N"]}, "uk": {}}
    assert found(actors) == [
        'actors.uk: warning: "uk" has no preferences, so it is indifferent between all states; '
        "add prefers:, unless that is meant [CM906]"
    ]


def test_assumptions_without_grounds_are_counted() -> None:
    lines = [
        "x",
        {"that": "not x", "because": "So he said"},
        {"order unknown": ["x", {"that": "x", "evidence": ["s"]}]},
    ]
    assert found({"usa": {"options": {"x": "X"}, "prefers": lines}}, impossible=["x"]) == [
        "warning: 3 of 5 assumptions (preference lines and constraints) have neither a reason nor evidence; "
        "write them with that:, because: and evidence: [CM905]"
    ]
