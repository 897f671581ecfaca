"""What `check` says of the evidence that a case cites: items that are gone, rejected, or only somebody else's word."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from countermove.errors import Diagnostic, KeyPath, QuestionError, did_you_mean, quoted
from countermove.model.case import Case
from countermove.model.walk import citations, cited_lines
from countermove.reader.decisions import Decisions, decisions_path, evidence_path, read_decisions, read_evidence
from countermove.reader.evidence import Evidence, Item
from countermove.reader.names import aliases, label

__all__ = ["evidence_findings"]

Files = dict[str, tuple[Evidence, Decisions, str]]
"""For the id of a source its evidence, the decisions on it, and the path of the evidence file."""
PARAGRAPHS_WITHOUT_ITEMS = 40
"""Paragraphs behind the last item of an article that may still exist: not every paragraph has an item."""
MAX_COMPARED = 400
"""Ids of items that a misspelt one is compared with; they are hashes, so that more would only cost time."""


def evidence_findings(case: Case, case_file: str) -> list[Diagnostic]:
    """Warnings about the evidence of a case, whose sources name files with evidence beside them.

    CM602 (no such item), CM603 (rejected), CM604 (the article has changed), CM605 (assumptions without evidence),
    CM606 (a preference that rests on others' words), CM607 (the evidence file cannot be read).

    Parameters
    ----------
    case
        A case without errors.
    case_file
        Its path: the files of sources are seen from its folder.

    Returns
    -------
    list of Diagnostic
        CM602 (no such item), CM603 (rejected), CM604 (the article has changed), CM605 (assumptions without
        evidence), CM606 (a preference that rests on others' words), CM607 (the evidence file cannot be read).
    """
    files, findings = _files(case, Path(case_file).parent)
    if not files:
        return findings
    findings += _changed(case, files, Path(case_file).parent)
    for path, cited in citations(case):
        findings += _cited(path, cited, files)
    findings += _bare(case)
    findings += list(_hearsay(case, files))
    return findings


def _files(case: Case, folder: Path) -> tuple[Files, list[Diagnostic]]:
    files: Files = {}
    findings = []
    for id_, source in case.sources.items():
        if not source.file:
            continue
        path = evidence_path(os.path.join(folder, source.file))
        if not os.path.isfile(path):
            continue
        try:
            files[id_] = (read_evidence(path), read_decisions(decisions_path(path)), path)
        except QuestionError as fault:
            message, hint = f"its evidence cannot be read: {fault}", "read the article again: countermove read"
            findings.append(Diagnostic("CM607", "warning", ("sources", id_), message, hint))
    return files, findings


def _changed(case: Case, files: Files, folder: Path) -> list[Diagnostic]:
    findings = []
    for id_, (evidence, _, path) in files.items():
        named = folder / case.sources[id_].file
        direct = os.path.abspath(named) == os.path.abspath(path)
        origin = next((o for o in evidence.sources if o.id == id_ or o.file == named.name), None)
        article = Path(path).parent / origin.file if origin and direct else named
        if origin is None or not origin.file or not article.is_file():
            continue
        if hashlib.sha256(article.read_bytes()).hexdigest() != origin.sha256:
            file = origin.file if direct else case.sources[id_].file
            message = f"the article {quoted(file)} has changed since it was read, so its evidence is stale"
            again = f"read it again into {case.sources[id_].file}" if direct else f"run countermove read {file}"
            findings.append(Diagnostic("CM604", "warning", ("sources", id_), message, again))
    return findings


def _cited(path: KeyPath, cited: str, files: Files) -> list[Diagnostic]:
    """What is wrong with one citation of a source that has evidence."""
    source, _, place = cited.partition("#")
    if source not in files or not place:
        return []
    evidence, decisions, file = files[source]
    if place.isdigit():
        return _cited_paragraph(path, cited, evidence)
    decision = decisions.get(place)
    if evidence.item(place) is None:
        # The analyst has judged it once, so it was there: the article has changed since.
        if decision is not None:
            message = f"{quoted(cited)} is stale: the article has changed since this was decided"
            return [Diagnostic("CM604", "warning", path, message, "review it anew and cite the new item")]
        near = did_you_mean(place, [item.id for item in evidence.items][:MAX_COMPARED])
        hint = near if near.startswith("did") else "look it up in that file"
        return [Diagnostic("CM602", "warning", path, f"{quoted(cited)}: {file} has no such item", hint)]
    if decision is not None and decision.verdict == "rejected":
        message = f"{quoted(cited)} was rejected in the review"
        return [Diagnostic("CM603", "warning", path, message, "cite something else, or change the decision")]
    return []


def _cited_paragraph(path: KeyPath, cited: str, evidence: Evidence) -> list[Diagnostic]:
    """What is wrong with a citation of a paragraph."""
    source, _, number = cited.partition("#")
    items = (item for item in evidence.items if len(evidence.sources) == 1 or item.source == source)
    last = max((item.paragraph for item in items), default=0)
    if 0 < int(number) <= max(last, 1) + PARAGRAPHS_WITHOUT_ITEMS:
        return []
    message = f"{quoted(cited)}: the source has no paragraph {number}"
    return [Diagnostic("CM602", "warning", path, message, "paragraphs of the body count from 1")]


def _bare(case: Case) -> list[Diagnostic]:
    """Assumptions that cite nothing, once, in a case that works with evidence files."""
    lines = list(cited_lines(case))
    bare = [path for path, _, evidence in lines if not evidence]
    if not bare:
        return []
    message = f"{len(bare)} of {len(lines)} assumptions (preference statements and constraints) cite no evidence"
    return [Diagnostic("CM605", "warning", bare[0], message, "cite an item or a paragraph: evidence: [SOURCE#ITEM]")]


def _hearsay(case: Case, files: Files) -> Iterator[Diagnostic]:
    for path, actor, evidence in cited_lines(case):
        if actor is None or not evidence:
            continue
        own = _ids_of(case, actor)
        items = [_item(cited, files) for cited in evidence]
        voices = [item.voices for item in items if item is not None]
        # What is no claim, or cannot be looked up, proves nothing against the actor.
        if not own or len(voices) < len(items) or not all(voices) or any(set(v) & own or v == ("unknown",) for v in voices):
            continue
        who = ", ".join(dict.fromkeys("the author" if v == "author" else label(v) for vs in voices for v in vs))
        message = f"this preference of {quoted(actor)} rests only on what {who} says"
        yield Diagnostic("CM606", "warning", path, message, "look for what the actor says or does itself, or lower sure:")


def _item(cited: str, files: Files) -> Item | None:
    source, _, place = cited.partition("#")
    return files[source][0].item(place) if source in files else None


def _ids_of(case: Case, actor: str) -> set[str]:
    """The ids that an actor of the case has in evidence, by its id and name."""
    ids = set()
    for name in (case.label(actor), actor, actor.upper()):
        for first in {name.split()[0].split("-")[0]} if name.split() else set():
            ids |= {alias.id for alias in aliases().get(first, ()) if alias.words == name.replace("’", "'")}
        bare = name.removeprefix("The ").removeprefix("the ")
        ids |= {alias.id for alias in aliases().get(bare.split()[0], ()) if alias.words == bare} if bare.split() else set()
    return ids
