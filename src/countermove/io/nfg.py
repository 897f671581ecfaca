"""Gambit's strategic form file (`.nfg`): players, strategies, and a payoff for each combination of strategies."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Game", "Player", "dump_nfg", "plain"]

WIDTH = 20
"""So many outcomes are named on one line."""


@dataclass(frozen=True)
class Player:
    """A player and the labels of its strategies."""

    name: str
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class Game:
    """A game in strategic form.

    `outcomes` are names and payoffs, one for each player; `results` gives for each combination of strategies
    the position of its outcome; the first player's strategy changes fastest.
    """

    title: str
    comment: str
    players: tuple[Player, ...]
    outcomes: tuple[tuple[str, tuple[int, ...]], ...]
    results: Sequence[int]


def dump_nfg(game: Game) -> str:
    """The text of the file, in the outcome version of the format; its labels are ASCII.

    >>> player = Player("USA", ("N", "Y"))
    >>> print(dump_nfg(Game("Chicken", "", (player,), (("state 1", (1,)), ("state 2", (0,))), [0, 1])), end="")
    NFG 1 R "Chicken"
    { "USA" }
    { { "N" "Y" } }
    ""
    <BLANKLINE>
    {
    { "state 1" 1 }
    { "state 2" 0 }
    }
    1 2
    """
    players = " ".join(_text(player.name) for player in game.players)
    strategies = " ".join(f"{{ {' '.join(map(_text, player.strategies))} }}" for player in game.players)
    lines = [
        f"NFG 1 R {_text(game.title)}",
        f"{{ {players} }}",
        f"{{ {strategies} }}",
        _text(game.comment),
        "",
        "{",
        *(f"{{ {_text(name)} {', '.join(map(str, payoffs))} }}" for name, payoffs in game.outcomes),
        "}",
    ]
    numbers = [str(position + 1) for position in game.results]
    lines += [" ".join(numbers[k : k + WIDTH]) for k in range(0, len(numbers), WIDTH)]
    return "\n".join(lines) + "\n"


def plain(text: str, otherwise: str = "") -> str:
    """A text as a label can hold it: ASCII on one line, without accents, backslashes and quotation marks.

    `otherwise` is what stands for a text in other letters; without it, a question mark stands for each of them.

    >>> print(plain('The "Königsberg" case'), plain("Россия", "russia"), plain("a → b"))
    The 'Konigsberg' case russia a ? b
    """
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if otherwise and not letters.isascii():
        return otherwise
    line = " ".join(letters.replace('"', "'").replace("\\", "/").split())
    return "".join(c if c.isascii() and c.isprintable() else "?" for c in line)


def _text(value: str) -> str:
    return f'"{plain(value)}"'
