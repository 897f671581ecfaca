"""A game in strategic form (`.nfg`) becomes a case that lists its states: each profile of strategies is one.

Both versions of the format are read: with payoffs, and with outcomes. An actor's moves are its changes of strategy, and
its preferences the order of its payoffs, so that the pure Nash equilibria are the Nash equilibria of the case.

References
----------
Gambit documentation, "The strategic game (.nfg) file format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, product
from math import prod
from typing import Any, NoReturn

from countermove.errors import CaseError, Diagnostic, Place, quoted
from countermove.io.gmcr.fields import ids_of
from countermove.io.loading import Loaded, locate
from countermove.model.checks.check import check
from countermove.model.parse import parse_case

__all__ = ["examine_nfg"]

MAX_PROFILES = 2_000
"""Profiles of strategies: with all moves between them a case of this size takes a few seconds to read."""
MAX_MOVES = 100_000
"""Changes of strategy, of all players together; the same."""
MAX_NUMBER_CHARACTERS = 60
"""Characters of a payoff, and (as a number) its exponent: 1e999999 would be a number of a million digits."""


@dataclass(frozen=True)
class _Token:
    """A text in quotation marks, a word or a bracket, and where it begins in the file."""

    text: str
    start: int
    is_quoted: bool = False


@dataclass(frozen=True)
class _Game:
    """What a file holds: for each profile, the first player's strategy changing fastest, the payoffs of all players."""

    title: str
    comment: str
    players: list[str]
    strategies: list[list[str]]
    payoffs: list[list[Fraction]]


def examine_nfg(text: str, file: str) -> tuple[Loaded | None, list[Diagnostic]]:
    """The case in the text of a `.nfg` file, or None, and everything that can be said about it.

    Parameters
    ----------
    text
        The text of the file.
    file
        Its name in messages.

    Returns
    -------
    tuple
        The case, or None where there are errors, and all findings.

    Examples
    --------
    >>> text = 'NFG 1 R "Chicken" { "Ann" "Bob" } { { "go" "stop" } { "go" "stop" } } 0 0 1 3 3 1 2 2'
    >>> loaded, _ = examine_nfg(text, "chicken.nfg")
    >>> loaded.case.states["stop-go"], loaded.case.actors["ann"].ranking
    ('Ann: stop; Bob: go', ('go-stop', 'stop-stop', 'stop-go', 'go-go'))
    """
    try:
        game = _Reader(text, file).game()
    except CaseError as fault:
        return None, list(fault.diagnostics)
    case, diagnostics = parse_case(_case_data(game))
    if case is not None:
        diagnostics = check(case)
    diagnostics = locate(diagnostics, {}, file)
    if case is None or any(d.severity == "error" for d in diagnostics):
        return None, diagnostics
    return Loaded(case, {}, file, tuple(diagnostics)), diagnostics


