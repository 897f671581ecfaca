"""Agreement: verbs and pronouns in the number of their subject, chosen when a sentence is built.

The case's own text is never edited: nothing here takes a finished sentence. Several subjects take the plural, and so
does one whose name is marked with ``plural: true`` in the case file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from countermove.model.case import Case

T = TypeVar("T", str, tuple[str, ...])

__all__ = ["is_plural", "its", "itself", "verb"]


def is_plural(case: Case, ids: str | Sequence[str]) -> bool:
    """Whether actors and bodies, named together as one subject, take a verb in the plural.

    Parameters
    ----------
    case
        The case, which says whose name is plural.
    ids
        The id of an actor or body, or several.

    Examples
    --------
    >>> from countermove.model.case import Case
    >>> case = Case.model_validate({"actors": {"usa": {"name": "The United States"}, "allies": {"plural": True}}})
    >>> is_plural(case, "usa"), is_plural(case, ["allies"]), is_plural(case, ["usa", "allies"])
    (False, True, True)
    """
    names = [ids] if isinstance(ids, str) else ids
    return len(names) != 1 or case.is_plural(names[0])


def verb(case: Case, ids: str | Sequence[str], one: T, many: T) -> T:
    """The form of a verb, or of any other words, that goes with its subject.

    Parameters
    ----------
    case
        The case, which says whose name is plural.
    ids
        The subject: the id of an actor or body, or several.
    one
        The form for one: ``takes``.
    many
        The form for several: ``take``.

    Examples
    --------
    >>> from countermove.model.case import Case
    >>> case = Case.model_validate({"actors": {"usa": {"name": "The United States"}, "allies": {"plural": True}}})
    >>> [f"{case.label(id_)} {verb(case, id_, 'takes', 'take')} part" for id_ in case.actors]
    ['The United States takes part', 'Allies take part']
    """
    return many if is_plural(case, ids) else one


def its(case: Case, ids: str | Sequence[str]) -> str:
    """The possessive of a subject: ``its``, or ``their``."""
    return verb(case, ids, "its", "their")


def itself(case: Case, ids: str | Sequence[str]) -> str:
    """The reflexive of a subject: ``itself``, or ``themselves``."""
    return verb(case, ids, "itself", "themselves")
