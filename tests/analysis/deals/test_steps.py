"""Paths with deals against the literal definition."""

from __future__ import annotations

import countermove as cm
from cases import case_of, graph
from countermove.analysis.deals.deals import deals
from countermove.analysis.deals.reach import Work
from countermove.analysis.deals.steps import Leg, default_size, paths_with_deals
from countermove.game.listed import ListedGame, listed_game
from countermove.text.blocks import Section
from countermove.views.evolution import evolution_page
from deal_cases import SEEDS, asked, river
from reference_deals import DealModel
from reference_deals import Leg as TrueLeg


def named(game: ListedGame, leg: Leg) -> TrueLeg:
    is_deal, who = leg.agent
    ids = tuple(game.actors[k] for k in who) if is_deal else (game.movers[who[0]].id,)
    return TrueLeg(ids, leg.before, leg.after)


def check_path(model: DealModel, game: ListedGame, legs: tuple[Leg, ...], size: int) -> None:
    named_legs = [named(game, leg) for leg in legs]
    for k, leg in enumerate(named_legs):
        assert leg in model.legs(leg.before, size)
        assert not k or (named_legs[k - 1].after == leg.before and named_legs[k - 1].actors != leg.actors)


def test_paths_are_shortest_and_each_step_is_one() -> None:
    lengths: set[int] = set()
    none = 0
    for seed in SEEDS[:48]:
        model, game, s = asked(seed)
        for size in {2, max(2, len(game.actors))}:
            distances = model.distances(s, size)
            for target in range(game.size):
                if target == s:
                    continue
                paths = paths_with_deals(game, s, [target], size, Work(10**9))
                assert paths is not None
                if target not in distances:
                    assert paths == {}
                    none += 1
                    continue
                legs = paths[target]
                assert len(legs) == distances[target], (seed, target)
                assert (legs[0].before, legs[-1].after) == (s, target)
                check_path(model, game, legs, size)
                lengths.add(len(legs))
    assert none
    assert {1, 2, 3} <= lengths


def test_the_nearest_of_several_targets_are_found_together() -> None:
    for seed in SEEDS[:40]:
        model, game, s = asked(seed)
        size = max(2, len(game.actors))
        others = [t for t in range(game.size) if t != s]
        distances = {t: d for t, d in model.distances(s, size).items() if t != s}
        paths = paths_with_deals(game, s, others, size, Work(10**9))
        least = min(distances.values(), default=0)
        assert paths is not None
        assert set(paths) == {t for t, d in distances.items() if d == least}


def test_a_search_that_is_too_long_says_so() -> None:
    game = listed_game(river())
    assert paths_with_deals(game, 0, [83], 4, Work(1)) is None


def test_coalitions_of_all_sizes_are_looked_at_where_there_are_few_actors() -> None:
    assert default_size(listed_game(river())) == 4


def test_the_answer_has_the_path_where_single_improvements_do_not_lead() -> None:
    seen = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        answer = deals(game, game.at(s), size=2)
        nash = {t for t in range(game.size) if model.standing(t) == "self-enforcing"}
        alone = model.reach(s, model.movers, True) | {s}
        distances = model.distances(s, 2)
        targets = [path.target.key for path in answer.paths]
        expected = set()
        if answer.first is not None and answer.first.state.key in distances:
            expected.add(answer.first.state.key)
            seen += 1
        if not nash & alone and nash & set(distances):
            least = min(distances[t] for t in nash if t in distances)
            expected |= {t for t in nash if distances.get(t) == least}
        assert set(targets) == expected
        for path in answer.paths:
            assert len(path.steps) == distances[path.target.key]
            for step in path.steps:
                assert (step.moves[0].before, step.moves[-1].after) == (step.before, step.after)
                assert step.is_deal == (len(step.actors) > 1)
                assert TrueLeg(step.actors, step.before.key, step.after.key) in model.legs(step.before.key, 2)
    assert seen


def test_where_improvements_go_in_circles_a_deal_may_lead_out() -> None:
    # a wants to match, b wants not to: for ever; unless both sign, after which neither has a reason to go on.
    both = "s and t"
    case = case_of(
        actors={
            "a": {
                "options": {"s": {}, "x": {}},
                "prefers": [both, "not s if not t", f"(x iff y) if not ({both})", f"not x if {both}"],
            },
            "b": {
                "options": {"t": {}, "y": {}},
                "prefers": [both, "not t if not s", f"not (x iff y) if not ({both})", f"not y if {both}"],
            },
        },
        status_quo=[],
    )
    answer = deals(case)
    model = DealModel(case)
    assert not any(model.standing(t) == "self-enforcing" for t in model.reach(0, model.movers, True) | {0})
    assert answer.first is not None
    assert answer.first.state.options == ("a.s", "b.t")
    to_deal, to_equilibrium = answer.paths
    for path in (to_deal, to_equilibrium):
        assert path.target == answer.first.state
        (step,) = path.steps
        assert (step.actors, step.is_deal) == (("a", "b"), True)
        assert [move.mover for move in step.moves] == ["a", "b"]


def test_the_evolution_has_paths_with_deals_where_improvements_lead_to_no_target() -> None:
    seen = {True: 0, False: 0}
    for seed in SEEDS[:40]:
        model, game, s = asked(seed)
        distances = model.distances(s, default_size(game))
        reach = model.reach(s, model.movers, True) | {s}
        for t in range(game.size):
            found = cm.paths(game, game.at(s), game.at(t)).with_deals
            expected = t in distances and t not in reach
            assert [path.target.key for path in found] == ([t] if expected else [])
            assert not expected or len(found[0].steps) == distances[t]
            seen[expected] += 1
    assert all(seen.values())


def test_of_several_targets_the_nearest_have_paths_with_deals() -> None:
    game = listed_game(river())
    answer = cm.paths(game, targets=[84, 86, 118])
    model, s = DealModel(river()), 0
    distances = {t: model.distances(s, 4)[t] for t in (83, 85, 117) if t in model.distances(s, 4)}
    least = min(distances.values())
    assert [path.target.key for path in answer.with_deals] == sorted(t for t, d in distances.items() if d == least)
    assert cm.paths(game, targets=[22, 84]).with_deals == ()
    text = " ".join(item.text for part in evolution_page(answer, 5) if isinstance(part, Section) for item in part.items)
    assert 'Upper, Lower, Middle and Union agree: Upper chooses "Fill" and "Releases"' in text
    assert (
        "Single improvements do not lead there. In these paths a step is an improvement, or a deal of some actors:" in text
    )


def test_a_coalition_that_agreed_before_may_agree_again_without_one_of_it() -> None:
    # x, u, y and then y, w, z: one after the other b would move twice in a row, so that nobody reaches z from x at once.
    case = graph("xuywz", a=("xu wz", "z y x uw"), b=("uy yw", "z y x uw"), c=("", "z y x uw"))
    game, model = listed_game(case), DealModel(case)
    assert 4 not in model.coalition_reach(model.everybody(), 0)
    paths = paths_with_deals(game, 0, [4], 3, Work(10**9))
    assert paths is not None
    assert [len(legs) for legs in paths.values()] == [model.distances(0, 3)[4]] == [2]
    check_path(model, game, paths[4], 3)
    # Two actors have nobody to leave out, and may not agree twice in a row.
    pair = graph("xuywz", a=("xu wz", "z y x uw"), b=("uy yw", "z y x uw"))
    assert paths_with_deals(listed_game(pair), 0, [4], 2, Work(10**9)) == {}
    assert 4 not in DealModel(pair).distances(0, 2)
