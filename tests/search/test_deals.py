"""The searches behind deals of searched games: candidates, contracts, and what single improvements reach."""

from __future__ import annotations

from random import Random

from cases import case_of, random_case
from countermove.game.searched import SearchedGame, searched_game
from countermove.search.deals import (
    Kind,
    Signatories,
    contract_between,
    find_candidate,
    is_nash,
    is_reached_alone,
    leaving_candidate,
)
from countermove.search.moves import OwnMoves
from deal_cases import case_of_gifts, embargo
from reference_deals import DealModel

SEEDS = range(30)
EFFORT = 10.0


def asked(seed: int) -> tuple[DealModel, SearchedGame, int]:
    rng = Random(seed)
    case = case_of_gifts(rng) if seed % 2 else random_case(rng, max_options=5, coalesce=False)
    model = DealModel(case)
    return model, searched_game(case), 0 if seed % 2 else rng.randrange(len(model.states))


def codes(model: DealModel) -> list[int]:
    return [code for code in model.state_codes if code is not None]


def test_a_contract_is_found_where_there_is_one_and_asks_for_the_least_trust() -> None:
    found = none = trust = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        moves, code = OwnMoves(game), codes(model)
        for h in model.groups():
            signers = Signatories(moves, tuple(k for k, a in enumerate(model.actors) if a in h))
            for d in range(len(code)):
                if d == s:
                    continue
                steps, is_proved = contract_between(signers, code[s], code[d], 5_000)
                best = model.contract(h, s, d)
                assert is_proved
                assert (steps is None) == (best is None)
                if steps is None or best is None:
                    none += 1
                    continue
                broken = sum(bool(trusts) for _, trusts in steps)
                # Straight on there is never less trust than on any way, and seldom more.
                assert broken >= sum(map(bool, best.trusts))
                trust += bool(broken)
                found += 1
    assert found
    assert none
    assert trust


def test_what_single_improvements_reach_is_known() -> None:
    seen = set()
    for seed in SEEDS:
        model, game, s = asked(seed)
        moves, code = OwnMoves(game), codes(model)
        reach = model.reach(s, model.movers, True)
        for d in range(len(code)):
            if d != s:
                assert is_reached_alone(moves, code[s], code[d], 5_000) == (d in reach)
                seen.add(d in reach)
    assert seen == {True, False}


def test_a_search_that_is_cut_short_claims_nothing() -> None:
    game = searched_game(embargo())
    moves = OwnMoves(game)
    assert contract_between(Signatories(moves, (0, 1, 2, 3)), 1, 0b10010000, 0) == (None, False)
    assert is_reached_alone(moves, 1, 0b10010000, 0) is None


def test_candidates_are_nearest_and_none_that_is_proved_is_none() -> None:
    found = none = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        code = codes(model)
        deals = [d for d in range(len(code)) if d != s and model.for_all(s, d) and len(model.gainers(s, d)) > 1]
        for kind, of_kind in (
            (Kind(True, False), deals),
            (Kind(True, True), [d for d in deals if model.standing(d) == "self-enforcing"]),
        ):
            candidate = find_candidate(game, code[s], kind, effort=EFFORT)
            if candidate.code is None:
                assert candidate.is_proved
                assert not of_kind
                none += 1
                continue
            assert model.pareto(s, code.index(candidate.code))
            assert not kind.self_enforcing or is_nash(game, candidate.code)
            least = min((code[d] ^ code[s]).bit_count() for d in of_kind) if of_kind else 99
            assert (candidate.code ^ code[s]).bit_count() <= least
            found += 1
    assert found
    assert none


def test_those_who_gain_can_make_every_change_of_a_candidate() -> None:
    found = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        code, moves = codes(model), OwnMoves(game)
        actors = range(len(game.actors))
        for kind in (Kind(False, False), Kind(False, True)):
            candidate = find_candidate(game, code[s], kind, effort=EFFORT).code
            if candidate is None:
                continue
            gainers = tuple(a for a in actors if game.compare(a, code[s], candidate) > 0)
            mask = sum(mask for _, mask in Signatories(moves, gainers).movers())
            assert not (candidate ^ code[s]) & ~mask
            assert len(gainers) > 1
            assert any(game.compare(a, code[s], candidate) < 0 for a in actors)
            found += 1
    assert found


def test_a_candidate_improves_on_another_and_is_none_of_those_left_out() -> None:
    game = searched_game(embargo())
    first = find_candidate(game, 1, Kind(False, True), effort=EFFORT)
    assert first.code is not None
    again = find_candidate(game, 1, Kind(False, True), excluded=[first.code], effort=EFFORT)
    assert again.code is not None
    assert again.code != first.code
    better = find_candidate(game, 1, Kind(False, True), better_than=first.code, effort=EFFORT)
    assert better.code is None
    assert better.is_proved
    beaten = find_candidate(game, 1, Kind(False, True), beaten=[first.code], effort=EFFORT)
    assert beaten.code is None or any(game.compare(a, first.code, beaten.code) > 0 for a in range(4))


def test_groups_that_leave_are_found_or_proved_not_to_be_there() -> None:
    seen = set()
    for seed in SEEDS:
        model, game, s = asked(seed)
        code = codes(model)
        members = tuple(range(len(model.actors)))
        candidate = leaving_candidate(game, code[s], members, EFFORT)
        if candidate.code is None:
            assert candidate.is_proved
            assert not model.leaving_groups(model.everybody(), s)
        else:
            assert model.gainers(s, code.index(candidate.code))
        seen.add(candidate.code is None)
    assert seen == {True, False}


def test_a_body_moves_for_those_who_carry_it_and_with_the_options_that_they_carry() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}}, "b": {}, "c": {}},
        bodies={
            "club": {"members": ["a", "b", "c"], "decides": "majority", "options": {"p": {}, "q": {"decides": "unanimity"}}},
        },
        status_quo=[],
    )  # fmt: skip
    moves = OwnMoves(searched_game(case))
    assert [(m.id, mask) for m, mask in Signatories(moves, (0, 1)).movers()] == [("a", 1), ("club", 2)]
    assert [(m.id, mask) for m, mask in Signatories(moves, (0, 1, 2)).movers()] == [("a", 1), ("club", 6)]
    assert [(m.id, mask) for m, mask in Signatories(moves, (1,)).movers()] == []
