"""The cases that come with the program: published models with their citation and published results, and our own."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from countermove.io.formats import load as load_file
from countermove.io.opening import case_ids, case_path, names_file
from countermove.model.case import Case

__all__ = ["case_ids", "case_path", "load", "load_case"]


def load_case(id_: str) -> Case:
    """The catalogue case with this id.

    Parameters
    ----------
    id_
        The id.

    Returns
    -------
    Case
        The case.

    Raises
    ------
    QuestionError
        Where there is none; the message names the nearest ids.

    Examples
    --------
    >>> load_case("chicken").title
    'Chicken'
    """
    return load_file(case_path(id_))


def load(source: str | Path | IO[str] | IO[bytes]) -> Case:
    """A case by catalogue id, or from a file or file object.

    Parameters
    ----------
    source
        The id of a catalogue case; a path that exists, or ends as case files do; or an open file. A file is YAML,
        JSON (.json) or another program's (.gmcr), by the ending of its name.

    Raises
    ------
    CaseError
        With every error in the case.
    QuestionError
        For an unknown id.

    Examples
    --------
    >>> load("cuban-missile-crisis").movers
    ('usa', 'ussr')
    """
    return load_case(source) if isinstance(source, str) and not names_file(source) else load_file(source)
