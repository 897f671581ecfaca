"""All ways to count coalitions agree: series, halves, layers, the table, and one by one."""

from __future__ import annotations

from itertools import product
from math import comb
from random import Random
from typing import Any

import pytest

from analysis.power.test_games import house
from countermove.analysis.power import layers
from countermove.analysis.power.exact import Counts, binomials, by_halves, by_series, by_table, series_work
from countermove.analysis.power.games import FreePart, ThresholdGame, free_part, threshold_game
from countermove.analysis.power.layers import by_layers
from countermove.analysis.power.minimal_coalitions import count_minimal


def one_by_one(free: FreePart) -> Counts:
    """Every coalition of the free players, looked at by itself."""
    game = free.game
    kind_of = [k for k, kind in enumerate(free.kinds) for _ in kind.places]
    places = [place for kind in free.kinds for place in kind.places]
    m = len(places)
    required = [game.players[place] for place in game.required]
    wins = {
        inside: game.carries([*required, *(game.players[p] for p, yes in zip(places, inside, strict=True) if yes)])
        for inside in product((False, True), repeat=m)
    }

    def with_(inside: tuple[bool, ...], player: int, yes: bool) -> tuple[bool, ...]:
        return (*inside[:player], yes, *inside[player + 1 :])

    winning, swings = [0] * (m + 1), [[0] * m for _ in free.kinds]
    minimal = blocking = 0
    first = [kind_of.index(k) for k in range(len(free.kinds))]
    for inside, won in wins.items():
        size = sum(inside)
        winning[size] += won
        for k, player in enumerate(first):
            if not inside[player] and not won and wins[with_(inside, player, True)]:
                swings[k][size] += 1
        members = [p for p in range(m) if inside[p]]
        minimal += won and not any(wins[with_(inside, p, False)] for p in members)
        rest = tuple(not yes for yes in inside)
        stops = not wins[rest]
        blocking += stops and all(wins[with_(rest, p, True)] for p in members)
    return Counts(tuple(winning), tuple(map(tuple, swings)), minimal, blocking)


def in_all(counts: Counts) -> Counts:
    """The same with all sizes together."""
    swings = tuple((sum(one),) for one in counts.swings)
    return Counts((sum(counts.winning),), swings, counts.minimal, counts.blocking, False)


def random_weights(rng: Random, count: int, most: int) -> dict[str, str]:
    weights = [rng.randint(0, most) for _ in range(count)]
    weights[rng.randrange(count)] = most
    return {f"m{k}": str(w) for k, w in enumerate(weights)}


def rules(seed: int) -> tuple[Any, int]:
    """A random rule with one weighted quota, and the number of members."""
    rng = Random(seed)
    count = rng.randint(2, 9)
    weights = random_weights(rng, count, rng.choice((2, 5, 40)))
    total = sum(map(int, weights.values()))
    quota: Any = {"quota": str(rng.randint(2, max(2, total))), "weights": weights}
    if rng.random() < 0.4:
        quota["blocking"] = str(rng.randint(1, count))
    heads = {"quota": str(rng.randint(2, count))}
    vetoed = {"veto": rng.sample(list(weights), rng.randint(1, 2)), "also": quota}
    return rng.choice([quota, quota, {"all": [heads, quota]}, {"any": [heads, quota]}, vetoed]), count


def test_every_way_to_count_a_threshold_game_agrees_with_counting_one_by_one() -> None:
    kinds = {"pure": 0, "sized": 0}
    for seed in range(160):
        rule, count = rules(seed)
        free = free_part(house(rule, count))
        game = threshold_game(free)
        if not free.kinds:
            continue
        assert game is not None
        expected = one_by_one(free)
        assert by_halves(game) == expected, seed
        assert by_series(game, True) == expected, seed
        if game.is_pure and any(game.weights):
            assert by_series(game, False) == in_all(expected), seed
        kinds["pure" if game.is_pure else "sized"] += 1
    assert min(kinds.values()) > 25


def test_every_way_to_count_any_rule_agrees_with_counting_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = 0
    for seed in range(80):
        rng = Random(seed)
        first, count = rules(seed)
        second = {"quota": str(rng.randint(2, 20)), "weights": random_weights(rng, count, 20)}
        rule = {rng.choice(("all", "any")): [first, second, {"actor": "m0"}][: rng.randint(2, 3)]}
        free = free_part(house(rule, count))
        if not free.kinds:
            continue
        expected = one_by_one(free)
        layered = by_layers(free)
        assert layered == (expected.winning, expected.swings), seed
        assert by_table(free) == expected, seed
        assert (count_minimal(free, False), count_minimal(free, True)) == (expected.minimal, expected.blocking), seed
        wide += threshold_game(free) is None
    assert wide > 30


def test_layers_end_where_there_would_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    free = free_part(house({"all": [{"quota": "9", "weights": random_weights(Random(k), 9, 30)} for k in range(2)]}, 9))
    assert by_layers(free) is not None
    monkeypatch.setattr(layers, "MOST_NODES", 5)
    assert by_layers(free) is None


def test_weights_beyond_a_machine_word_are_counted_the_same_way() -> None:
    weights = {f"m{k}": str(w * 10**25) for k, w in enumerate((9, 7, 5, 4, 3, 1))}
    other = {f"m{k}": str(w * 10**25 + k) for k, w in enumerate((1, 1, 2, 5, 9, 7))}
    rule = {"all": [{"quota": str(14 * 10**25), "weights": weights}, {"quota": str(11 * 10**25), "weights": other}]}
    free = free_part(house(rule))
    expected = one_by_one(free)
    assert by_layers(free) == (expected.winning, expected.swings)
    assert by_table(free) == expected
    single = free_part(house({"quota": str(14 * 10**25 + 1), "weights": other}))
    game = threshold_game(single)
    assert game is not None
    assert by_halves(game) == one_by_one(single)


def test_more_than_a_machine_word_of_coalitions() -> None:
    """80 members in three kinds: halves would not end, and numbers pass 2^64."""
    game = ThresholdGame((3, 2, 1), (20, 30, 30), (80,) * 81)
    counts = by_series(game, True)
    assert sum(counts.winning) + sum(by_series(game.dual(), True).winning) == 2**80
    total = sum(size * sum(swings) for size, swings in zip(game.sizes, counts.swings, strict=True))
    assert total == sum((2 * s - 80) * n for s, n in enumerate(counts.winning))


def test_binomials() -> None:
    assert binomials(0) == (1,)
    assert binomials(5) == tuple(comb(5, k) for k in range(6))


def test_the_work_grows_with_the_lesser_of_a_quota_and_its_dual() -> None:
    low, high = (ThresholdGame((3, 2, 1), (2, 2, 2), (q,) * 7) for q in (3, 10))
    assert (
        series_work(low, True) == series_work(high, True) < series_work(ThresholdGame((3, 2, 1), (2, 2, 2), (6,) * 7), True)
    )
