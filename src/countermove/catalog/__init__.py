"""The cases that come with the program: published models with their citation and published results, and our own."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import IO

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.io.cases import load as load_file
from countermove.io.files import SUFFIXES
from countermove.model.case import Case

__all__ = ["case_ids", "case_path", "load", "load_case"]


def case_ids() -> tuple[str, ...]:
    """The ids of all catalogue cases, sorted.

    >>> "cuban-missile-crisis" in case_ids()
    True
    """
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def case_path(id_: str) -> Path:
    """The file of a catalogue case; raises `QuestionError` with the nearest ids where there is none."""
    if id_ not in case_ids():
        raise QuestionError(f"the catalogue has no case {quoted(id_)}; {did_you_mean(id_, case_ids())}")
    return _folder() / f"{id_}.yaml"


def load_case(id_: str) -> Case:
    """The catalogue case with this id; raises `QuestionError` with the nearest ids where there is none.

    >>> load_case("chicken").title
    'Chicken'
    """
    return load_file(case_path(id_))


def load(source: str | Path | IO[str] | IO[bytes]) -> Case:
    """A case by catalogue id, or from a file (a path that exists, or ends as case files do) or file object.

    A file is YAML, JSON (.json) or another program's (.gmcr), by the ending of its name.

    Raises `CaseError` with every error in the case, `QuestionError` for an unknown id.

    >>> load("cuban-missile-crisis").movers
    ('usa', 'ussr')
    """
    return load_case(source) if isinstance(source, str) and not names_file(source) else load_file(source)


def names_file(text: str) -> bool:
    """Whether a text names a file rather than a catalogue case."""
    return os.sep in text or text.lower().endswith(SUFFIXES) or Path(text).exists()


def _folder() -> Path:
    return Path(str(files("countermove.catalog")))
