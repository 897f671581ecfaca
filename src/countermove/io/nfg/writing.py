"""Gambit's strategic form file (`.nfg`): a case as a game in which each actor chooses all its options at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from countermove.errors import QuestionError, SizeError
from countermove.game.listed import ListedGame

__all__ = ["Player", "StrategicForm", "dump_nfg", "plain", "strategic_form"]

NUMBERS_PER_LINE = 20
"""Numbers on one line: with up to four digits and a space each they fit into 100 columns."""


@dataclass(frozen=True)
class Player:
    """A player and the labels of its strategies.

    Parameters
    ----------
    name
        The name of the player.
    strategies
        Labels of its strategies.
    """

    name: str
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class StrategicForm:
    """A game in strategic form.

    `outcomes` are names and payoffs, one for each player; `results` gives for each combination of strategies
    the position of its outcome; the first player's strategy changes fastest.

    Parameters
    ----------
    title
        What the game is called.
    comment
        What the labels stand for.
    players
        In the order of the actors.
    outcomes
        Names and payoffs, one for each player.
    results
        For each combination of strategies the position of its outcome, counted from 0; the first player's
        strategy changes fastest.
    """

    title: str
    comment: str
    players: tuple[Player, ...]
    outcomes: tuple[tuple[str, tuple[int, ...]], ...]
    results: Sequence[int]


def dump_nfg(form: StrategicForm, with_payoffs: bool = False) -> str:
    """The text of the file; its labels are ASCII.

    Parameters
    ----------
    form
        The game.
    with_payoffs
        Whether payoffs stand there for each combination of strategies, which are counted, as some programs need it; else
        outcomes, whose names say which state they are, and strategies by their names.

    Returns
    -------
    str
        The text, in the outcome version of the format or in its payoff version.

    References
    ----------
    Gambit documentation, "The strategic game (.nfg) file format".

    Examples
    --------
    >>> player = Player("USA", ("N", "Y"))
    >>> print(dump_nfg(StrategicForm("Chicken", "", (player,), (("state 1", (1,)), ("state 2", (0,))), [0, 1])), end="")
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
    >>> print(dump_nfg(StrategicForm("", "", (player,), (("a", (1,)), ("b", (0,))), [0, 1]), with_payoffs=True), end="")
    NFG 1 R ""
    { "USA" }
    { 2 }
    <BLANKLINE>
    1 0
    """
    players = " ".join(_text(player.name) for player in form.players)
    lines = [f"NFG 1 R {_text(form.title)}", f"{{ {players} }}"]
    if with_payoffs:
        lines += [f"{{ {' '.join(str(len(player.strategies)) for player in form.players)} }}", ""]
        numbers = [str(payoff) for position in form.results for payoff in form.outcomes[position][1]]
    else:
        strategies = " ".join(f"{{ {' '.join(map(_text, player.strategies))} }}" for player in form.players)
        outcomes = (f"{{ {_text(name)} {', '.join(map(str, payoffs))} }}" for name, payoffs in form.outcomes)
        lines += [f"{{ {strategies} }}", _text(form.comment), "", "{", *outcomes, "}"]
        numbers = [str(position + 1) for position in form.results]
    lines += [" ".join(numbers[k : k + NUMBERS_PER_LINE]) for k in range(0, len(numbers), NUMBERS_PER_LINE)]
    return "\n".join(lines) + "\n"


def plain(text: str, otherwise: str = "") -> str:
    """A text as a label can hold it: ASCII on one line, without accents, backslashes and quotation marks.

    `otherwise` is what stands for a text in other letters; without it, a question mark stands for each of them.

    Parameters
    ----------
    text
        Any text.
    otherwise
        What stands for a text in other letters; without it, a question mark stands for each of them.

    Returns
    -------
    str
        The label.

    Examples
    --------
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


MAX_COMBINATIONS = 1_000_000
"""Combinations of strategies that are written: a file of about 7 MB, which Gambit still opens."""


