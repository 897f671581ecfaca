"""Deeper foresight: limited moves, non-myopic, Stackelberg and Maximin, against the reference and against theorems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, graph, random_case, random_graph_case
from countermove.analysis.equilibria import assigned_equilibria, equilibria
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability import maximin, non_myopic
from countermove.stability.concept import CONCEPTS, FAMILIES, concepts_for, find_concept, stable
from countermove.stability.engines.dispatch import uses_blocks
from countermove.stability.engines.iteration import find_cycle, repeated
from countermove.stability.limited_move import limited_move, stackelberg
from countermove.stability.maximin import values
from countermove.stability.non_myopic import NonMyopic
from engines import as_set, swept
from reference import Model

DEPTHS = (1, 2, 3, 4, 5, 8, 13)
SEEDS = 240
CHUNK = 60


@contextmanager
def over_blocks(*, compiled: bool = False) -> Iterator[None]:
    """Judge cases of any size as large ones."""
    with swept(compiled=compiled):
        yield


def disputes(first: int, **wanted: Any) -> Iterator[tuple[int, Case]]:
    """Random cases in which exactly two actors have options and no body has, of options and listed in turn."""
    for seed in range(first, first + CHUNK):
        rng = Random(f"two {seed}")
        yield seed, random_case(rng, bodies=False, actors=(2, 2), max_options=6, **wanted)
        case = random_graph_case(rng, states=(2, 9), actors=(2, 2))
        if len(case.movers) == 2:
            yield seed, case


def verdict_of(found: NonMyopic, state: int) -> str | tuple[str, int]:
    """A verdict in the words of the reference."""
    if found.cycling[state]:
        return "cycle", int(found.period[state])
    assert found.stable[state] != found.unstable[state]
    return "stable" if found.stable[state] else "unstable"


# ------------------------------------------------------------------------------------------- limited moves


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_limited_moves_are_those_of_the_reference(first: int) -> None:
    for seed, case in disputes(first):
        compiled, model = compile(case), Model(case)
        for mover in compiled.movers:
            for moves in DEPTHS:
                assert as_set(limited_move(compiled, mover, moves)) == model.lh_stable(mover.id, moves), (seed, moves)
            nested = [as_set(CONCEPTS[id_].verdict(compiled, mover)) for id_ in ("nash", "seq", "gmr")]
            assert as_set(limited_move(compiled, mover, 1)) == nested[0]
            assert as_set(limited_move(compiled, mover, 2)) <= nested[1]
            assert all(as_set(limited_move(compiled, mover, moves)) <= nested[2] for moves in DEPTHS)


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_non_myopic_verdicts_are_those_of_the_reference(first: int) -> None:
    cycles = 0
    for seed, case in disputes(first):
        compiled, model = compile(case), Model(case)
        for mover in compiled.movers:
            found = non_myopic.non_myopic(compiled, mover)
            expected = model.nm(mover.id)
            assert {s: verdict_of(found, s) for s in expected} == expected, seed
            later = range(found.since, found.since + 2 * found.round)
            verdicts = np.array([limited_move(compiled, mover, moves) for moves in later])
            assert np.array_equal(found.stable, verdicts.all(axis=0)), seed
            assert np.array_equal(found.unstable, ~verdicts.any(axis=0)), seed
            cycles += int(found.cycling.sum())
    assert cycles > 10


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_leader_looks_two_moves_ahead_and_the_other_one(first: int) -> None:
    for seed, case in disputes(first):
        compiled, model = compile(case), Model(case)
        for leader in compiled.movers:
            (follower,) = (m for m in compiled.movers if m is not leader)
            mine, theirs = (stackelberg(compiled, m, leader.id) for m in (leader, follower))
            assert as_set(mine & theirs) == model.stackelberg(leader.id), seed
            assert as_set(mine) == model.lh_stable(leader.id, 2), seed
            assert as_set(theirs) == model.stable("nash", follower.id), seed


def test_large_cases_are_judged_over_blocks_alike() -> None:
    for machine_code in (False, True):
        for seed, case in disputes(0, needs=False, coalesce=False):
            if case.is_graph or (machine_code and seed >= 20):
                continue
            expected = foreseen(compile(case))
            with over_blocks(compiled=machine_code):
                graph_ = compile(case)
                assert uses_blocks(graph_, credible=False)
                assert foreseen(graph_) == expected, seed


def foreseen(compiled: ListedGame) -> list[object]:
    """All that two actors foresee."""
    found: list[object] = []
    for mover in compiled.movers:
        found += [limited_move(compiled, mover, moves).tolist() for moves in (1, 2, 3, 6)]
        found.append(non_myopic.non_myopic(compiled, mover).to_dict())
        found += [find_concept(f"maximin-{h}").verdict(compiled, mover).tolist() for h in (1, 2, 3, 4, 5)]
    return found


def test_a_large_case_is_judged_without_listing_its_moves() -> None:
    """Two actors with eight options each: 65,536 states and 33 million moves."""
    rng = Random(7)
    names = [f"{owner}.o{k}" for owner in "ab" for k in range(8)]
    actors = {
        owner: {"options": {f"o{k}": {} for k in range(8)}, "prefers": [f"{rng.choice(names)} iff {rng.choice(names)}"
                                                                         for _ in range(12)]}
        for owner in "ab"
    }  # fmt: skip
    compiled = compile(case_of(actors=actors))
    table = equilibria(compiled, ["nash", "l1", "l2", "seq", "nm", "maximin-4", "stackelberg-a"])
    assert np.array_equal(table.stable["nash"], table.stable["l1"])
    assert not np.any(table.stable["l2"] & ~table.stable["seq"])
    assert not {"edges", "pairs"} & set(vars(compiled))


def test_of_equally_good_moves_of_the_other_the_worst_is_expected() -> None:
    """f may go to t, whence the other, not caring, goes to u or v: f likes u best and v least."""
    torn = graph("stuv", f=("st", "u s t v"), b=("tu tv", "uv ts"))
    compiled = compile(torn)
    assert limited_move(compiled, compiled.movers[0], 2).tolist() == [True] * 4
    willing = compile(graph("stuv", f=("st", "u s t v"), b=("tu tv", "u v ts")))
    assert limited_move(willing, willing.movers[0], 2).tolist() == [False, True, True, True]


def test_of_equally_good_moves_of_ones_own_the_other_expects_the_worst() -> None:
    """b may go to t, whence f, not caring, goes to u or v: b likes u best and v least."""
    compiled = compile(graph("stuv", f=("tu tv", "uv ts"), b=("st", "u s t v")))
    assert limited_move(compiled, compiled.movers[1], 2).tolist() == [True] * 4


def test_who_looks_further_may_leave_for_a_worse_state() -> None:
    """f goes to t, which it likes less than s, because the other goes on to u."""
    compiled = compile(graph("stu", f=("st", "u s t"), b=("tu", "u st")))
    f = compiled.movers[0]
    assert limited_move(compiled, f, 1).tolist() == [True, True, True]
    assert limited_move(compiled, f, 2).tolist() == [False, True, True]


def test_staying_is_not_a_move_to_the_same_state() -> None:
    """The other would leave s, and f, which likes that, cannot pass: it stays where it is, and play ends there."""
    compiled = compile(graph("su", f=("us", "u s"), b=("su", "u s")))
    assert limited_move(compiled, compiled.movers[0], 2).tolist() == [True, True]


# ------------------------------------------------------------------------------------- the 2 x 2 games


Ranks = tuple[int, ...]


def relabelled(one: Ranks, other: Ranks) -> tuple[Ranks, Ranks]:
    """A 2 x 2 game in the first form that other names of rows, columns and players give it; state = row + 2 column."""
    forms = []
    for flip in range(4):
        a, b = (tuple(ranks[s ^ flip] for s in range(4)) for ranks in (one, other))
        exchanged = [tuple(ranks[s] for s in (0, 2, 1, 3)) for ranks in (b, a)]
        forms += [(a, b), (exchanged[0], exchanged[1])]
    return min(forms)


GAMES = sorted({relabelled(a, b) for a in permutations(range(4)) for b in permutations(range(4))})


def game(one: Ranks, other: Ranks) -> Case:
    """Two actors with one option each, who rank the four states as given."""
    states = ("NN", "YN", "NY", "YY")
    rankings = [[states[s] for s in sorted(range(4), key=lambda s: -ranks[s])] for ranks in (one, other)]
    return case_of(
        actors={id_: {"options": {"x": {}}, "ranking": r} for id_, r in zip(("row", "col"), rankings, strict=True)}
    )


def periods_of(one: Ranks, other: Ranks) -> set[int]:
    """The periods of the verdicts that never settle."""
    compiled = compile(game(one, other))
    return {int(p) for m in compiled.movers for p in non_myopic.non_myopic(compiled, m).period if p}


@pytest.mark.parametrize("ranks", GAMES, ids=str)
def test_each_strict_two_by_two_game(ranks: tuple[Ranks, Ranks]) -> None:
    case = game(*ranks)
    compiled, model = compile(case), Model(case)
    for mover in compiled.movers:
        for moves in range(1, 13):
            assert as_set(limited_move(compiled, mover, moves)) == model.lh_stable(mover.id, moves)
        found = non_myopic.non_myopic(compiled, mover)
        assert {s: verdict_of(found, s) for s in range(4)} == model.nm(mover.id)
    assert periods_of(*ranks) in (set(), {2}, {4})


def test_in_17_of_the_78_games_foresight_never_settles() -> None:
    assert len(GAMES) == 78
    assert Counter(frozenset(periods_of(*ranks)) for ranks in GAMES) == {
        frozenset(): 61,
        frozenset({2}): 6,
        frozenset({4}): 11,
    }


def test_published_games() -> None:
    """In the prisoner's dilemma foresight holds mutual cooperation; in chicken each stays who has not given way."""
    dilemma, chicken = (compile(load_case(id_)) for id_ in ("prisoners-dilemma", "chicken"))
    assert [e.state.number for e in equilibria(dilemma, ["l2"]).equilibria()] == [1, 4]
    assert [e.state.number for e in equilibria(dilemma, ["nm"]).equilibria()] == [1, 4]
    table = equilibria(chicken, ["nash", "stackelberg-row", "stackelberg-column"])
    assert [(e.state.number, e.concepts) for e in table.equilibria()] == [
        (2, ("nash", "stackelberg-column")),
        (3, ("nash", "stackelberg-row")),
    ]


