"""Decision rules over arrays, against a literal evaluation of every stance of every actor."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, random_case, random_rule
from countermove.game.compile import compile
from countermove.game.voting import Vote, compile_vote, winning
from countermove.model.case import Case
from countermove.model.rules import parse_rule
from reference import AGAINST, FOR, NEITHER, Model

ACTORS = ("a", "b", "c", "d")
POSITION = {name: k for k, name in enumerate(ACTORS)}
STANCES = list(product((FOR, AGAINST, NEITHER), repeat=len(ACTORS)))
FAVOUR = np.array([[stance[k] == FOR for stance in STANCES] for k in range(len(ACTORS))])
OPPOSE = np.array([[stance[k] == AGAINST for stance in STANCES] for k in range(len(ACTORS))])


def council(rule: Any, members: str = "abc", **bodies: Any) -> Case:
    """Four actors, and a council with members among them (and maybe bodies) that decides by the rule."""
    made = {name: {"members": list(m), "decides": r} for name, (m, r) in bodies.items()}
    inside = [*members, *made]
    decided = {"members": inside, "decides": rule, "options": {"q": {}}}
    return case_of(actors={a: {} for a in ACTORS}, bodies={**made, "council": decided})


def vote_of(case: Case) -> Vote:
    rule = case.bodies["council"].decides
    assert rule is not None
    return compile_vote(case, "council", rule, POSITION)


def passing(case: Case) -> list[bool]:
    """Whether the council's rule passes, for each of the 81 stances that four actors can take."""
    return vote_of(case).passes(FAVOUR, OPPOSE).tolist()


def literally(case: Case) -> list[bool]:
    model = Model(case)
    rule = case.bodies["council"].decides
    assert rule is not None
    return [model.passes(rule, "council", dict(zip(ACTORS, stance, strict=True))) for stance in STANCES]


