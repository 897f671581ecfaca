"""Nash equilibria of a case whose states are not listed: all of them, if a constraint solver has the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from countermove.errors import CaseError, Diagnostic, QuestionError, SizeError, quoted
from countermove.game.allowance import Allowance, End
from countermove.game.preferences import entry_nodes
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.model.names import OptionNames
from countermove.search.encoding import Encoding, Frame, constant

__all__ = ["NashFound", "check_searched", "improving_choice", "is_lazy", "nash_search", "some_feasible"]

EAGER_CHOICES = 2**8
"""Choices of a mover up to which the solver gets the conditions of all at once. With more, most conditions would never be
needed: a state that is no equilibrium fails by a few choices, and those are added when they are met."""
MISSED_CHOICES = 50
"""Choices met, and not yet among the conditions, after which the solver starts anew with them: each new start builds the
whole model again, and candidates that they rule out are not worth trying meanwhile."""
CHECK_WORK = 60.0
"""Work, about a second a unit, for what must be known of a case before it is searched: as long as people wait."""


@dataclass(frozen=True)
class NashFound:
    """Nash equilibria as ascending codes. `stopped`: by the limit, by work or by time; None where these are all."""

    codes: tuple[int, ...]
    stopped: Literal["limit"] | End | None

    @property
    def complete(self) -> bool:
        """Whether it is proved that there are no others."""
        return self.stopped is None


def nash_search(game: SearchedGame, limit: int = 1_000, allowance: Allowance | None = None) -> NashFound:
    """The Nash equilibria of a case, `limit` of them at most, within an allowance.

    A state is one iff no mover has a move that is an improvement. Each combination of a mover's own options is a
    condition on the others' options, so no state is visited but the equilibria. Where a mover has too many
    combinations, those that somebody would move to are added when they are met, until there are none; the result is
    exact either way.

    Parameters
    ----------
    game
        A searched game.
    limit
        The most equilibria, at least 1.
    allowance
        What the search may do; if None, an allowance of its own.

    Returns
    -------
    NashFound
        Their codes, ascending, and what stopped the search, if anything did.

    Raises
    ------
    QuestionError
        For no limit, and where no solver is installed.

    Notes
    -----
    Cost: one search of the solver, and more where movers have over 256 choices. It enumerates, so that time grows with
    the number of equilibria.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> nash_search(searched_game(load_case("prisoners-dilemma")))
    NashFound(codes=(0,), stopped=None)
    """
    if limit < 1:
        raise QuestionError(f"the limit is {limit}; give at least 1")
    allowance = Allowance() if allowance is None else allowance
    lazy = [mover for mover in game.movers if is_lazy(mover)]
    met: dict[tuple[int, int], None] = {}
    # Kept over all rounds: a later model has more conditions, and meets these states again.
    good: dict[int, None] = {}
    while True:
        encoding, frame = _encoded(game, met)
        missed: dict[tuple[int, int], None] = {}

        def on_solution(code: int, missed: dict[tuple[int, int], None] = missed) -> bool:
            try:
                better = [] if code in good else [(m.index, improving_choice(game, m, code, allowance)) for m in lazy]
            except SizeError:  # the allowance is spent, and no error may leave the solver's callback
                return False
            improving = [(index, choice) for index, choice in better if choice is not None]
            missed.update(dict.fromkeys(improving))
            if not improving:
                good[code] = None
            return len(good) <= limit and len(missed) < MISSED_CHOICES and not allowance.is_spent

        is_all = encoding.solve_all(frame, on_solution, allowance)
        # One more than the limit was looked for: only so it is known that there are more.
        if len(good) > limit:
            return NashFound(tuple(sorted(list(good)[:limit])), "limit")
        if allowance.is_spent or (not is_all and not missed):
            return NashFound(tuple(sorted(good)), allowance.end)
        if not missed:
            return NashFound(tuple(sorted(good)), None)
        met |= missed


def _encoded(game: SearchedGame, met: Iterable[tuple[int, int]]) -> tuple[Encoding, Frame]:
    """The conditions for a Nash equilibrium, with those choices of movers with many that were met."""
    encoding = Encoding(game)
    frame = encoding.state()
    for mover in game.movers:
        if not is_lazy(mover):
            for choice in mover.choices or ():
                encoding.forbid_improvement(mover, frame, choice)
    for index, choice in met:
        encoding.forbid_improvement(game.movers[index], frame, choice)
    return encoding, frame


def is_lazy(mover: SearchedMover) -> bool:
    """Whether a mover has this many choices that the solver is not given all of them."""
    return mover.choices is None or len(mover.choices) > EAGER_CHOICES


def improving_choice(game: SearchedGame, mover: SearchedMover, code: int, allowance: Allowance | None = None) -> int | None:
    """An improvement of a mover at a code, as the options of its own that it would have then; None where it has none.

    Movers with few choices are looked at choice by choice, others by the solver. Raises `SizeError` where that
    takes more than is left of the allowance (of one of its own, if None).
    """
    if mover.choices is not None:
        # The first is enough: a state with any improvement is no Nash equilibrium.
        after = next(game.improvements(mover, code), None)
        return None if after is None else after & mover.mask
    encoding = Encoding(game)
    before = constant(game, code)
    after_ = encoding.state(before, mover.options)
    encoding.require([encoding.allowed(mover, before, after_)])
    encoding.require([encoding.improves(mover, before, after_)])
    exists = encoding.solve(Allowance(CHECK_WORK) if allowance is None else allowance)
    if exists is None:
        raise SizeError(f"the moves of {game.case.label(mover.id)} were too many to look through")
    return encoding.code(after_) & mover.mask if exists else None


def some_feasible(game: SearchedGame, count: int) -> tuple[int, ...]:
    """Some feasible codes, `count` of them where there are this many; the first that the solver comes upon."""
    codes: list[int] = []

    def on_solution(code: int) -> bool:
        codes.append(code)
        return len(codes) < count

    encoding = Encoding(game)
    encoding.solve_all(encoding.state(), on_solution, Allowance(CHECK_WORK))
    return tuple(codes)


def check_searched(game: SearchedGame) -> None:
    """Raise `CaseError` where no state is feasible, or a ranking misses states or covers some twice."""
    # With a status quo some state is feasible; `searched_game` has checked it.
    if game.status_quo_key is None:
        encoding = Encoding(game)
        encoding.state()
        if encoding.solve(Allowance(CHECK_WORK)) is False:
            raise CaseError([_nothing(game)])
    names = OptionNames(game.case)
    wrong = [fault for actor in game.actors for fault in _ranking_faults(game, names, actor)]
    if wrong:
        raise CaseError(wrong)


def _nothing(game: SearchedGame) -> Diagnostic:
    path = ("impossible",) if game.case.impossible or not game.case.always else ("always",)
    message = "no state is feasible: the constraints rule out every one"
    return Diagnostic("CM301", "error", path, message, "take out or correct a constraint")


def _ranking_faults(game: SearchedGame, names: OptionNames, actor: str) -> Iterator[Diagnostic]:
    """A state that a ranking does not cover, or covers twice, if there is one."""
    entries = [node for group in entry_nodes(game.case, names, actor) for _, node in group]
    if game.case.actors[actor].ranking is None:
        return
    # In a listed game every state is looked at; here the solver looks for one state against the ranking.
    for twice in (False, True):
        encoding = Encoding(game)
        frame = encoding.state()
        covered = [(1, encoding.holds(node, frame)) for node in entries]
        encoding.require([encoding.at_least(covered, 2) if twice else -encoding.at_least(covered, 1)])
        if encoding.solve(Allowance(CHECK_WORK)):
            code = encoding.code(frame)
            pattern = "".join("Y" if code >> row.index & 1 else "N" for row in game.options)
            path = ("actors", actor, "ranking")
            if twice:
                hint = "each feasible state stands in a ranking once"
                yield Diagnostic("CM203", "error", path, f"the ranking covers {quoted(pattern)} more than once", hint)
            else:
                hint = "add every feasible state; ties go into a nested list"
                yield Diagnostic("CM202", "error", path, f"the ranking misses state {pattern}", hint)