# ---------------------------------------------------------------------------------------------- maximin


@pytest.mark.parametrize("first", range(0, 240, 40))
def test_maximin_is_that_of_the_reference(first: int) -> None:
    """Bodies included; of movers beyond three moves by playing all replies through."""
    for seed in range(first, first + 40):
        rng = Random(f"maximin {seed}")
        case = random_graph_case(rng) if seed % 4 == 0 else random_case(rng, max_options=5)
        compiled, model = compile(case), Model(case)
        for mover in compiled.movers:
            for moves in (1, 2, 3, 4, 5, 6):
                found = as_set(maximin.maximin(compiled, mover, moves))
                assert found == model.maximin_stable(mover.id, moves), (seed, mover.id, moves)
                if mover.actor is not None:
                    left = values(compiled, mover, moves)
                    rank, v = left[0], left[-1]
                    assert found == {s for s in range(compiled.size) if all(v[t] <= rank[s] for t in model.ui(mover.id, s))}


@pytest.mark.parametrize("name", ["blocks", "any"])
def test_maximin_begins_with_nash_gmr_and_smr(name: str) -> None:
    plain = {"needs": False, "coalesce": False} if name == "blocks" else {}
    for seed in range(80):
        case = random_case(Random(f"begins {seed}"), max_options=6, **plain)
        for large in (False, True):
            with over_blocks() if large else pytest.MonkeyPatch.context():
                compiled = compile(case)
                for mover in compiled.movers:
                    for moves, id_ in enumerate(("nash", "gmr", "smr"), 1):
                        expected = CONCEPTS[id_].verdict(compiled, mover)
                        assert np.array_equal(find_concept(f"maximin-{moves}").verdict(compiled, mover), expected)


