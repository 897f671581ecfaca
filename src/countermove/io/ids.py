"""Ids from names: small letters, digits and hyphens, each id once, the same whenever the names are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from countermove.model.statements import KEYWORDS

__all__ = ["ids_of"]

LONGEST = 40


def ids_of(names: Iterable[str], fallback: str, taken: Iterable[str] = ()) -> list[str]:
    """An id for each name, in order; `fallback` begins the ids of names without letters, `taken` are not given.

    The first of several equal names gets the plain id, and the others a number.

    >>> ids_of(["Full Withdrawal", "Full", "Full", "если", "2nd offer", "Not"], "option")
    ['full-withdrawal', 'full', 'full-2', 'option-4', 'option-2nd-offer', 'not-1']
    """
    given = set(taken)
    found = []
    for position, name in enumerate(names, start=1):
        plain = _plain(name, fallback, position)
        id_, number = plain, 2
        while id_ in given:
            id_, number = f"{plain}-{number}", number + 1
        given.add(id_)
        found.append(id_)
    return found


def _plain(name: str, fallback: str, position: int) -> str:
    """The id of a name by itself."""
    ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    id_ = re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-")[:LONGEST].strip("-")
    if not id_:
        return f"{fallback}-{position}"
    if not id_[0].isalpha():
        return f"{fallback}-{id_}"
    return f"{id_}-1" if id_ in KEYWORDS else id_
