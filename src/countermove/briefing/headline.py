"""What kind of answer a case has: a table of kinds, of which the first that fits decides what the bottom line says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from countermove.briefing.course import Course
from countermove.briefing.deals import DealsToday
from countermove.briefing.outcomes import Outcome
from countermove.game.game import Game

__all__ = ["KINDS", "Facts", "Headline", "headline_of"]

Headline = Literal[
    "no moves", "no start", "none", "stays", "stays, deal for all", "stays, deal for some", "one", "several", "by deal",
    "unreached", "credible", "threats", "chance", "foresight", "walked", "not walked",
]  # fmt: skip
"""What a bottom line is about; `KINDS` says when."""


@dataclass(frozen=True)
class Facts:
    """What decides the kind of the headline.

    `n_nash`, `n_reached`: the Nash equilibria, and those that single improvements reach from the status quo; None where a
    search does not know. `is_stable_today`: whether the status quo is a Nash equilibrium; None without one.
    """

    game: Game
    outcomes: tuple[Outcome, ...]
    n_nash: int | None
    n_reached: int | None
    is_stable_today: bool | None
    course: Course | None
    deals: DealsToday | None


def _is_first(support: str | None) -> Callable[[Facts], bool]:
    return lambda facts: bool(facts.outcomes) and facts.outcomes[0].rests_on == support


def _has_deal(facts: Facts) -> bool:
    return facts.deals is not None and facts.deals.first is not None


def _has_deal_for_all(facts: Facts) -> bool:
    return facts.deals is not None and facts.deals.first is not None and facts.deals.first.is_for_all


def _is_walked(facts: Facts) -> bool:
    return not facts.game.is_listed and bool(facts.outcomes) and facts.outcomes[0].equilibrium.walk is not None


KINDS: tuple[tuple[Headline, Callable[[Facts], bool]], ...] = (
    ("no moves", lambda facts: not facts.game.movers),
    ("none", lambda facts: not facts.outcomes),
    ("no start", lambda facts: facts.game.status_quo_key is None),
    ("stays, deal for all", lambda facts: bool(facts.is_stable_today) and _has_deal_for_all(facts)),
    ("stays, deal for some", lambda facts: bool(facts.is_stable_today) and _has_deal(facts)),
    ("stays", lambda facts: bool(facts.is_stable_today)),
    ("walked", _is_walked),
    ("not walked", lambda facts: not facts.game.is_listed),
    ("one", lambda facts: facts.n_reached == 1),
    ("several", lambda facts: bool(facts.n_reached)),
    ("by deal", lambda facts: bool(facts.n_nash) and facts.deals is not None and facts.deals.path is not None),
    ("unreached", lambda facts: bool(facts.n_nash)),
    ("credible", _is_first("answers")),
    ("threats", _is_first("threats")),
    ("chance", _is_first("chance")),
    ("foresight", lambda _: True),
)
"""Each kind, and when it fits; the first that fits is the kind of the answer.

no moves
    Nobody can move.
none
    No state is an equilibrium under any of the concepts.
no start
    There is no status quo, so that nothing can be said about what happens from there.
stays; stays, deal for some; stays, deal for all
    The status quo is a Nash equilibrium, and there is no deal; there is one for some actors, or one that nobody loses by.
walked, not walked
    A search, and the first outcome is one where walks of improvements ended, or none ended.
one, several
    Single improvements reach one Nash equilibrium from the status quo, or more than one.
by deal
    They reach none, but improvements and deals together do.
unreached
    There are Nash equilibria, and single improvements reach none.
credible, threats, chance, foresight
    No Nash equilibrium; the best supported outcome rests on credible answers, threats, moves at the same time, or is one
    under concepts on request alone.
"""


def headline_of(facts: Facts) -> Headline:
    """The first kind that fits."""
    return next(kind for kind, fits in KINDS if fits(facts))
