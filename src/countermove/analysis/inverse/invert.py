"""The inverse question: which smallest change makes a target outcome an equilibrium?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace as copied
from math import isfinite

import numpy as np

from countermove.analysis.evolution.paths import reachable as reached_states
from countermove.analysis.inverse.inverse import Inverse
from countermove.analysis.inverse.preferences import PreferenceSearch, changeable
from countermove.analysis.inverse.rules import least_rule_changes
from countermove.analysis.inverse.targets import Target, searched_target, target_in_changed, target_keys, target_text
from countermove.errors import QuestionError, quoted, require_list
from countermove.game.allowance import Allowance
from countermove.game.compile import game_of
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.game.tables.draws import generator_of
from countermove.model.case import Case
from countermove.stability.concept import NASH, defined

__all__ = ["LIMIT", "invert"]

LIMIT = 10
"""Solutions in one answer unless more are asked for: what a person reads."""
NEEDS_STATES = (
    "{} needs a list of states, and those of this case are too many; invert changes preferences here, "
    "and compare tries another rule, or a veto"
)


def invert(
    game: Case | Game,
    want: Target,
    *,
    concept: str = NASH.id,
    actors: Sequence[str] | None = None,
    reachable: bool = False,
    replace: bool = False,
    rules: bool = False,
    limit: int = LIMIT,
    seconds: float | None = None,
    allowance: Allowance | None = None,
    tries: int | None = None,
    on_progress: Callable[[], None] | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Inverse:
    """The smallest change under which a target state, or some state in which a statement holds, is an equilibrium.

    A change of preferences costs one for each swap of two adjacent statements of an actor (in a ranking: for each pair
    of states whose order is reversed; tie groups stay together), and with `replace` one for each statement that becomes
    its negation or its ``otherwise``. All changes of the least cost are found; those come first that fewest actors must
    make. Weights cannot be changed. With `rules`, decision rules and options change instead (see
    `rules.least_rule_changes`).

    In a listed game costs are tried in ascending order, and within one cost every combination of changed preferences,
    but for those that do nothing which cheaper ones would not do (see `Alternatives`), and those that cannot do: under
    Nash, GMR and SMR an actor's verdict depends on its own preferences only (which is necessary under SEQ and SSEQ,
    too), under Nash the least cost of each actor for each state is computed beforehand, and a state that no preferences
    open a path to (see `conceivable`) is left out. In a searched game the concept is Nash, rankings stay as they are,
    and a constraint solver gives the states by a bound below their costs; with `reachable`, improvements must be shown
    to lead there, by random walks or by a search that looks at 20,000 states at the most.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    want
        The target: a statement of the case's language over its options, a `State`, the number of a state, ``now``, or
        several states, any of which will do. In a searched game also the options taken in one state, with commas.
    concept
        The id of the solution concept.
    actors
        The ids of those whose preferences may change; all, if None.
    reachable
        Whether improvements must lead to the state from the status quo, under the changed preferences.
    replace
        Whether statements may be replaced, too.
    rules
        Whether rules and options change, at most two of them, and not preferences; listed games only.
    limit
        The most solutions to return, at least 1; all are counted.
    seconds, allowance
        A limit of the clock, or what the search may do; as in `equilibria`. Where it is spent `proved` is false.
    tries
        How many sets of preferences are tried in a listed game; a million, if None.
    on_progress
        Called now and then.
    seed, rng
        Of a search with `reachable`: the seed of its walks, or a generator of NumPy; seed 1 if neither is given.

    Returns
    -------
    Inverse
        The solutions, their cost, and what is proved.

    Raises
    ------
    QuestionError
        For what is unknown or out of range, an actor that has nothing to change, `reachable` without a status quo, and
        what a searched game does not answer.
    SizeError
        In a searched game where a mover has too many choices to look at them one by one.

    References
    ----------
    Kinsara, Kilgour & Hipel 2015, "Inverse approach to the graph model for conflict resolution", IEEE Trans. SMC:
    Systems 45, 734-742, who ask for the preferences under which a state is an equilibrium.

    Examples
    --------
    >>> import countermove as cm
    >>> answer = cm.invert(cm.compile(cm.load("prisoners-dilemma")), 4)
    >>> answer.cost, answer.solutions[0].changes[0].to_dict()
    (2, {'actor': 'row', 'exchange': [1, 2]})
    """
    require_list(actors, "actors")
    game = game_of(game)
    _check(game, reachable, limit, seconds)
    walking = generator_of(seed, rng)
    allowance = Allowance(seconds=seconds) if allowance is None else allowance
    if isinstance(game, SearchedGame):
        return _searched(game, want, concept, actors, reachable, replace, rules, limit, allowance, on_progress, walking)
    assert isinstance(game, ListedGame)
    target = target_text(want)
    if rules:
        defined(game, concept)
        # A graph case is refused by the search itself, with what would help.
        targets_in = (lambda _: []) if game.is_graph else target_in_changed(game, want)
        return least_rule_changes(
            game, target, targets_in,
            concept=concept, reachable=reachable, limit=limit, allowance=allowance, on_progress=on_progress,
        )  # fmt: skip
    keys = target_keys(game, want)
    chosen = defined(game, concept)
    units = changeable(game, actors)
    search = PreferenceSearch(game, chosen, keys, units, reachable, replace, limit, allowance, tries, on_progress)
    answer = search.run(target)
    return _with_reach(game, answer) if answer.cost == 0 else answer


def _with_reach(game: ListedGame, answer: Inverse) -> Inverse:
    """An answer without a change, with whether improvements lead to each state: stable is not yet reached."""
    if game.status_quo_key is None:
        return answer
    is_reached = reached_states(game, game.status_quo_key, improving=True)
    solutions = [copied(solution, reached=bool(is_reached[solution.state.key])) for solution in answer.solutions]
    return copied(answer, solutions=tuple(solutions))


def _check(game: Game, reachable: bool, limit: int, seconds: float | None) -> None:
    if reachable and game.status_quo_key is None:
        raise QuestionError("--reachable needs a status quo, and the case has none; add status quo: to the case")
    if limit < 1 or (seconds is not None and not (isfinite(seconds) and seconds > 0)):
        raise QuestionError("--limit and --seconds must be above 0")


def _searched(
    game: SearchedGame, want: Target, concept: str, actors: Sequence[str] | None, reachable: bool, replace: bool,
    rules: bool, limit: int, allowance: Allowance, on_progress: Callable[[], None] | None, walking: np.random.Generator,
) -> Inverse:  # fmt: skip
    from countermove.analysis.inverse.searched import changeable_statements, least_searched_changes
    from countermove.search.nash import check_searched  # the solver is an extra

    if concept.lower() != NASH.id:
        raise QuestionError(
            f"the concept {quoted(concept)} needs a list of states, and those of this case are too many; "
            "leave out --concept, so that invert looks for Nash equilibria"
        )
    if rules:
        raise QuestionError(NEEDS_STATES.format("--rules"))
    state_or_statement = searched_target(game, want)
    check_searched(game)
    return least_searched_changes(
        game,
        target_text(want),
        state_or_statement,
        changeable_statements(game, actors),
        reachable=reachable,
        replacing=replace,
        limit=limit,
        allowance=allowance,
        on_progress=on_progress,
        rng=walking,
    )