def test_a_body_played_through_is_what_its_ranks_say() -> None:
    """Up to three moves both ways to judge a body exist, and agree."""
    for seed in range(120):
        compiled = compile(random_case(Random(f"body {seed}"), max_options=5))
        for body in (m for m in compiled.movers if m.is_body):
            for moves, verdict in enumerate(maximin.SHORT, 1):
                played = maximin._body_stable(compiled, body, moves)
                assert np.array_equal(played, verdict(compiled, body)), (seed, moves)


def test_from_two_moves_on_more_counter_moves_only_help() -> None:
    """Where two moves in a row are one: what the others hold down two replies later, they hold down now."""
    for seed in range(60):
        compiled = compile(random_case(Random(f"more {seed}"), bodies=False, needs=False, coalesce=False))
        for mover in compiled.movers:
            found = {moves: maximin.maximin(compiled, mover, moves) for moves in range(1, 10)}
            assert not np.any(found[1] & ~found[2])
            assert all(not np.any(found[moves + 2] & ~found[moves]) for moves in range(2, 8))


def test_any_number_of_moves_can_be_asked_for() -> None:
    compiled = compile(load_case("cuban-missile-crisis"))
    for mover in compiled.movers:
        for family in ("l", "maximin-"):
            near = [find_concept(f"{family}{10**3 + k}").verdict(compiled, mover).tolist() for k in range(12)]
            far = [find_concept(f"{family}{10**3 + 12 * 10**12 + k}").verdict(compiled, mover).tolist() for k in range(12)]
            assert near == far


