from typing import Any

import pytest

from countermove.errors import CaseError, QuestionError
from countermove.model.case import Case
from countermove.model.rules import AllRule, Consensus
from countermove.model.scenario import apply_scenario, merge

BASE: dict[str, Any] = {
    "title": "Talks",
    "actors": {
        "usa": {
            "options": {"talk": "Talk", "press": {"name": "Press", "change": "take-only"}},
            "prefers": ["talk", {"equally": ["press", "not talk"]}],
        },
        "uk": {"options": {"go": "Go"}, "worth": {"go": "1"}},
    },
    "bodies": {
        "nato": {
            "members": ["usa", "uk"],
            "decides": {"all": ["majority", "consensus"]},
            "options": {"admit": {"decides": {"quota": "0.5", "weights": {"usa": "1", "uk": "2"}}}},
        }
    },
    "impossible": ["talk and press"],
    "status quo": ["talk"],
}


def changed(**changes: Any) -> Case:
    changes = {key.replace("_", " "): value for key, value in changes.items()}
    return apply_scenario(Case.model_validate({**BASE, "scenarios": {"it": changes}}), "it")


def test_mappings_are_merged_key_by_key() -> None:
    case = changed(actors={"usa": {"name": "US", "options": {"press": {"needs": "talk"}}}})
    press = case.actors["usa"].options["press"]
    assert (case.actors["usa"].name, press.name, press.change, str(press.needs)) == (
        "US",
        "Press",
        "take-only",
        "talk",
    )
    assert case.title == "Talks"


def test_an_option_written_as_text_changes_only_its_name() -> None:
    press = changed(actors={"usa": {"options": {"press": "Push"}}}).actors["usa"].options["press"]
    assert (press.name, press.change) == ("Push", "take-only")


def test_lists_are_replaced() -> None:
    case = changed(impossible=["go"], status_quo=[])
    assert [str(claim.that) for claim in case.impossible] == ["go"]
    assert case.status_quo == ()


def test_a_rule_is_replaced_as_a_whole() -> None:
    case = changed(bodies={"nato": {"decides": {"all": ["consensus"]}}})
    assert case.bodies["nato"].decides == AllRule((Consensus(),))
    case = changed(bodies={"nato": {"options": {"admit": {"decides": {"quota": "2"}}}}})
    rule = case.bodies["nato"].options["admit"].decides
    assert rule is not None
    assert "weights=None" in repr(rule)


@pytest.mark.parametrize("way", [{"worth": {"talk": "1"}}, {"ranking": ["talk"]}, {"prefers": ["not talk"]}])
def test_preferences_take_the_place_of_whichever_there_were(way: dict[str, Any]) -> None:
    usa = changed(actors={"usa": way}).actors["usa"]
    assert [key for key in ("prefers", "ranking", "worth") if getattr(usa, key) is not None] == list(way)
    uk = changed(actors={"uk": {"worth": {"go": "2"}}}).actors["uk"]
    assert uk.worth is not None
    assert len(uk.worth) == 1


def test_null_removes() -> None:
    case = changed(actors={"usa": {"prefers": None, "options": {"press": None}}}, impossible=None, bodies=None)
    assert case.actors["usa"].prefers is None
    assert list(case.actors["usa"].options) == ["talk"]
    assert case.impossible == ()
    assert case.bodies == {}


def test_preferences_in_a_view_are_replaced_too() -> None:
    base = {"views": {"a": {"actors": {"b": {"prefers": ["x"]}}}}}
    merged = merge(base, {"views": {"a": {"actors": {"b": {"worth": {"x": "1"}}}}}})
    assert merged == {"views": {"a": {"actors": {"b": {"worth": {"x": "1"}}}}}}


def test_ids_may_be_called_like_keys() -> None:
    base = {"actors": {"worth": {"options": {"decides": {"name": "D"}, "worth": {"name": "W"}}}}}
    merged = merge(base, {"actors": {"worth": {"options": {"decides": {"change": "both"}, "worth": "V"}}}})
    options = merged["actors"]["worth"]["options"]
    assert options == {"decides": {"name": "D", "change": "both"}, "worth": {"name": "V"}}


def test_neither_side_is_changed_by_merging() -> None:
    base, patch = {"actors": {"a": {"name": "A"}}}, {"actors": {"a": {"name": None, "about": "x"}}}
    merge(base, patch)
    assert base == {"actors": {"a": {"name": "A"}}}
    assert patch == {"actors": {"a": {"name": None, "about": "x"}}}


def test_a_merged_case_has_no_scenarios() -> None:
    assert changed(title="x").scenarios == {}


def test_an_unknown_scenario_is_a_wrong_question() -> None:
    case = Case.model_validate({**BASE, "scenarios": {"doves": {"title": "x"}}})
    with pytest.raises(QuestionError, match=r'unknown scenario "dove"; did you mean "doves"\?'):
        apply_scenario(case, "dove")


def test_a_merged_case_without_the_shape_of_one_is_refused() -> None:
    with pytest.raises(CaseError, match=r'actors.usa.nam: unknown key "nam"; did you mean "name"\? \[CM101\]'):
        changed(actors={"usa": {"nam": "x"}})
