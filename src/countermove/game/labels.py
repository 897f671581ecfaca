"""The labels of a case with positions for names: what a game has to look at to say which state bears which."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.statements import Node
from countermove.model.walk import LabelEntry, label_entries

__all__ = ["BoundLabel", "bound_labels"]


@dataclass(frozen=True)
class BoundLabel:
    """A label with positions for names: it is for a code (`code`), a listed state (`state`), or where `where` holds."""

    entry: LabelEntry
    code: int | None = None
    state: int | None = None
    where: Node | None = None

    @property
    def name(self) -> str:
        """What is shown."""
        return self.entry.name


def bound_labels(case: Case, names: OptionNames | None = None) -> tuple[BoundLabel, ...]:
    """The labels of a case in file order, their options and statements looked up.

    >>> from countermove.model.case import Case
    >>> actors = {"a": {"options": {"go": "Go"}}}
    >>> bound_labels(Case.model_validate({"actors": actors, "labels": {"gone": {"options": ["go"]}}}))[0].code
    1
    """
    if not case.labels:
        return ()
    names = names or OptionNames(case)
    states = list(case.states or ())
    bound = []
    for entry in label_entries(case):
        label = entry.label
        if label.options is not None:
            taken = names.with_defaults(names.find_text(text) for text in label.options)
            bound.append(BoundLabel(entry, code=sum(1 << option for option in taken)))
        elif label.where is not None:
            bound.append(BoundLabel(entry, where=names.bind(label.where)))
        else:
            # A viewer who does not see a state has a game without it.
            bound.append(BoundLabel(entry, state=states.index(label.state) if label.state in states else None))
    return tuple(bound)
