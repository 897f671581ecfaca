"""From what a user calls a case to the case, with the place of each of its values, and to its game."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from countermove.errors import CaseError, QuestionError, did_you_mean, quoted
from countermove.game.findings import in_scenario, view_errors
from countermove.game.listed import ListedGame, listed_game
from countermove.game.merge import merge
from countermove.game.names.outcome_labels import label_errors
from countermove.io.files import say
from countermove.io.formats import case_endings, read_case
from countermove.io.loading import Loaded, locate

__all__ = ["case_ids", "case_path", "compiled", "digest", "file_of", "names_file", "opened"]


def case_ids() -> tuple[str, ...]:
    """The ids of all catalogue cases, sorted.

    Returns
    -------
    tuple of str
        The stems of the files in the folder `catalog`.

    Examples
    --------
    >>> "cuban-missile-crisis" in case_ids()
    True
    """
    return tuple(sorted(path.stem for path in _catalogue().glob("*.yaml")))


def case_path(id_: str) -> Path:
    """The file of a catalogue case.

    Parameters
    ----------
    id_
        The id.

    Returns
    -------
    Path
        A file in YAML.

    Raises
    ------
    QuestionError
        Where there is none; the message names the nearest ids.
    """
    if id_ not in case_ids():
        raise QuestionError(f"the catalogue has no case {quoted(id_)}; {did_you_mean(id_, case_ids())}")
    return _catalogue() / f"{id_}.yaml"


def _catalogue() -> Path:
    """The folder of the cases that ship with the program."""
    return Path(str(files("countermove") / "catalog"))


def names_file(text: str) -> bool:
    """Whether a text names a file rather than a catalogue case: it exists, has a folder, or ends as case files do.

    Parameters
    ----------
    text
        What a user calls a case.
    """
    return os.sep in text or text.lower().endswith(case_endings()) or Path(text).exists()


def file_of(name: str) -> str:
    """The file that is meant: the name itself where it looks like a file or is one, else a catalogue case.

    Parameters
    ----------
    name
        A path, or the id of a catalogue case. A file stands before a catalogue case of the same name, and a folder
        behind it.

    Raises
    ------
    QuestionError
        Where it is neither; the message names what was probably meant.
    """
    # Windows has two separators. No id has a dot, so what has an ending is a file, if perhaps one that is not read.
    looks = bool(os.path.splitext(name)[1]) or os.sep in name or (os.altsep or os.sep) in name
    if looks or os.path.isfile(name):
        return name
    if name in case_ids():
        return str(case_path(name))
    # A folder, or a link that leads nowhere: the reader says what is wrong with it.
    if os.path.lexists(name):
        return name
    beside = [name + ending for ending in case_endings() if os.path.isfile(name + ending)]
    if beside:
        raise QuestionError(f"the catalogue has no case {quoted(name)}; did you mean the file {quoted(beside[0])}?")
    near = did_you_mean(name, case_ids())
    hint = "a file is named with its ending, such as .yaml"
    raise QuestionError(f"the catalogue has no case {quoted(name)}; {near} ({hint})")


def opened(name: str) -> Loaded:
    """The case that is meant, with the places of its values.

    What a file of another program holds and a case does not is said on standard error.

    Parameters
    ----------
    name
        A path, or the id of a catalogue case.

    Raises
    ------
    CaseError
        With every error in the case.
    QuestionError
        Where there is neither a file nor a catalogue case of this name.
    """
    loaded = read_case(file_of(name))
    for finding in loaded.warnings:
        if finding.code.startswith("CM7"):
            say(str(finding))
    return loaded


def compiled(loaded: Loaded, scenario: str | None = None, merged: Sequence[Sequence[str]] = ()) -> ListedGame:
    """The listed game of a case; what is wrong with its states is said at its place in the file.

    Parameters
    ----------
    loaded
        The case with the places of its values.
    scenario
        The scenario to apply first.
    merged
        Ids of actors that move as one, coalition by coalition.

    Raises
    ------
    CaseError
        For what only the states show to be wrong.
    """
    try:
        game = listed_game(loaded.case, scenario)
        wrong = [*view_errors(game), *label_errors(game)]
        if wrong:
            raise CaseError(wrong)
    except CaseError as fault:
        findings = [in_scenario(loaded.case, scenario, d) for d in fault.diagnostics]
        raise CaseError(locate(findings, loaded.places, loaded.file)) from None
    return merge(game, merged) if merged else game


def digest(file: str) -> str:
    """The SHA-256 of a case file, as ``sha256sum`` prints it.

    Raises
    ------
    QuestionError
        For what is no file, such as a pipe, which cannot be read twice.

    Parameters
    ----------
    file
        The path of the file.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    QuestionError
        For what is no file, such as a pipe, which cannot be read twice.
    """
    import hashlib

    if not os.path.isfile(file):
        raise QuestionError(f"{file}: a report names the hash of its case file, so the case has to be a file")
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
