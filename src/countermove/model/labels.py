"""Labels: what people call an outcome, and which states a label is for. Records only; `game` says which state bears which.

A label is for one state (`options`: all that is taken in it; in a graph case `state`: its id), or for every state in
which a statement holds (`where`). A case file has labels as a mapping from ids or as a list of entries with names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from countermove.model.preferences import Record, StatementField, listed

__all__ = ["KINDS", "MAX_LABELS", "Label", "LabelsField", "as_label", "long_forms"]

MAX_LABELS = 50
"""Labels of a case: people who talk about a conflict name a dozen outcomes, and each label is asked of every state."""
KINDS = ("options", "where", "state")
"""The keys that say which states a label is for; a label has one of them."""
WAY = "write options: [...] with all that is taken, or where: STATEMENT (in a case that lists its states, state: ID)"


class Label(Record):
    """What people call an outcome; it is for one state, or for all in which a statement holds.

    Parameters
    ----------
    name
        What is shown; without it, the id with spaces for hyphens.
    options
        All options that are taken in the state, as in a status quo; None where another key says which states.
    where
        A statement: the label is for every state in which it holds.
    state
        The id of a listed state; only in a graph case.
    """

    name: str = ""
    options: Annotated[tuple[str, ...] | None, BeforeValidator(listed)] = None
    where: StatementField | None = None
    state: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Label:
        given = [key for key in KINDS if getattr(self, key) is not None]
        if not given:
            raise PydanticCustomError("CM110", "the label does not say which outcome it is for", {"hint": WAY})
        if len(given) > 1:
            what = {"key": given[1], "first": given[0], "hint": f"keep {given[0]} or {given[1]}", "path": (given[1],)}
            raise PydanticCustomError("CM102", 'the label is given by "{first}" already', what)
        return self


def as_label(value: Any, is_graph: bool = False) -> Any:
    """A label in its long form: a text is its statement (in a graph case the id of its state), a list its options.

    Parameters
    ----------
    value
        What stands in the file.
    is_graph
        Whether the case lists its states.

    Examples
    --------
    >>> as_label("usa.strike"), as_label("s2", is_graph=True), as_label(["usa.strike"])
    ({'where': 'usa.strike'}, {'state': 's2'}, {'options': ['usa.strike']})
    """
    if isinstance(value, str):
        return {"state" if is_graph else "where": value}
    return {"options": value} if isinstance(value, list | tuple) else value


def long_forms(value: Any, info: ValidationInfo) -> Any:
    """All labels in their long forms. States stand before labels in a case, so that its kind is known here."""
    is_graph = info.data.get("states") is not None
    if isinstance(value, Mapping):
        return {key: as_label(entry, is_graph) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        for k, entry in enumerate(value):
            if isinstance(entry, str) or (isinstance(entry, Mapping) and "name" not in entry):
                what = {"hint": "write {name: ..., where: ...}, or make labels: a mapping (id: label)", "path": (k,)}
                raise PydanticCustomError("CM110", "a label in a list needs a name", what)
    return value


def _form(value: Any) -> str:
    return "a list" if isinstance(value, list | tuple) else "a mapping"


LabelsField = Annotated[
    Annotated[dict[str, Label], Tag("a mapping")] | Annotated[tuple[Label, ...], Tag("a list")],
    Discriminator(_form),
    BeforeValidator(long_forms),
]