def strategic_form(game: ListedGame) -> tuple[StrategicForm, list[str]]:
    """The game, and in words what it leaves out.

    Players are the actors, an actor's strategies the vectors of its options that some feasible state has, and
    payoffs its ranks (ordinal: only their order means anything). A combination that is not feasible has the
    outcome ``infeasible``, whose payoff of -1 is below all others. Where every combination is feasible and
    every option reversible, the pure Nash equilibria are the Nash equilibria of the graph model.

    Parameters
    ----------
    game
        A listed game whose case has options.

    Returns
    -------
    tuple
        The game in strategic form, and in words what it leaves out of the case.

    Raises
    ------
    QuestionError
        For a graph case, and for bodies with options, which are no players.
    SizeError
        For more than `MAX_COMBINATIONS` combinations of strategies.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> form, _ = strategic_form(compile(catalog.load_case("chicken")))
    >>> form.players[0].strategies, form.outcomes[0]
    (('N', 'Y'), ('state 1', (0, 0)))
    """
    _refuse(game)
    vectors = [_vectors(game, actor) for actor in game.actors]
    if prod(map(len, vectors)) > MAX_COMBINATIONS:
        raise SizeError(f"the strategic form would have more than {MAX_COMBINATIONS:,} combinations of strategies")
    # The first actor's choice changes fastest, as in the file.
    codes = [0]
    for own in vectors:
        codes = [choice | code for choice in own for code in codes]
    # Combinations that are not feasible have no state, and get the outcome behind all others.
    state_of = dict(zip(game.codes_at(), game.states_of_codes.tolist(), strict=True))
    results = [state_of.get(code, game.size) for code in codes]
    payoffs = game.rank_rows.T.tolist()
    outcomes = [(f"state {number}", tuple(ranks)) for number, ranks in enumerate(payoffs, start=1)]
    if game.size in results:
        outcomes.append(("infeasible", (-1,) * len(game.actors)))
    players = tuple(
        Player(name, _labels(game, actor, own)) for name, actor, own in zip(_names(game), game.actors, vectors, strict=True)
    )
    return StrategicForm(game.case.title, _legend(game), players, tuple(outcomes), results), _left_out(game)


def _refuse(game: ListedGame) -> None:
    if game.is_graph:
        raise QuestionError("a strategic form is made of options, and this case lists its states and moves")
    for mover in game.movers:
        if mover.is_body:
            raise QuestionError(
                f"the body {mover.id} is no player: it decides by the votes of its members; "
                "a strategic form can be written of a case in which no body has options"
            )


def _vectors(game: ListedGame, actor: str) -> list[int]:
    """The combinations of an actor's options that some feasible state has, as codes, ascending."""
    mask = sum(1 << row.index for row in game.options if row.owner == actor)
    return sorted({code & mask for code in game.codes_at()})


def _labels(game: ListedGame, actor: str, own: Sequence[int]) -> tuple[str, ...]:
    """One sign for each of an actor's options; a hyphen where it has none."""
    positions = [row.index for row in game.options if row.owner == actor]
    return tuple("".join("Y" if code >> k & 1 else "N" for k in positions) or "-" for code in own)


def _names(game: ListedGame) -> list[str]:
    """A name for each actor, all different: with its id where it is not the only one of its kind, else its id alone."""
    names = [plain(game.case.label(actor), actor) or actor for actor in game.actors]
    names = [n if names.count(n) == 1 else f"{n} ({actor})" for n, actor in zip(names, game.actors, strict=True)]
    # A name may look like another's name with its id; ids are always different.
    return names if len(set(names)) == len(names) else list(game.actors)


def _legend(game: ListedGame) -> str:
    """What the signs of the strategies stand for."""
    parts = []
    for name, actor in zip(_names(game), game.actors, strict=True):
        rows = [plain(row.name, row.id) for row in game.options if row.owner == actor]
        parts += [f"{name}: {', '.join(rows)}"] if rows else []
    return f"Payoffs are ranks. Y: taken, N: not taken. {'; '.join(parts)}"


def _left_out(game: ListedGame) -> list[str]:
    case = game.case
    rows = case.option_rows
    lost = {
        "status quo": case.status_quo is not None,
        "labels": bool(case.labels),
        "directions of options": any(row.record.change != "both" for row in rows),
        "needs": any(row.record.needs is not None for row in rows),
        "bodies": bool(case.bodies),
        "views": bool(case.views),
        "that some combinations count as one state": game.is_coalesced,
    }
    return [what for what, here in lost.items() if here]
