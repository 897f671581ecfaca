"""The cases that come with the program: published models with their citation and published results, and our own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from countermove.model.case import Case

__all__ = ["case_ids", "case_path", "load_case"]


def case_ids() -> tuple[str, ...]:
    """The ids of all catalogue cases, sorted.

    >>> "cuban-missile-crisis" in case_ids()
    True
    """
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in _folder().iterdir() if entry.name.endswith(".yaml")))


def case_path(id_: str) -> Path:
    """The file of a catalogue case."""
    return Path(str(_folder() / f"{id_}.yaml"))


def load_case(id_: str) -> Case:
    """The catalogue case with this id; raises `QuestionError` with the nearest ids where there is none.

    >>> load_case("chicken").title
    'Chicken'
    """
    from countermove.errors import QuestionError, did_you_mean, quoted
    from countermove.io.yaml import load

    if id_ not in case_ids():
        raise QuestionError(f"the catalogue has no case {quoted(id_)}; {did_you_mean(id_, case_ids())}")
    return load(case_path(id_))


@cache
def _folder():  # type: ignore[no-untyped-def]
    return files("countermove.catalog")
