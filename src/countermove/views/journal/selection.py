"""Which states stand in a table for a paper, and what its caption says of the choice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from countermove.analysis.equilibria import StabilityTable
from countermove.game.listed import ListedGame
from countermove.text.naming import joined
from countermove.text.phrases import plural

__all__ = [
    "MOST_NOTABLE",
    "MOST_STATES",
    "Selection",
    "all_or_notable",
    "first_states",
    "found_states",
    "label_of",
    "notable",
]

MOST_STATES = 60
"""States up to which a table for a paper has all of them: five blocks of twelve columns, which fill two pages."""
MOST_NOTABLE = 30
"""States in it where these are too many: the strongest equilibria come first, and fill a page."""


@dataclass(frozen=True)
class Selection:
    """States by their keys, ascending in a listed game, and in words, for a caption, how many they are and which."""

    keys: tuple[int, ...]
    words: str
    which: str = ""

    @property
    def in_brackets(self) -> str:
        """Which they are, to stand behind what is said of them."""
        return f" ({self.which})" if self.which else ""


def all_or_notable(table: StabilityTable, most: int = MOST_STATES) -> Selection:
    """All states of a listed game, or, where they are more than `most`, those that matter, as `notable` chooses them.

    Examples
    --------
    >>> import countermove as cm
    >>> all_or_notable(cm.equilibria(cm.compile(cm.load("chicken")))).words
    'the 4 feasible states'
    """
    size = table.listed.size
    if size > most:
        return notable(table, min(most, MOST_NOTABLE))
    return Selection(tuple(range(size)), f"the {size} feasible {plural(size, 'state', 'states')}")


def notable(table: StabilityTable, most: int = MOST_NOTABLE) -> Selection:
    """The states that matter: the status quo, those with a label of their own, and the equilibria, at most `most`.

    Equilibria under the most concepts come before others, and states with lower numbers before those with higher ones.
    A label that several states share says what they have in common, and makes none of them matter.
    In a searched game these are the equilibria found, the outcome to look at first on top.

    Parameters
    ----------
    table
        The stability table of a game.
    most
        The most states.

    Returns
    -------
    Selection
        Its words say what is left out.

    Examples
    --------
    >>> import countermove as cm
    >>> notable(cm.equilibria(cm.compile(cm.load("elmira"))), 6).keys
    (0, 3, 4, 7, 8)
    """
    if table.search is not None:
        return _found(table, most)
    game, strength = table.listed, table.strength()
    labelled = _labelled(game)
    first = [*([] if game.status_quo_key is None else [game.status_quo_key]), *labelled]
    own = list(dict.fromkeys(first))[:most]
    order = np.argsort(-strength, kind="stable")
    equilibria = order[: int((strength > 0).sum())].tolist()
    # An equilibrium that is the status quo, or has a label, takes no further place.
    keys = list(dict.fromkeys([*own, *equilibria]))[:most]
    n_shown = len(set(keys) & set(equilibria))
    parts = [*(["the status quo"] if game.status_quo_key is not None else [])]
    if labelled:
        n_labelled = len(set(keys) & set(labelled))
        parts.append(f"{_counted(n_labelled, len(labelled))} with a label of {plural(n_labelled, 'its', 'their')} own")
    parts.append(_equilibria_words(n_shown, len(equilibria)))
    return Selection(tuple(sorted(keys)), f"{len(keys):,} of {game.size:,} states", joined(parts))


def first_states(table: StabilityTable, keys: Sequence[int], count: int, statement: str | None) -> Selection:
    """The states that somebody asked for by a statement or a number of rows; `count`: how many there are of them."""
    first = "the" if len(keys) == count else f"the first {len(keys):,} of"
    if statement is None:
        return Selection(tuple(keys), f"{len(keys):,} of {count:,} states", "those with the lowest numbers")
    which = f'{first} {count:,} in which "{statement}" holds'
    return Selection(tuple(keys), f"{len(keys):,} of {table.listed.size:,} states", which)


def found_states(keys: Sequence[int], is_all: bool) -> Selection:
    """States of a searched game, as the solver found them."""
    words = f"all {len(keys):,} feasible states" if is_all else f"{len(keys):,} of the feasible states"
    return Selection(tuple(keys), words)


def _labelled(game: ListedGame) -> list[int]:
    """The states that have a label which no other state has, ascending."""
    alone = []
    for place in range(len(game.labels)):
        keys = game.keys_labelled([place])
        if keys is not None and len(keys) == 1:
            alone.append(int(keys[0]))
    return sorted(set(alone))


def _counted(shown: int, count: int) -> str:
    return f"{count:,}" if shown == count else f"{shown:,} of the {count:,}"


def _equilibria_words(shown: int, count: int) -> str:
    if count == 0:
        return "no equilibrium, since there is none"
    if shown == count:
        return f"{plural(count, 'the equilibrium', f'all {count:,} equilibria')} under some concept"
    return f"{shown:,} of the {count:,} equilibria, those under the most concepts first"


def _found(table: StabilityTable, most: int) -> Selection:
    order = table.outcomes[:most]
    count = table.count
    shown = f"the first {len(order):,} of the {count:,}" if count > len(order) else f"the {len(order):,}"
    return Selection(tuple(one.state.key for one in order), f"{shown} {plural(count, 'equilibrium', 'equilibria')} found")


def label_of(title: str, kind: str) -> str:
    """The label by which a text refers to a table: ASCII letters, digits and hyphens, as LaTeX wants them.

    Examples
    --------
    >>> label_of("Elmira: the spill (1991)", "tableau"), label_of("\u6771\u4eac", "tableau")
    ('tab:elmira-the-spill-1991-tableau', 'tab:tableau')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "tab:" + "-".join([*re.findall("[a-z0-9]+", plain)[:8], kind])