class _Reader:
    """Takes one token after another from a file."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.tokens = list(_tokens(text))
        self.at = 0

    def game(self) -> _Game:
        self._take("NFG")
        self._take("1")
        if self._next().text not in ("R", "D"):
            self._fail("R or D is expected here")
        self.at += 1
        title = self._string("the title")
        players = self._strings("the name of a player")
        if not players:
            self._fail("a game has at least one player")
        strategies = self._strategies(len(players))
        count = prod(map(len, strategies))
        if not count:
            self._fail("every player has at least one strategy")
        self._require_small(count, strategies)
        comment = self._string("the comment") if self.at < len(self.tokens) and self._next().is_quoted else ""
        is_by_outcomes = self.at < len(self.tokens) and self._next().text == "{" and not self._next().is_quoted
        payoffs = self._by_outcomes(len(players), count) if is_by_outcomes else self._by_payoffs(len(players), count)
        if self.at < len(self.tokens):
            self._fail("the file goes on after its last payoff")
        return _Game(title, comment, players, strategies, payoffs)

    def _strategies(self, count: int) -> list[list[str]]:
        """The labels of all players' strategies; those that are only counted are called by their numbers."""
        self._take("{")
        strategies = []
        for _ in range(count):
            if self._next().text == "{":
                strategies.append(self._strings("the name of a strategy"))
            else:
                strategies.append([str(k + 1) for k in range(self._whole("the number of strategies", MAX_PROFILES))])
        self._take("}")
        return strategies

    def _require_small(self, count: int, strategies: Sequence[Sequence[str]]) -> None:
        moves = sum(count * (len(own) - 1) for own in strategies)
        for what, number, most in (("profiles of strategies", count, MAX_PROFILES), ("moves", moves, MAX_MOVES)):
            if number > most:
                self._fail(f"the game has {number:,} {what}, and at most {most:,} are read", "take out some strategies")

    def _by_payoffs(self, players: int, count: int) -> list[list[Fraction]]:
        return [[self._number() for _ in range(players)] for _ in range(count)]

    def _by_outcomes(self, players: int, count: int) -> list[list[Fraction]]:
        self._take("{")
        # Outcome 0 is none: nobody gets anything.
        outcomes = [[Fraction(0)] * players]
        while self._next().text != "}":
            self._take("{")
            self._string("the name of an outcome")
            outcomes.append([self._number() for _ in range(players)])
            self._take("}")
        self._take("}")
        return [outcomes[self._whole("the number of an outcome", len(outcomes) - 1)] for _ in range(count)]

    def _strings(self, what: str) -> list[str]:
        self._take("{")
        texts = []
        while self._next().is_quoted:
            texts.append(self._string(what))
        self._take("}")
        return texts

    def _string(self, what: str) -> str:
        if not self._next().is_quoted:
            self._fail(f"{what} is expected here, in quotation marks")
        self.at += 1
        return " ".join(re.sub(r"\\(.)", r"\1", self.tokens[self.at - 1].text[1:-1]).split())

    def _number(self) -> Fraction:
        text = self._next().text
        exponent = re.search(r"[eE]([+-]?\d+)$", text)
        if len(text) > MAX_NUMBER_CHARACTERS or (exponent and abs(int(exponent[1])) > MAX_NUMBER_CHARACTERS):
            self._fail(f"the payoff {quoted(text, 20)} has too many digits")
        try:
            number = Fraction(text)
        except (ValueError, ZeroDivisionError):
            self._fail(f"a payoff is expected here, not {quoted(text, 20)}")
        self.at += 1
        return number

    def _whole(self, what: str, most: int) -> int:
        text = self._next().text
        if not re.fullmatch("[0-9]{1,9}", text) or int(text) > most:
            self._fail(f"{what}, at most {most}, is expected here, not {quoted(text, 20)}")
        self.at += 1
        return int(text)

    def _take(self, text: str) -> None:
        if self._next().text != text:
            self._fail(f"{quoted(text)} is expected here, not {quoted(self._next().text, 20)}")
        self.at += 1

    def _next(self) -> _Token:
        if self.at == len(self.tokens):
            self._fail("the file ends before the game does", "it seems to be cut off: take the whole file")
        return self.tokens[self.at]

    def _fail(self, message: str, way_out: str = "is it a strategic form, as Gambit saves it?") -> NoReturn:
        start = self.tokens[self.at].start if self.at < len(self.tokens) else len(self.text)
        before = self.text[:start]
        place = Place(self.file, before.count("\n") + 1, start - before.rfind("\n"))
        raise CaseError([Diagnostic("CM706", "error", (), message, way_out, place=place)])


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a file; commas between payoffs may be left out, and are."""
    for match in re.finditer(r'"(?:\\.|[^"\\])*"|[{}]|[^\s{},"]+|"', text, re.DOTALL):
        # A quotation mark that nothing closes stands alone, and is expected nowhere.
        yield _Token(match[0], match.start(), is_quoted=match[0].startswith('"') and len(match[0]) > 1)


def _case_data(game: _Game) -> dict[str, Any]:
    """The game in the shape of a case file."""
    players = [name or f"Player {k}" for k, name in enumerate(game.players, start=1)]
    # `product` changes the last entry fastest; in the file it is the first player's.
    profiles = [profile[::-1] for profile in product(*(range(len(own)) for own in reversed(game.strategies)))]
    labels = [[own[k] for own, k in zip(game.strategies, profile, strict=True)] for profile in profiles]
    ids = ids_of((" ".join(played) for played in labels), "state")
    id_of = dict(zip(profiles, ids, strict=True))
    names = ("; ".join(f"{p}: {s}" for p, s in zip(players, played, strict=True)) for played in labels)
    actors = {
        actor: {
            "name": name,
            "moves": [[id_of[one], id_of[other]] for one in profiles for other in _changes(one, k, len(game.strategies[k]))],
            "ranking": _ranking(ids, [payoffs[k] for payoffs in game.payoffs]),
        }
        for k, (actor, name) in enumerate(zip(ids_of(players, "player"), players, strict=True))
    }
    about = {"about": game.comment} if game.comment else {}
    return {"title": game.title, **about, "states": dict(zip(ids, names, strict=True)), "actors": actors}


def _changes(profile: tuple[int, ...], player: int, count: int) -> Iterator[tuple[int, ...]]:
    """The profiles that a player can reach by another strategy of its own."""
    return (
        (*profile[:player], strategy, *profile[player + 1 :]) for strategy in range(count) if strategy != profile[player]
    )


def _ranking(ids: Sequence[str], payoffs: Sequence[Fraction]) -> list[Any]:
    """The states, best first; those with equal payoffs in one list."""
    order = sorted(range(len(ids)), key=lambda k: -payoffs[k])
    groups = ([ids[k] for k in group] for _, group in groupby(order, key=lambda k: payoffs[k]))
    return [group if len(group) > 1 else group[0] for group in groups]
