"""What the brief of a searched game says of deals, moves and harm, held against the reference of the same small case."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from cases import random_case
from countermove.analysis.equilibria import equilibria
from countermove.briefing.briefing import brief_of
from countermove.game.searched import searched_game
from countermove.views.brief.bottom_line import bottom_line
from countermove.views.brief.brief import brief_sections
from reference_deals import DealModel


def sayings(seed: int) -> tuple[DealModel, dict[str, str], int | None, str]:
    """The reference, the text of each section, the position of the first outcome, and the actor asked about."""
    case = random_case(Random(seed), actors=(2, 3), max_options=4, coalesce=False)
    actor, model = next(iter(case.actors)), DealModel(case)
    briefing = brief_of(equilibria(searched_game(case)), actor)
    text = {section.key: "\n".join(line for _, line in section.lines) for section in brief_sections(briefing)}
    lead = None if briefing.lead is None else model.state_of[briefing.lead.key]
    return model, text, lead, actor


def test_that_nobody_has_a_deal_is_said_only_where_it_is_so() -> None:
    n_said = 0
    for seed in range(60):
        model, text, lead, _ = sayings(seed)
        states = range(len(model.states))
        if lead is not None and "No group of actors would leave it together." in text["outcomes"].split("\n2. ")[0]:
            n_said += 1
            assert not any(model.holders(lead, d) for d in states), seed
        if model.status_quo is not None and "No two actors have a deal" in text.get("deal", ""):
            n_said += 1
            alone = model.reach(model.status_quo, model.movers, True)
            assert not any(model.holders(model.status_quo, d) for d in states if d not in alone), seed
            assert text["deal"].endswith(", except for what single improvements lead to.")
    assert n_said > 20


def test_moves_and_harm_of_one_actor_are_so() -> None:
    for seed in range(60):
        model, text, lead, actor = sayings(seed)
        start = lead if model.status_quo is None else model.status_quo
        if start is None:
            continue
        moves = model.um(actor, start) if actor in model.movers else frozenset()
        assert ("no move of its own" in text["actor"]) == (not moves), seed
        others = [m for m in model.movers if m != actor]
        ends = [t for m in others for t in (model.ui(m, start) if model.is_body(m) else model.um(m, start))]
        hurts = any(model.rank(actor, t) < model.rank(actor, start) for t in ends)
        assert ("no single move of others makes it worse off" in text["actor"]) == (not hurts), seed


def test_where_not_all_nash_equilibria_are_known_nothing_is_said_of_every_state() -> None:
    case = random_case(Random(2), actors=(2, 3), max_options=5, coalesce=False)
    briefing = brief_of(equilibria(searched_game(case.model_copy(update={"status_quo": None}))))
    assert briefing.headline == "no start"
    assert "found" in bottom_line(replace(briefing, n_nash=None))
    assert "every state" not in bottom_line(replace(briefing, n_nash=None))