# ----------------------------------------------------------------------------------------------- laps


def test_steps_are_repeated_exactly() -> None:
    rng = Random(3)
    for _ in range(200):
        size = rng.randint(1, 12)
        table = np.array([rng.randrange(size) for _ in range(size)])

        def step(value: tuple[np.ndarray, ...], table: np.ndarray = table) -> tuple[np.ndarray, ...]:
            return (table[value[0]],)

        start, seen, at = (np.array([0]),), {}, 0
        walk = [0]
        while at not in seen:
            seen[at] = len(seen)
            at = int(table[at])
            walk.append(at)
        before, length = seen[at], len(seen) - seen[at]
        assert find_cycle(start, step, 100) == (before, length)
        for times in (0, 1, 2, 5, 17, 100):
            place = times if times < before else before + (times - before) % length
            assert int(repeated(start, step, times)[0][0]) == walk[place]


def test_a_walk_that_is_too_long_is_given_up() -> None:
    assert find_cycle((np.array([0]),), lambda value: (value[0] + 1,), 50) is None


def test_each_verdict_has_the_least_of_its_periods() -> None:
    round_ = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0]], dtype=bool)
    assert non_myopic._least_periods(round_).tolist() == [2, 4, 2, 1]


# ---------------------------------------------------------------------------------------------- the table


def test_concepts_on_request_are_not_asked_by_default() -> None:
    compiled = compile(load_case("chicken"))
    assert all(concept.family is None for concept in concepts_for(compiled))
    assert [family.name for family in FAMILIES] == ["limited-move", "non-myopic", "stackelberg", "maximin"]


@pytest.mark.parametrize(
    ("id_", "label", "question"),
    [
        ("l1", "L1", "Is staying at least as good as every move, with a horizon of one move?"),
        ("L3", "L3", "Is staying at least as good as every move, with a horizon of 3 moves?"),
        ("l03", "L3", "Is staying at least as good as every move, with a horizon of 3 moves?"),
        ("nm", "NM", "Is staying at least as good as every move, however long the horizon?"),
        (
            "stackelberg-usa",
            "Stackelberg (usa leads)",
            "Is staying at least as good as every move, if the leader foresees the answer of the other actor?",
        ),
        (
            "maximin-4",
            "Maximin-4",
            "Can the others answer every improvement, at any cost to themselves, with a horizon of 4 moves?",
        ),
    ],
)
def test_families_make_concepts(id_: str, label: str, question: str) -> None:
    concept = find_concept(id_)
    assert (concept.label, concept.question) == (label, question)
    assert find_concept(id_) is concept
    assert find_concept(concept.id) is concept


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("l0", '"l0": a horizon has at least one move; the shortest is l1'),
        ("l-3", '"l-3": a horizon has at least one move; the shortest is l1'),
        ("maximin-00", '"maximin-00": a horizon has at least one move; the shortest is maximin-1'),
        ("maximin--1", '"maximin--1": a horizon has at least one move; the shortest is maximin-1'),
        ("l" + "9" * 19, '"l9999999999999999999": this horizon is too long; the longest is l999999999999999999'),
        (
            "maximin-" + "1" * 5000,
            f'"maximin-{"1" * 72}...": this horizon is too long; the longest is maximin-999999999999999999',
        ),
        ("maximin", 'unknown concept "maximin"; did you mean "maximin-4"?'),
        ("nme", 'unknown concept "nme"; did you mean "nm"?'),
        ("stackelberg", 'unknown concept "stackelberg"; did you mean "stackelberg-LEADER"?'),
    ],
)
def test_what_is_no_concept_is_refused(id_: str, said: str) -> None:
    with pytest.raises(QuestionError) as caught:
        find_concept(id_)
    assert str(caught.value) == said


FOUR = (
    "Beyond two actors at least four ways to extend it compete: "
    "ask for maximin-4, which is defined for any number of movers, or for seq"
)


@pytest.mark.parametrize(
    ("case", "concept", "said"),
    [
        (
            "elmira",
            "l3",
            "L3 is defined for exactly two actors with options, and no body with options; "
            f"here ministry, uniroyal and local-government can move. {FOUR}",
        ),
        (
            "elmira",
            "nm",
            "NM is defined for exactly two actors with options, and no body with options; "
            f"here ministry, uniroyal and local-government can move. {FOUR}",
        ),
        (
            "elmira",
            "stackelberg-ministry",
            "Stackelberg is defined for exactly two actors with options, and no body with options; "
            f"here ministry, uniroyal and local-government can move. {FOUR}",
        ),
        ("chicken", "stackelberg-rom", 'unknown actor or body "rom"; did you mean "row"?'),
    ],
)
def test_refusals_explain(case: str, concept: str, said: str) -> None:
    compiled = compile(load_case(case))
    with pytest.raises(QuestionError) as caught:
        equilibria(compiled, [concept])
    assert str(caught.value) == said


