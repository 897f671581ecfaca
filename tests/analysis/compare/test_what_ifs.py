"""What-ifs: how they are read, what they change, and what they say when they cannot."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest

from cases import random_case, random_rule
from countermove.analysis.compare.compare import what_if_entries
from countermove.analysis.compare.what_ifs import WHAT_IFS, WhatIf, applied, read_what_ifs, what_if
from countermove.analysis.equilibria import equilibria
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.merge import merge
from countermove.model.rules import Veto, parse_rule
from reference import AGAINST, FOR, NEITHER, Model

OPENING = load_case("european-security-2022")


def test_a_veto_stops_what_the_rule_would_pass_and_nothing_else() -> None:
    tried = 0
    for seed in range(60):
        rng = Random(seed)
        case = random_case(rng, max_options=4)
        for body in case.bodies:
            actor = rng.choice(list(case.actors))
            changed = applied(case, [what_if("veto", body, actor)]).case
            old, new = Model(case), Model(changed)
            for row in (row for row in case.option_rows if row.owner == body):
                for stances in product((FOR, AGAINST, NEITHER), repeat=len(case.actors)):
                    said = dict(zip(case.actors, stances, strict=True))
                    before, after = (m.passes(m.rule_of(body, row.index), body, said) for m in (old, new))
                    assert after == (before and said[actor] != AGAINST)
                    tried += 1
    assert tried > 500


def test_a_veto_over_one_option_leaves_the_others() -> None:
    case = applied(OPENING, [what_if("veto", "nato.renounce", "ukraine")]).case
    assert case.bodies["nato"].options["renounce"].decides == Veto(("ukraine",), parse_rule("consensus"))
    assert case.bodies["nato"].decides == parse_rule("consensus")
    assert case.bodies["nato"].options["admit"] == OPENING.bodies["nato"].options["admit"]


def test_a_rule_takes_the_place_of_the_old_one() -> None:
    of_body = applied(OPENING, [what_if("rule", "nato", "majority")])
    assert of_body.case.bodies["nato"].decides == parse_rule("majority")
    assert of_body.case.bodies["nato"].options == OPENING.bodies["nato"].options
    assert of_body.notes == ("NATO: options with rules of their own keep them (Admit Ukraine)",)
    of_option = applied(OPENING, [what_if("rule", "nato.admit", {"actor": "ukraine"})])
    assert of_option.case.bodies["nato"].options["admit"].decides == parse_rule({"actor": "ukraine"})
    assert of_option.case.bodies["nato"].decides == parse_rule("consensus")
    assert of_option.notes == ()


def test_several_changes_are_made_one_after_the_other() -> None:
    both = [what_if("without", "europe"), what_if("rule", "nato", {"quota": "1", "weights": {"usa": "1"}})]
    case = applied(OPENING, both).case
    assert case.bodies["nato"].members == ("usa",)
    with pytest.raises(QuestionError, match="without europe: the case would be unsound"):
        applied(OPENING, [what_if("rule", "nato", {"quota": "2"}), what_if("without", "europe")])


def test_names_are_what_is_written_and_are_read_again() -> None:
    for seed in range(40):
        rng = Random(seed)
        one = what_if("rule", "nato", random_rule(rng, ["usa", "europe"], list(OPENING.actors)))
        from countermove.io.loading import load_data

        kind, _, rest = one.name.partition(" ")
        target, _, value = rest.partition("=")
        assert what_if(kind, target, load_data(value)) == one


def test_actors_move_as_one_as_they_do_everywhere() -> None:
    (entry,) = what_if_entries(OPENING, [what_if("merge", "usa, europe")], together=False)
    assert entry.name == "merge usa,europe"
    assert [mover.id for mover in entry.game.movers] == ["russia", "usa+europe", "ukraine", "nato"]
    concepts = ["nash", "gmr", "seq"]
    expected = equilibria(merge(compile(OPENING), [["usa", "europe"]]), concepts).equilibria()
    same = equilibria(entry.game, concepts).equilibria()
    assert [(e.state.key, e.concepts, e.by_moves, e.by_improvements) for e in same] == [
        (e.state.key, e.concepts, e.by_moves, e.by_improvements) for e in expected
    ]


def test_actors_move_as_one_in_a_case_that_is_changed_besides() -> None:
    asked = [what_if("merge", "usa,europe"), what_if("rule", "nato", "majority"), what_if("without", "ukraine")]
    (entry,) = what_if_entries(OPENING, asked, together=True)
    assert [mover.id for mover in entry.game.movers] == ["russia", "usa+europe", "nato"]
    assert entry.game.case.bodies["nato"].decides == parse_rule("majority")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("usa", 'merge usa: a merged coalition has two members or more; only "usa" is named'),
        ("usa,nato", 'merge usa,nato: "nato" is a body; only actors can be merged into one'),
        ("usa,europ", 'merge usa,europ: unknown actor "europ"; did you mean "europe"?'),
    ],
)
def test_who_cannot_move_as_one(target: str, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        what_if_entries(OPENING, [what_if("merge", target)], together=False)
    assert message in str(caught.value)


def test_every_kind_is_a_row() -> None:
    for id_, row in WHAT_IFS.items():
        assert row.id == id_
        assert row.question.endswith("?")
        assert row.form


def test_what_ifs_may_be_given_as_text_or_list() -> None:
    assert read_what_ifs({"without": "europe"}) == read_what_ifs({"without": ["europe"]}) == (WhatIf("without", "europe"),)
    assert what_if("veto", "nato", ["russia", "ukraine"]) == what_if("veto", "nato", "russia, ukraine")


@pytest.mark.parametrize(
    ("kind", "target", "data", "message"),
    [
        ("rule", "nato", "majorty", 'rule nato: unknown rule "majorty"; did you mean "majority"?'),
        ("rule", "nato", {"quota": "x"}, 'rule nato: "x" is not a number; write it with digits'),
        ("rule", "nato", {"quta": "1"}, 'rule nato: unknown rule "quta"; did you mean "quota"?'),
        ("rule", "nato", None, "rule nato: the rule is missing; write BODY=RULE or BODY.OPTION=RULE"),
        ("rule", "", "majority", "rule: nobody is named; write BODY=RULE or BODY.OPTION=RULE"),
        ("rule", "nto", "majority", 'rule nto=majority: unknown body "nto"; did you mean "nato"?'),
        ("rule", "admit", "majority", 'rule admit=majority: unknown body "admit"; did you mean "nato.admit"?'),
        ("rule", "nato.admitt", "majority", '"nato" has no option "admitt"; did you mean "admit"?'),
        ("rule", "usa", "majority", '"usa" is an actor, and decides by itself; bodies: nato'),
        ("rule", "nato", {"actor": "usaa"}, 'rule nato={actor: usaa}: the case would be unsound: bodies.nato.decides'),
        ("rule", "nato", {"quota": "3"}, "rule nato={quota: 3}: the case would be unsound: bodies.nato.decides"),
        ("veto", "nato", None, "veto nato: the actor is missing; write BODY=ACTOR or BODY.OPTION=ACTOR"),
        ("veto", "nato", "rusia", 'veto nato=rusia: there is no actor "rusia"; did you mean "russia" or "usa"?'),
        ("veto", "nato", "nato", '"nato" is a body; only an actor can have a veto of its own'),
        ("without", "europ", None, 'without europ: unknown actor or body "europ"; did you mean "europe"?'),
        ("without", "europe", "x", "without europe: nothing stands behind the name; write ACTOR or BODY"),
        ("wihout", "europe", None, 'unknown what-if "wihout"; did you mean "without"?'),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(kind: str, target: str, data: Any, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        applied(OPENING, [what_if(kind, target, data)])
    assert message in str(caught.value)


def test_a_case_without_bodies_has_no_rules() -> None:
    with pytest.raises(QuestionError, match="the case has no bodies, so nothing in it is decided by a rule"):
        applied(load_case("chicken"), [what_if("rule", "nato", "majority")])
