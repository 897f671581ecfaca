"""The cases that come with the program: published models with their citation and published results, and our own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import IO, Any

from countermove.errors import QuestionError
from countermove.io.formats import load as load_file
from countermove.io.loading import case_of_data
from countermove.io.opening import case_ids, case_path, names_file
from countermove.model.case import Case

__all__ = ["case_ids", "case_path", "load", "load_case", "loads"]


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


def load(source: str | Path | IO[str] | IO[bytes] | Mapping[str, Any]) -> Case:
    """A case by catalogue id, from a file or file object, or from a mapping.

    Parameters
    ----------
    source
        The id of a catalogue case; a path that exists, or ends as case files do; an open file; or a mapping with the keys
        of a case file. A file is YAML, JSON (.json), another program's (.gmcr, .nfg), or a workbook (.xlsx). `loads` reads
        a text.

    Returns
    -------
    Case
        The case, free of errors.

    Raises
    ------
    CaseError
        With every error in the case; in a mapping each has the path of its keys.
    QuestionError
        For an unknown id.

    Examples
    --------
    >>> load("cuban-missile-crisis").movers
    ('usa', 'ussr')
    >>> load({"title": "Harbour", "actors": {"port": {"options": {"toll": "Raise the toll"}, "prefers": ["toll"]}}})
    Case('Harbour', 1 actor, 1 option)
    >>> load({"actors": {"port": {"options": {"toll": "Raise the toll"}, "prefers": ["tol"]}}})
    Traceback (most recent call last):
        ...
    countermove.errors.CaseError: actors.port.prefers[1]: unknown option "tol"; did you mean "toll"? [CM104]
    """
    if isinstance(source, Mapping):
        return case_of_data(source)
    if not isinstance(source, str | Path) and not hasattr(source, "read"):
        raise QuestionError(f"a case is read from an id, a path, an open file or a mapping, not {source!r:.80}")
    if isinstance(source, str) and "\n" in source:
        raise QuestionError("this is a text, not the name of a file or a case; read it with loads(text)")
    return load_case(source) if isinstance(source, str) and not names_file(source) else load_file(source)


def loads(text: str, name: str | None = None) -> Case:
    """The case in a text, in YAML or JSON.

    Parameters
    ----------
    text
        What a case file holds.
    name
        What messages call it.

    Returns
    -------
    Case
        The case, free of errors. It remembers the text: where it is changed, `dump` keeps order and comments.

    Raises
    ------
    CaseError
        With every error found, each with its line and column.

    Examples
    --------
    >>> loads("actors: {port: {options: {toll: Raise the toll}, prefers: [toll]}}").option_rows[0].full
    'port.toll'
    >>> loads("actors: {port: {optoins: {toll: Raise the toll}}}")
    Traceback (most recent call last):
        ...
    countermove.errors.CaseError: <text>:1:17 actors.port.optoins: unknown key "optoins"; did you mean "options"? [CM101]
    """
    if not isinstance(text, str):
        raise QuestionError(f"loads reads text, not {text!r:.80}; load reads files and mappings")
    # JSON may be indented by tabs, which YAML refuses; only what begins as JSON does is read as such.
    is_json = re.match(r'\s*\{\s*"', text) is not None
    return load_file(StringIO(text), name or ("<text>.json" if is_json else "<text>"))