def test_a_body_is_no_second_actor() -> None:
    union = {"members": ["a"], "decides": "consensus", "options": {"q": {}}}
    compiled = compile(case_of(actors={"a": {"options": {"x": {}}}}, bodies={"union": union}))
    with pytest.raises(QuestionError, match="here a and the body union can move"):
        limited_move(compiled, compiled.movers[0], 2)


def test_one_actor_alone_has_nobody_to_look_at() -> None:
    compiled = compile(case_of(actors={"a": {"options": {"x": {}}}}))
    with pytest.raises(QuestionError, match="here only a can move: ask for nash"):
        limited_move(compiled, compiled.movers[0], 2)


@pytest.mark.parametrize("moves", [0, -1])
def test_functions_refuse_to_look_no_move_ahead(moves: int) -> None:
    compiled = compile(load_case("chicken"))
    for function in (limited_move, maximin.maximin):
        with pytest.raises(QuestionError, match="a horizon has at least one move"):
            function(compiled, compiled.movers[0], moves)


def test_what_does_not_come_round_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(non_myopic, "MOST_MOVES", 2)
    compiled = compile(load_case("cuban-missile-crisis"))
    with pytest.raises(SizeError, match=r"within 2 moves, or too late .*; ask for a fixed number of moves"):
        equilibria(compiled, ["nm"])


def test_too_many_replies_to_a_body_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maximin, "MAX_WORK", 10)
    union = {"members": ["a", "b"], "decides": "consensus", "options": {"q": {}, "r": {}}}
    actors = {"a": {"prefers": ["union.q"], "options": {"x": {}}}, "b": {}}
    compiled = compile(case_of(actors=actors, bodies={"union": union}))
    assert maximin.maximin(compiled, compiled.movers[1], 3).shape == (8,)
    with pytest.raises(SizeError, match="the replies to union are more than 10; ask for maximin-3"):
        maximin.maximin(compiled, compiled.movers[1], 4)


def test_each_mover_may_look_ahead_in_its_own_way() -> None:
    compiled = compile(load_case("cuban-missile-crisis"))
    usa, ussr = compiled.movers
    expected = stable(compiled, usa, find_concept("l3")) & stable(compiled, ussr, find_concept("maximin-4"))
    under = assigned_equilibria(compiled, {"usa": "l3", "ussr": "maximin-4"})
    assert [state.key for state in under.equilibria] == np.flatnonzero(expected).tolist()


# -------------------------------------------------------------------------------------- verdicts that go on


def restless() -> Case:
    """A game in which foresight never settles."""
    return game(*next(ranks for ranks in GAMES if periods_of(*ranks) == {4}))


def test_verdicts_that_never_settle_are_in_the_json() -> None:
    case = restless()
    table = equilibria(compile(case), ["nash", "nm"])
    data, model = table.to_dict(), Model(case)
    expected = {
        mover: {str(s + 1): v[1] for s, v in model.nm(mover).items() if isinstance(v, tuple)} for mover in model.movers
    }
    assert any(expected.values())
    assert data["cycling"] == {"nm": expected}
    assert not any(int(s) in data["stable"]["nm"][mover] for mover in expected for s in expected[mover])
    assert "cycling" not in equilibria(compile(case), ["nash", "l2"]).to_dict()


def test_a_non_myopic_record_is_plain_data() -> None:
    compiled = compile(restless())
    found = non_myopic.non_myopic(compiled, compiled.movers[0])
    data = found.to_dict()
    assert sorted([*data["stable"], *data["unstable"], *map(int, data["cycling"])]) == [1, 2, 3, 4]
    assert set(data["cycling"].values()) == {4}


@pytest.mark.parametrize("listed", [False, True])
def test_foresight_leaves_the_graph_as_it_is(listed: bool) -> None:
    rng = Random(5)
    case = random_graph_case(rng, actors=(2, 2)) if listed else random_case(rng, bodies=False, actors=(2, 2))
    compiled = compile(case)
    before = [compiled.rank_rows.copy(), *(e.target.copy() for e in compiled.edges)]
    foreseen(compiled)
    after = [compiled.rank_rows, *(e.target for e in compiled.edges)]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
