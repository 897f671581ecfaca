from typing import Any

import pytest

from countermove.model.case import Case
from countermove.model.checks.assumptions import assumption_findings


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
        'actors.usa.options.arms: warning: no preference mentions the option "arms"; add a statement about it, or leave the option out [CM901]'
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
        "warning: 3 of 5 assumptions (preference statements and constraints) have neither a reason nor evidence; "
        "write them with that:, because: and evidence: [CM905]"
    ]


def test_parties_of_one_name_are_named() -> None:
    actors = {"usa": {"name": "Ally"}, "uk": {"name": "ally"}, "ally": {}}
    named = [line for line in found(actors, bodies={"nato": {"members": ["usa"], "name": "NATO"}}) if "CM907" in line]
    assert [line.partition(";")[0] for line in named] == [
        'actors.uk: warning: "usa" and "uk" have the same name, "ally"',
        'actors.ally: warning: "usa" and "ally" have the same name, "Ally"',
    ]


def test_options_of_one_name_are_named_where_one_owner_has_both() -> None:
    talk = {"talk": "Talk", "negotiate": "Talk"}
    assert [line for line in found({"usa": {"options": talk}, "uk": {"options": {"talk": "Talk"}}}) if "CM907" in line] == [
        'actors.usa.options.negotiate: warning: "talk" and "negotiate" have the same name, "Talk"; '
        "give one of them another name, since results use names [CM907]"
    ]
    assert not [line for line in found({"usa": {"options": {"a": {}, "b": {}}}}) if "CM907" in line]


def test_a_status_quo_left_empty_is_named() -> None:
    usa = {"usa": {"options": {"x": "X"}, "worth": {"x": "1"}}}
    assert [line[:12] for line in found(usa, **{"status quo": None})] == ["status quo: "]
    assert found(usa, **{"status quo": []}) == found(usa) == []
