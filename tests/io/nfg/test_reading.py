"""Games in strategic form that others wrote: read as cases that list their states, with the same pure equilibria."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import numpy as np
import pygambit
import pytest

from countermove.analysis.equilibria import equilibria
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.io.formats import diagnose, load
from countermove.io.nfg import reading
from countermove.io.nfg.reading import examine_nfg
from countermove.io.nfg.writing import dump_nfg, strategic_form
from countermove.model.case import Case


def read(text: str) -> Case:
    loaded, diagnostics = examine_nfg(text, "game.nfg")
    assert loaded is not None, [str(d) for d in diagnostics]
    return loaded.case


def nash_states(case: Case) -> set[str]:
    game = compile(case)
    holding = equilibria(game, ["nash"]).holding("nash")
    return {list(case.states)[k] for k in np.flatnonzero(holding)}


def random_game(rng: Random) -> pygambit.Game:
    """Small payoffs, so that ties are frequent; some decimals and fractions."""
    shape = [rng.randint(1, 3) for _ in range(rng.randint(1, 3))]
    game = pygambit.Game.new_table(shape)
    for profile in game.contingencies:
        for player in game.players:
            game[tuple(profile)][player] = rng.choice(["0", "1", "2", "-1", "1/3", "0.5"])
    return game


@pytest.mark.parametrize("seed", range(20))
def test_pure_equilibria_are_those_of_gambit(seed: int) -> None:
    rng = Random(seed)
    for _ in range(10):
        game = random_game(rng)
        case = read(game.to_nfg())
        states = iter(case.states)
        # The first player's strategy changes fastest, in the file and in the states.
        profiles = sorted(map(tuple, game.contingencies), key=lambda profile: profile[::-1])
        id_of = {profile: next(states) for profile in profiles}
        found = pygambit.nash.enumpure_solve(game).equilibria
        played = [
            tuple(next(k for k, s in enumerate(p.strategies) if mixed[s] == 1) for p in game.players) for mixed in found
        ]
        assert nash_states(case) == {id_of[profile] for profile in played}


PAYOFFS = 'NFG 1 R "Chicken" { "Ann" "Bob" } { { "go" "stop" } { "go" "stop" } }\n"A road"\n0 0 1 3, 3 1 2 2\n'
OUTCOMES = (
    'NFG 1 D "Chicken" { "Ann" "Bob" }\n{ { "go" "stop" }\n{ "go" "stop" } } "A road"\n'
    '{ { "crash" 0, 0 } { "\\"b\\"" 1/3 3 } { "" 1e0, 1 } { "d" 0.5, 2 } }\n1 2 3 4'
)


def test_both_versions_are_read() -> None:
    case = read(PAYOFFS)
    assert (case.title, case.about) == ("Chicken", "A road")
    assert dict(case.states.items()).keys() == {"go-go", "stop-go", "go-stop", "stop-stop"}
    assert case.actors["ann"].ranking == ("go-stop", "stop-stop", "stop-go", "go-go")
    assert set(map(tuple, case.actors["bob"].moves)) == {
        ("go-go", "go-stop"), ("go-stop", "go-go"), ("stop-go", "stop-stop"), ("stop-stop", "stop-go"),
    }  # fmt: skip
    assert read(OUTCOMES) == case
    assert nash_states(case) == {"go-stop", "stop-go"}


def test_no_outcome_means_that_nobody_gets_anything() -> None:
    case = read('NFG 1 R "" { "A" } { { "x" "y" "z" } } { { "o" -1 } { "p" 1 } } 1 0 2')
    assert case.actors["a"].ranking == ("z", "y", "x")


def test_strategies_and_players_without_names_are_numbered() -> None:
    case = read('NFG 1 R "" { "" "B" } { 1 2 } 1 2 3 4')
    assert [str(state) for state in case.states.values()] == ["Player 1: 1; B: 1", "Player 1: 1; B: 2"]
    assert list(case.actors) == ["player-1", "b"]
    assert case.actors["player-1"].moves == ()


@pytest.mark.parametrize("with_payoffs", [False, True])
@pytest.mark.parametrize("id_", ["chicken", "prisoners-dilemma"])
def test_what_was_written_has_the_same_equilibria_when_it_is_read(id_: str, with_payoffs: bool) -> None:
    game = compile(load_case(id_))
    case = read(dump_nfg(strategic_form(game)[0], with_payoffs))
    assert len(nash_states(case)) == int(equilibria(game, ["nash"]).holding("nash").sum())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("NFG 2 R", '1:5: "1" is expected here, not "2"'),
        ("NFG 1 X", "1:7: R or D is expected here"),
        ("NFG 1 R Chicken", "1:9: the title is expected here, in quotation marks"),
        ('NFG 1 R "x" { "A" }', "1:20: the file ends before the game does"),
        ('NFG 1 R "x" { } { }', "1:17: a game has at least one player"),
        ('NFG 1 R "x" { "A" } { 0 } 1', "1:27: every player has at least one strategy"),
        ('NFG 1 R "x" { "A" } { { } } 1', "1:29: every player has at least one strategy"),
        (f"{PAYOFFS}7", "4:1: the file goes on after its last payoff"),
        (PAYOFFS[:-3], "3:15: the file ends before the game does; it seems to be cut off"),
        (PAYOFFS.replace("3, 3", "3, three"), '3:10: a payoff is expected here, not "three"'),
        (PAYOFFS.replace("3, 3", "3, 1/0"), '3:10: a payoff is expected here, not "1/0"'),
        (PAYOFFS.replace("3, 3", "3, 1e999999"), '3:10: the payoff "1e999999" has too many digits'),
        (OUTCOMES[:-1] + "5", '5:7: the number of an outcome, at most 4, is expected here, not "5"'),
        ('NFG 1 R "x { "A" } { 1 } 1', '1:15: "{" is expected here, not "A"'),
    ],
)  # fmt: skip
def test_a_file_that_is_broken_is_refused_at_its_place(text: str, line: str) -> None:
    loaded, diagnostics = examine_nfg(text, "game.nfg")
    assert loaded is None
    assert str(diagnostics[0]).startswith(f"game.nfg:{line}"), str(diagnostics[0])


def test_a_game_that_is_too_large_is_refused_with_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'NFG 1 R "x" { "A" "B" } { 50 50 } 1'
    assert "the game has 2,500 profiles of strategies, and at most 2,000 are read" in str(examine_nfg(text, "g")[1][0])
    monkeypatch.setattr(reading, "MAX_MOVES", 3)
    assert "the game has 8 moves, and at most 3 are read" in str(examine_nfg('NFG 1 R "x" {"A" "B"} {2 2} 1', "g")[1][0])


def test_a_game_is_recognised_whatever_its_file_is_called(tmp_path: Path) -> None:
    for name in ("game.nfg", "game.yaml", "game.txt"):
        (tmp_path / name).write_text(PAYOFFS)
        assert load(tmp_path / name).title == "Chicken"
    _, (finding,) = diagnose(io.StringIO('EFG 2 R "x" { "A" "B" }\n'), "game.efg")
    assert str(finding).startswith("game.efg: this is a game in extensive form (Gambit's .efg)")