RULES: list[Any] = [
    "unanimity",
    "consensus",
    "majority",
    {"actor": "b"},
    {"actor": "d"},
    {"quota": "0.5"},
    {"quota": "0.50001"},
    {"quota": "2/3"},
    {"quota": "0.67"},
    {"quota": "100 %"},
    {"quota": "1/2", "weights": {"a": "1/3", "b": "1/6", "c": "0.5"}},
    {"quota": "2"},
    {"quota": "1"},
    {"quota": "3", "blocking": "2"},
    {"quota": "3", "blocking": "1"},
    {"quota": "0.3", "weights": {"a": "0.1", "b": "0.2", "c": "0.7"}},
    {"quota": "0.65", "weights": {"a": "3", "b": "2", "c": "0"}},
    {"quota": "1.5", "weights": {"a": "0.5", "b": "1", "c": "2"}, "blocking": "2"},
    {"veto": ["a"], "also": "majority"},
    {"veto": ["d", "b"], "also": {"actor": "a"}},
    {"all": ["majority", {"actor": "d"}]},
    {"any": ["unanimity", {"all": [{"actor": "a"}, {"actor": "b"}]}]},
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_each_rule_passes_where_it_passes_literally(rule: Any) -> None:
    case = council(rule)
    assert passing(case) == literally(case)


@pytest.mark.parametrize("inner", ["consensus", "majority", "unanimity", {"quota": "1"}, {"actor": "d"}], ids=str)
@pytest.mark.parametrize("outer", ["consensus", "unanimity", "majority", {"quota": "2"}], ids=str)
def test_a_member_body_asks_its_own_rule_both_ways(inner: Any, outer: Any) -> None:
    case = council(outer, "a", house=("bcd", inner), senate=("ad", "unanimity"))
    assert passing(case) == literally(case)


def random_council(seed: int) -> Case:
    """A random rule over some actors and up to two random bodies."""
    rng = Random(seed)
    bodies: dict[str, Any] = {}
    for name in ("house", "senate")[: rng.randint(0, 2)]:
        members = rng.sample(ACTORS, rng.randint(1, 4))
        bodies[name] = (members, random_rule(rng, members, ACTORS))
    members = rng.sample(ACTORS, rng.randint(1, 4))
    return council(random_rule(rng, [*members, *bodies], ACTORS), "".join(members), **bodies)


def test_random_rules_pass_where_they_pass_literally() -> None:
    for seed in range(300):
        case = random_council(seed)
        assert passing(case) == literally(case), case.bodies


def test_a_rule_is_asked_about_many_changes_at_once() -> None:
    """The result has the shape of the changes, whatever that is."""
    for rule in RULES:
        vote = vote_of(council(rule))
        shape = (len(ACTORS), 9, 9)
        found = vote.passes(FAVOUR.reshape(shape), OPPOSE.reshape(shape))
        assert found.shape == (9, 9)
        assert found.ravel().tolist() == passing(council(rule))


# -------------------------------------------------------------------------------------- laws of all rules


def more_support(stance: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The stances in which one actor is less against or more for."""
    better = {AGAINST: (NEITHER, FOR), NEITHER: (FOR,), FOR: ()}
    return [(*stance[:k], new, *stance[k + 1 :]) for k, old in enumerate(stance) for new in better[old]]


def test_more_support_or_less_opposition_never_makes_a_rule_fail() -> None:
    for seed in range(200):
        passes = dict(zip(STANCES, passing(random_council(seed)), strict=True))
        assert all(passes[more] for stance in STANCES if passes[stance] for more in more_support(stance)), seed


def test_no_rule_passes_with_nobody_for() -> None:
    nobody = [FOR not in stance for stance in STANCES]
    for seed in range(200):
        assert not any(np.array(passing(random_council(seed)))[nobody]), seed


# ---------------------------------------------------------------------------- what is known of a rule


def players_of(case: Case) -> set[int]:
    """The actors whose stance can matter: those that the rule, or a member body's rule, can ask."""
    return set(vote_of(case).players)


def test_who_is_no_player_changes_nothing() -> None:
    for seed in range(150):
        case = random_council(seed)
        passes = dict(zip(STANCES, passing(case), strict=True))
        for k in set(range(len(ACTORS))) - players_of(case):
            for stance in STANCES:
                assert passes[stance] == passes[(*stance[:k], FOR, *stance[k + 1 :])], seed


def all_for_but(k: int, other: int) -> tuple[int, ...]:
    return tuple(other if j == k else FOR for j in range(len(ACTORS)))


def test_veto_holders_are_those_against_whom_nothing_passes() -> None:
    for seed in range(150):
        case = random_council(seed)
        passes = dict(zip(STANCES, passing(case), strict=True))
        expected = [k for k in range(len(ACTORS)) if not passes[all_for_but(k, AGAINST)]]
        assert list(vote_of(case).vetoes) == expected, seed


def test_needed_are_those_without_whom_nothing_passes() -> None:
    for seed in range(150):
        case = random_council(seed)
        passes = dict(zip(STANCES, passing(case), strict=True))
        expected = [k for k in range(len(ACTORS)) if not passes[all_for_but(k, NEITHER)]]
        assert list(vote_of(case).needed) == expected, seed


def test_a_veto_holder_need_not_be_needed() -> None:
    vote = vote_of(council("consensus"))
    assert (vote.vetoes, vote.needed) == ((0, 1, 2), ())
    council_of_security = vote_of(council({"veto": ["a"], "also": {"quota": "2"}}))
    assert (council_of_security.vetoes, council_of_security.needed) == ((0,), ())


def test_passing_against_somebody_and_by_somebody() -> None:
    """Everybody else is for, or against; one who is no player, or nobody, does not count."""
    vote = vote_of(council({"veto": ["a"], "also": {"actor": "b"}}))
    assert [vote.passes_against(who) for who in ((0,), (1,), (2,), ())] == [False, False, True, True]
    assert [vote.passes_by(who) for who in ((0,), (1,), (0, 1), (0, 1, 2), ())] == [False, False, True, True, False]


def test_what_is_called_transitive_is() -> None:
    """Whatever three actors think of three states: if two changes in a row pass, so does their sum."""
    orders = [r for r in product(range(3), repeat=3) if len(set(r)) == max(r) + 1]
    ranks = np.array(list(product(orders, repeat=3))).transpose(2, 1, 0)
    called = 0
    for seed in range(200):
        vote = vote_of(random_council(seed))
        if vote.is_transitive and len(vote.players) <= 3:
            called += 1
            table = np.zeros((3, len(ACTORS), ranks.shape[2]), dtype=int)
            table[:, sorted(vote.players)] = ranks[:, : len(vote.players)]
            a, b, c = table
            one, two, whole = (vote.passes(y > x, y < x) for x, y in ((a, b), (b, c), (a, c)))
            assert not np.any(one & two & ~whole), seed
    assert called > 20


@pytest.mark.parametrize(
    ("rule", "transitive"),
    [
        ("unanimity", True),
        ("consensus", True),
        ({"actor": "a"}, True),
        ({"all": ["consensus", {"actor": "d"}]}, True),
        ("majority", False),
        ({"quota": "1"}, False),
        ({"any": ["unanimity"]}, False),
        ({"veto": ["a"], "also": "consensus"}, False),
        ({"all": ["consensus", "majority"]}, False),
    ],
    ids=str,
)
def test_which_rules_are_called_transitive(rule: Any, transitive: bool) -> None:
    assert vote_of(council(rule)).is_transitive is transitive


def test_a_rule_asked_of_a_member_body_is_not_called_transitive() -> None:
    assert not vote_of(council("consensus", "a", house=("bc", "consensus"))).is_transitive
    assert not vote_of(council("unanimity", "a", house=("bc", "unanimity"))).is_transitive


# ---------------------------------------------------------------------------------------------- exactness


@pytest.mark.parametrize(
    ("quota", "weights", "enough"),
    [
        ("0.3", {"a": "0.1", "b": "0.2", "c": "0.7"}, {"ab", "c", "ac", "bc", "abc"}),
        ("0.55", {"a": "15.05", "b": "12.2", "c": "27.25"}, {"ac", "bc", "abc"}),
        ("1e30", {"a": "1e30", "b": "999999999999999999999999999999", "c": "0"}, {"a", "ab", "ac", "abc"}),
        ("1.0000000001", {"a": "1", "b": "0.0000000001", "c": "0"}, {"ab", "abc"}),
    ],
)
def test_weights_are_added_exactly(quota: str, weights: dict[str, str], enough: set[str]) -> None:
    vote = vote_of(council({"quota": quota, "weights": weights}))
    groups = ["".join(g) for g in product(*[("", x) for x in "abc"])]
    favour = np.array([[x in group for group in groups] for x in ACTORS])
    found = vote.passes(favour, np.zeros_like(favour))
    assert {group for group, passes in zip(groups, found, strict=True) if passes} == enough


def test_a_majority_is_more_than_half() -> None:
    vote = vote_of(council("majority", "abcd"))
    favour = np.array([[k < n for n in range(5)] for k in range(4)])
    assert vote.passes(favour, ~favour).tolist() == [False, False, False, True, True]


def test_fewer_than_the_blocking_number_do_not_block() -> None:
    """Four members, a quota that needs all of them; three who are not for block, two do not."""
    vote = vote_of(council({"quota": "4", "blocking": "3"}, "abcd"))
    favour = np.array([[k < n for n in range(5)] for k in range(4)])
    assert vote.passes(favour, ~favour).tolist() == [False, False, True, True, True]


def test_however_many_may_block_somebody_must_be_for() -> None:
    vote = vote_of(council({"quota": "3", "blocking": "9"}))
    nobody = np.zeros((4, 1), dtype=bool)
    assert vote.passes(nobody, nobody).tolist() == [False]


def test_rules_are_read_into_positions() -> None:
    case = council({"veto": ["c"], "also": {"quota": "0.5", "weights": {"a": "1.5", "b": "0", "c": "1"}}})
    assert vote_of(case) == Vote(
        "veto",
        actors=(2,),
        parts=(Vote("quota", members=(0, 1, 2), weights=(6, 0, 4), target=5),),
    )


def test_stances_are_not_written_into() -> None:
    kept = FAVOUR.copy(), OPPOSE.copy()
    for seed in range(40):
        passing(random_council(seed))
    assert np.array_equal(FAVOUR, kept[0])
    assert np.array_equal(OPPOSE, kept[1])


def test_an_override_counts_the_members_of_its_body() -> None:
    """A rule for one option is asked in the same body."""
    case = council("consensus")
    assert compile_vote(case, "council", parse_rule("majority"), POSITION).members == (0, 1, 2)


# --------------------------------------------------------------------------------------------------------- words


def stances(actors: int) -> tuple[np.ndarray, np.ndarray]:
    """All sets of those for: as Booleans (actors, 2^actors), and packed into words (actors, n)."""
    favour = (np.arange(2**actors) >> np.arange(actors)[:, None]) & 1 != 0
    padded = np.zeros((actors, -(-favour.shape[1] // 64) * 64), dtype=bool)
    padded[:, : favour.shape[1]] = favour
    return favour, np.packbits(padded, axis=1, bitorder="little").view(np.uint64)


def bits_of(words: np.ndarray, count: int) -> list[bool]:
    return [bool(int(words[k // 64]) >> k % 64 & 1) for k in range(count)]


def test_words_pass_where_the_rule_passes_with_all_others_against() -> None:
    """Random rules of every kind, member bodies included; the empty set of those for never wins."""
    kinds = set()
    for seed in range(250):
        graph = compile(random_case(Random(seed), max_options=5))
        favour, words = stances(len(graph.actors))
        for vote in (vote for mover in graph.movers for vote in mover.votes):
            expected = vote.passes(favour, ~favour).tolist()
            assert bits_of(winning(vote, words), favour.shape[1]) == expected, seed
            assert not expected[0]
            kinds.add((vote.kind, any(isinstance(member, Vote) for member in vote.members)))
    assert {kind for kind, _ in kinds} == {
        "unanimity", "consensus", "majority", "quota", "actor", "veto", "all", "any"
    }  # fmt: skip
    assert ("consensus", True) in kinds


@pytest.mark.parametrize("weights", [(2**70, 2**70 - 1, 1), (0, 5, 9), (3, 3, 3)])
@pytest.mark.parametrize("blocking", [None, 1, 2, 4])
def test_sums_of_weights_are_exact(weights: tuple[int, ...], blocking: int | None) -> None:
    favour, words = stances(3)
    total = sum(weights)
    for target in {1, total // 2, total // 2 + 1, 2 * max(weights), total, total + 1}:
        vote = Vote("quota", (0, 1, 2), weights=weights, target=target, blocking=blocking)
        expected = vote.passes(favour, ~favour).tolist()
        assert bits_of(winning(vote, words), 8) == expected, (target, blocking)


def test_many_words_are_asked_at_once() -> None:
    favour, words = stances(9)
    vote = Vote("majority", tuple(range(9)))
    assert words.shape == (9, 8)
    assert bits_of(winning(vote, words), 512) == (favour.sum(axis=0) > 4).tolist()


def test_whoever_the_rule_cannot_do_without_is_found_though_like_members_are_tried_once() -> None:
    kinds = set()
    for seed in range(300):
        rng = Random(seed)
        members, inner = "".join(rng.sample("abcd", rng.randint(1, 4))), rng.sample("abcd", 2)
        bodies = {"inner": ("".join(inner), random_rule(rng, inner, ACTORS, 0))} if rng.random() < 0.4 else {}
        vote = vote_of(council(random_rule(rng, [*members, *bodies], ACTORS), members, **bodies))
        players = sorted(vote.players)
        favour, oppose = np.ones(len(ACTORS), dtype=bool), np.zeros(len(ACTORS), dtype=bool)
        for against, named in ((True, vote.vetoes), (False, vote.needed)):
            alone = []
            for player in players:
                favour[player], oppose[player] = False, against
                if not vote.passes(favour, oppose):
                    alone.append(player)
                favour[player], oppose[player] = True, False
            assert list(named) == alone, (seed, against)
            kinds.add((vote.kind, bool(alone)))
    assert len(kinds) > 10
