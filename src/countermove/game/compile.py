"""From a case to a game: the one place that chooses between listing the states and searching them."""

from __future__ import annotations

from countermove.errors import QuestionError, SizeError
from countermove.game.codes.states import MAX_STATES
from countermove.game.game import Game
from countermove.game.listed import listed_game
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.checks.check import require_sound

__all__ = ["case_of", "compile", "game_of"]


def compile(case: Case, scenario: str | None = None, *, max_states: int = MAX_STATES) -> Game:
    """The game of a case, or of one of its scenarios.

    Its states are listed where at most `max_states` combinations of options are feasible; otherwise they are searched.

    Parameters
    ----------
    case
        The case, as `load` gives it.
    scenario
        The name of one of its scenarios, applied first; None for the case as written.
    max_states
        The most feasible states to list (default 2^26, about 67 million). A small value has the states searched of a
        case that could be listed; 0 does so with every case.

    Returns
    -------
    Game
        A `ListedGame` or a `SearchedGame`; every question takes either.

    Raises
    ------
    CaseError
        With every error that `check` finds, for a case made in code; and where the states make the case unsound: none is
        feasible, a ranking misses some, the status quo is impossible.
    QuestionError
        For an unknown scenario, for a case without options, and for a case with coalesced states that would be searched.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> compile(load_case("chicken"))
    Game('Chicken', 4 states, 2 movers)
    >>> compile(load_case("chicken"), max_states=0)
    Game('Chicken', 2 options, 2 movers)
    """
    if not isinstance(case, Case):
        raise QuestionError(f"a case is expected, not {case!r:.80}; read it first: load(...)")
    require_sound(case)
    # Asking for the list is the test: whether constraints leave few enough states is known only when they are listed,
    # and the refusal comes early, before anything large is made (see game/codes/states.py).
    try:
        return listed_game(case, scenario, max_states=max_states)
    except SizeError:
        return searched_game(case, scenario)


def game_of(case: Case | Game, scenario: str | None = None) -> Game:
    """The game that a question is about: a game as it is, a case compiled. Every public question begins with it.

    Parameters
    ----------
    case
        A game of either kind, or a case.
    scenario
        The name of a scenario of the case; a game has its scenario already.

    Returns
    -------
    Game
        The game. The one who asks several questions of one case compiles it once, and asks the game.

    Raises
    ------
    QuestionError
        For anything else than a case or a game, for a game together with a scenario, and as in `compile`.
    CaseError
        As in `compile`.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> game = game_of(load_case("chicken"))
    >>> game_of(game) is game
    True
    """
    if not isinstance(case, Game):
        return compile(_checked(case), scenario)
    if scenario is not None:
        raise QuestionError("a compiled game has its scenario already; give the case, or leave the scenario out")
    return case


def case_of(case: Case | Game) -> Case:
    """The case that a question is about, where it needs no states: a case as it is, or the case of a game.

    Raises
    ------
    CaseError
        For errors in a case that was made in code.
    QuestionError
        For anything else than a case or a game.
    """
    return case.case if isinstance(case, Game) else _checked(case)


def _checked(case: object) -> Case:
    if not isinstance(case, Case):
        raise QuestionError(f"a case or a game is expected, not {case!r:.80}; read a case first: load(...)")
    require_sound(case)
    return case
