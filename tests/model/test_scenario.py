"""x"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from cases import case_of, random_case
from countermove.errors import CaseError, QuestionError
from countermove.model.case import Case
from countermove.model.checks.check import check
from countermove.model.rules import ActorRule, AllRule, Consensus, parse_rule
from countermove.model.scenario import apply_scenario, merge, rule_without, without
from reference import Model, taken

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


def fixed(model: Model, id_: str) -> dict[int, int]:
    """The states in which the absent one does nothing (of levels, the first), by their codes without its options."""
    rows = model.case.option_rows
    stays = [row for row in rows if row.owner != id_]
    gone = {r.index: r.level is not None and r.level == r.record.levels[0] for r in rows if r.owner == id_}
    found = {}
    for s, codes in enumerate(model.states):
        (code,) = codes
        if all(taken(int(code), k) == held for k, held in gone.items()):
            found[sum(1 << k for k, row in enumerate(stays) if taken(int(code), row.index))] = s
    return found


def order(ranks: list[int]) -> list[int]:
    return [sorted(set(ranks)).index(rank) for rank in ranks]


def test_those_who_stay_have_the_same_states_moves_and_preferences() -> None:
    tried = 0
    for seed in range(150):
        rng = Random(seed)
        case = random_case(rng, max_options=6, levels=seed % 3 == 0, coalesce=False)
        id_ = rng.choice([*case.actors, *case.bodies])
        try:
            changed = without(case, id_).case
        except QuestionError:
            assert case.movers == (id_,)
            continue
        if any(d.severity == "error" for d in check(changed)):
            continue
        old = Model(case)
        kept = fixed(old, id_)
        if not kept:
            continue
        new, tried = Model(changed), tried + 1
        there = [kept[int(next(iter(codes)))] for codes in new.states]
        assert len(there) == len(kept)
        for actor in new.actors:
            old_ranks, new_ranks = [old.rank(actor, s) for s in there], [new.rank(actor, s) for s in range(len(there))]
            assert order(old_ranks) == order(new_ranks), (seed, actor)
        for mover in new.movers:
            for s, before in enumerate(there):
                assert {there[t] for t in new.um(mover, s)} == set(old.um(mover, before)) & set(there), (seed, mover)
        assert (None if new.status_quo is None else there[new.status_quo]) in (None, *there)
    assert tried > 80


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("not b.stop", "not false"),
        ("b . stop or go", "false or go"),
        ("go if b.stop and stop", "go if false and false"),
        ("b.aid is none", "true"),
        ("aid IS some implies b.aid  is  none", "false implies true"),
        ("atleast(2, go, stop, b.aid is some)", "atleast(2, go, false, false)"),
        ("go", "go"),
    ],
)
def test_in_statements_what_is_gone_counts_as_not_taken(text: str, left: str) -> None:
    options = {"stop": {}, "aid": {"levels": ["none", "some"]}}
    actors = {"a": {"options": {"go": {}}, "prefers": [text]}, "b": {"options": options}}
    changed = without(case_of(actors=actors), "b")
    (line,) = changed.case.actors["a"].prefers or ()
    assert str(line.that) == left  # type: ignore[union-attr]
    first = "; of an option with levels, the first holds"
    expected = f"in 1 statement the options of B count as not taken{first}"
    assert changed.notes == ((expected,) if text != "go" else ())


def talks() -> Case:
    return case_of(
        actors={
            "a": {"options": {"go": {}}, "ranking": ["Y---", ["NYN-", "NYY-"], "NN--"]},
            "b": {"options": {"stop": {"needs": "go"}}, "worth": {"go": "1", "stop": "2"}},
            "c": {"options": {"talk": {"needs": "not stop"}}, "prefers": [{"equally": ["stop", "talk"]}]},
        },
        bodies={
            "union": {
                "members": ["a", "b", "c"],
                "decides": {"quota": "0.6", "weights": {"a": "1", "b": "2", "c": "1"}},
                "options": {"act": {"decides": {"veto": ["b", "a"], "also": {"any": [{"actor": "b"}, "consensus"]}}}},
            }
        },
        impossible=["stop and act"],
        coalesce=["NYNN"],
        status_quo=["stop", "go"],
        views={"b": {"unaware": ["talk"]}, "c": {"unaware": ["stop", "go"], "unseen": ["stop and go"]}},
        events=[{"on": "1", "actor": "b", "takes": ["stop"]}, {"on": "2", "actor": "c", "takes": ["talk"]}],
        scenarios={"s": {"title": "Other"}},
        published={"x": 1},
    )


def test_every_part_of_a_case_is_put_in_order() -> None:
    changed = without(talks(), "b")
    case = changed.case
    assert case.actors["a"].ranking == ("Y--", "N--")
    assert list(case.actors) == ["a", "c"]
    assert str(case.actors["c"].options["talk"].needs) == "not false"
    union = case.bodies["union"]
    assert union.members == ("a", "c")
    assert union.decides == parse_rule({"quota": "0.6", "weights": {"a": "1", "c": "1"}})
    assert union.options["act"].decides == parse_rule({"veto": ["a"], "also": {"any": ["consensus"]}})
    assert [str(claim.that) for claim in case.impossible] == ["false and act"]
    assert case.coalesce == ()
    assert case.status_quo == ("go",)
    assert list(case.views) == ["c"]
    assert case.views["c"].unaware == ("go",)
    assert [str(claim.that) for claim in case.views["c"].unseen] == ["false and go"]
    assert [event.actor for event in case.events] == ["c"]
    assert (case.scenarios, case.published) == ({}, {})
    assert [d for d in check(case) if d.severity == "error"] == []
    assert changed.notes == (
        "in 4 statements the options of B count as not taken",
        "Union no longer has B as a member",
        "Union: Act: the rule no longer asks B",
        "Union: the rule no longer asks B",
        "a coalesced state in which its options are taken is gone",
        "what B does in the status quo counts as not done",
    )


def test_weights_of_what_is_gone_are_gone() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": "1", "b.y": "3"}}, "b": {"options": {"y": {}}}})
    assert list(without(case, "b").case.actors["a"].worth or {}) == ["x"]


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ({"actor": "x"}, None),
        ({"actor": "y"}, {"actor": "y"}),
        ({"veto": ["x"], "also": "majority"}, "majority"),
        ({"veto": ["x", "y"], "also": "majority"}, {"veto": ["y"], "also": "majority"}),
        ({"veto": ["y"], "also": {"actor": "x"}}, None),
        ({"all": [{"actor": "x"}, "consensus"]}, {"all": ["consensus"]}),
        ({"any": [{"actor": "x"}, {"all": [{"actor": "x"}]}]}, None),
        ({"quota": "2", "weights": {"x": "1", "y": "2"}}, {"quota": "2", "weights": {"y": "2"}}),
        ("majority", "majority"),
    ],
)
def test_what_remains_of_a_rule(rule: object, left: object) -> None:
    assert rule_without(parse_rule(rule), "x") == (None if left is None else parse_rule(left))


def test_a_decision_that_only_the_absent_one_took_is_now_the_bodys() -> None:
    options = {"act": {"name": "Act", "decides": {"actor": "b"}}}
    bodies = {"union": {"members": ["a"], "decides": "consensus", "options": options}}
    changed = without(case_of(actors={"a": {}, "b": {}}, bodies=bodies), "b")
    assert changed.case.bodies["union"].options["act"].decides is None
    assert changed.notes == (
        "Union: Act: nothing remains of the rule, which asked B alone",
        "Union: Act: the rule of the body decides it now",
    )


def test_a_listed_case_loses_the_moves() -> None:
    actors = {"a": {"moves": [["s", "t"]], "ranking": ["t", "s"]}, "b": {"moves": [["t", "s"]], "ranking": ["s", "t"]}}
    changed = without(case_of(states={"s": "", "t": ""}, actors=actors, status_quo="s"), "b")
    assert list(changed.case.actors) == ["a"]
    assert changed.case.actors["a"].ranking == ("t", "s")
    assert changed.case.status_quo == ("s",)


def test_nobody_of_that_name_and_nobody_left() -> None:
    case = case_of(actors={"ann": {"options": {"x": {}}}, "bob": {}})
    with pytest.raises(QuestionError, match=r'unknown actor or body "an"; did you mean "ann"\?'):
        without(case, "an")
    with pytest.raises(QuestionError, match=r"^nobody who can move would be left$"):
        without(case, "ann")
    assert rule_without(ActorRule("ann"), "bob") == ActorRule("ann")
