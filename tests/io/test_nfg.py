from __future__ import annotations

import io

import pygambit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.io.nfg import Game, Player, dump_nfg, plain

GAME = Game(
    title='The "Cuban" crisis',
    comment="Payoffs are ranks",
    players=(Player("USA", ("NN", "YN", "NY")), Player("USSR", ("N", "Y"))),
    outcomes=(("state 1", (0, 3)), ("state 2", (5, 1)), ("infeasible", (-1, -1))),
    results=[0, 1, 2, 2, 1, 0],
)


def read(text: str) -> pygambit.Game:
    return pygambit.read_nfg(io.BytesIO(text.encode()))


def test_gambit_reads_what_was_written() -> None:
    game = read(dump_nfg(GAME))
    assert game.title == "The 'Cuban' crisis"
    assert [player.label for player in game.players] == ["USA", "USSR"]
    assert [[s.label for s in player.strategies] for player in game.players] == [["NN", "YN", "NY"], ["N", "Y"]]
    assert [outcome.label for outcome in game.outcomes] == ["state 1", "state 2", "infeasible"]
    payoffs = [[int(game[i, j][player]) for player in game.players] for j in range(2) for i in range(3)]
    assert payoffs == [list(GAME.outcomes[k][1]) for k in GAME.results]


def test_many_outcomes_stand_on_several_lines() -> None:
    labels = tuple(str(k) for k in range(50))
    outcomes = tuple((f"state {k}", (k,)) for k in range(50))
    text = dump_nfg(Game("", "", (Player("a", labels),), outcomes, range(50)))
    assert max(map(len, text.splitlines()[3:])) < 100
    game = read(text)
    assert [int(game[(k,)][next(iter(game.players))]) for k in range(50)] == list(range(50))


@pytest.mark.parametrize(
    ("text", "label"),
    [("a  b\n c", "a b c"), ("Größe", "Große".replace("ß", "?")), ("\\", "/"), ("", ""), ("\x1b[1m", "?[1m"), (" x ", "x")],
)  # fmt: skip
def test_labels_are_ascii_on_one_line(text: str, label: str) -> None:
    assert plain(text) == label


def test_a_name_in_other_letters_has_a_substitute() -> None:
    assert (plain("Россия", "russia"), plain("Français", "france"), plain("x→y", "move")) == (
        "russia",
        "Francais",
        "move",
    )


@given(st.lists(st.text(), min_size=4, max_size=4))
def test_gambit_reads_whatever_the_names_are(names: list[str]) -> None:
    title, comment, player, option = names
    game = read(dump_nfg(Game(title, comment, (Player(player, (option, "other")),), (("o", (1,)),), [0, 0])))
    assert [len(player.strategies) for player in game.players] == [2]
