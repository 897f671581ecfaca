"""From what a user calls a case to the case, its graph, and everything that is wrong with it."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence

from countermove.catalog import case_ids, case_path
from countermove.errors import CaseError, Diagnostic, QuestionError, did_you_mean, quoted
from countermove.game.case_findings import in_scenario, state_findings
from countermove.game.listed import ListedGame, listed_game
from countermove.game.merge import merge
from countermove.game.view_findings import view_errors
from countermove.io.cases import diagnose, read_case
from countermove.io.delivery import say
from countermove.io.files import SUFFIXES, read_text
from countermove.io.yaml import Loaded, locate

__all__ = ["compiled", "digest", "examined", "file_of", "opened"]


def file_of(name: str) -> str:
    """The file that is meant: the name itself where it looks like a file or is one, else a catalogue case.

    Raises `QuestionError` where it is neither.
    """
    looks = name.lower().endswith(SUFFIXES) or os.sep in name or (os.altsep or os.sep) in name
    if looks or os.path.isfile(name):
        return name
    if name in case_ids():
        return str(case_path(name))
    if os.path.lexists(name):
        return name
    beside = [name + ending for ending in SUFFIXES if os.path.isfile(name + ending)]
    if beside:
        raise QuestionError(f"the catalogue has no case {quoted(name)}; did you mean the file {quoted(beside[0])}?")
    near = did_you_mean(name, case_ids())
    hint = "a file is named with its ending, such as .yaml"
    raise QuestionError(f"the catalogue has no case {quoted(name)}; {near} ({hint})")


def opened(name: str) -> Loaded:
    """The case that is meant, with the places of its values; raises `CaseError` where it has errors.

    What a file of another program holds and a case does not is said on standard error.
    """
    loaded = read_case(file_of(name))
    for finding in loaded.warnings:
        if finding.code.startswith("CM7"):
            say(str(finding))
    return loaded


def compiled(loaded: Loaded, scenario: str | None = None, merged: Sequence[Sequence[str]] = ()) -> ListedGame:
    """The graph of a case; what is wrong with its states is told at its place in the file.

    `merged`: ids of actors that move as one, coalition by coalition.
    """
    try:
        graph = listed_game(loaded.case, scenario)
        wrong = view_errors(graph)
        if wrong:
            raise CaseError(wrong)
    except CaseError as fault:
        found = [in_scenario(loaded.case, scenario, d) for d in fault.diagnostics]
        raise CaseError(locate(found, loaded.places, loaded.file)) from None
    return merge(graph, merged) if merged else graph


def examined(name: str) -> tuple[str | None, list[Diagnostic], list[str]]:
    """A case's title (None where it cannot be read), all findings about it, and what was not looked at."""
    file = file_of(name)
    try:
        text = read_text(file)
        loaded = read_case(io.StringIO(text), file)
    except CaseError as fault:
        if all(d.code.startswith("CM00") for d in fault.diagnostics):
            return None, list(fault.diagnostics), []
        case, found = diagnose(io.StringIO(text), file)
        return (case.title if case else None), found, []
    more, notes = state_findings(loaded.case)
    if any(source.file for source in loaded.case.sources.values()):
        from countermove.io.evidence_findings import evidence_findings

        more += evidence_findings(loaded.case, file)
    found = locate([*loaded.warnings, *more], loaded.places, loaded.file)
    return loaded.case.title, found, notes


def digest(file: str) -> str:
    """The SHA-256 of a case file, as ``sha256sum`` tells it.

    Raises `QuestionError` for what is no file, such as a pipe, which cannot be read twice.
    """
    import hashlib

    if not os.path.isfile(file):
        raise QuestionError(f"{file}: a report names the hash of its case file, so the case has to be a file")
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
