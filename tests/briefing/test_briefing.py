"""The briefing as a record of facts: the same for both kinds of game as far as both are asked, and plain data."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

import countermove as cm
from cases import case_of
from countermove.analysis.equilibria import equilibria
from countermove.analysis.result import schema_of
from countermove.briefing.briefing import Briefing, brief_of
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.game import Game
from countermove.game.searched import searched_game

KINDS = {"listed": compile, "searched": searched_game}


def talks(kind: str) -> Game:
    game: Game = KINDS[kind](load_case("european-security-2022"))
    return game


@pytest.mark.parametrize("kind", KINDS)
def test_its_facts_are_plain_data(kind: str) -> None:
    briefing = brief_of(equilibria(talks(kind)))
    data = briefing.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert set(data) <= set(schema_of(Briefing)["properties"])
    assert data["coverage"]["kind"] == ("complete" if kind == "listed" else "search")
    assert "text" not in data


@pytest.mark.parametrize("kind", KINDS)
def test_both_kinds_of_game_tell_the_same_way_and_the_same_gains(kind: str) -> None:
    briefing = brief_of(equilibria(talks(kind), ["nash"]))
    assert briefing.lead is not None
    assert briefing.lead.code == 179
    assert briefing.approach is not None
    assert (briefing.approach.by, briefing.approach.to.code) == ("improvements", 179)
    steps = briefing.approach.steps
    assert steps is not None
    assert steps[0].before.key == briefing.game.status_quo_key
    assert steps[-1].after == briefing.lead
    assert all(one.after == other.before for one, other in pairwise(steps))
    assert briefing.stakes is not None
    assert briefing.stakes.is_change
    assert [(d.vetoes, d.passes) for d in briefing.decisions] == [
        (("usa", "europe"), False),
        (("usa", "europe", "ukraine"), False),
    ]
    assert briefing.grounds is not None
    assert (briefing.grounds.support.total, briefing.grounds.uncertain) == (35, 1)


def test_what_would_take_as_long_as_the_search_is_left_out_of_a_searched_game() -> None:
    briefing = brief_of(equilibria(talks("searched")))
    left_out = ("n_reached", "course", "perceptions", "scenarios")
    assert [name for name in left_out if getattr(briefing, name) is not None] == []
    assert (briefing.stays, briefing.breakers) == ((), ())


def test_deals_of_a_searched_game_are_judged_against_its_first_outcome_alone() -> None:
    briefing = brief_of(equilibria(talks("searched")))
    assert len(briefing.outcomes) > 1
    assert briefing.lead is not None
    assert [answer.start for answer in briefing.upsets] == [briefing.lead]


@pytest.mark.parametrize("kind", KINDS)
def test_printed_it_is_the_brief(kind: str) -> None:
    game = talks(kind)
    briefing = cm.brief(game)
    lines = str(briefing).splitlines()
    assert lines[1] == "BOTTOM LINE"
    assert briefing.to_dict()["text"] == str(briefing) == str(cm.brief(equilibria(game)))
    assert str(brief_of(equilibria(game))) == repr(briefing)


def test_where_nothing_is_an_equilibrium_there_is_no_outcome_to_speak_of() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["x iff y"]},
            "b": {"options": {"y": {}}, "prefers": ["not (x iff y)"]},
        },
        status_quo=[],
    )
    briefing = brief_of(equilibria(compile(case), ["nash"]))
    assert (briefing.lead, briefing.outcomes, briefing.approach, briefing.stakes) == (None, (), None, None)
    assert (briefing.n_nash, briefing.headline) == (0, "none")
    assert briefing.course is not None
    assert (briefing.course.ends, briefing.course.always_ends) == ((), False)
