"""The analyst's decisions on items, in a file that no reading ever overwrites; and where such files lie."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.io.files import read_bytes
from countermove.reader.evidence import Evidence, Item, loaded

__all__ = [
    "ENDING",
    "VERDICTS",
    "Decision",
    "Decisions",
    "decided",
    "decisions_path",
    "dumped_decisions",
    "edited_fields",
    "evidence_path",
    "loaded_decisions",
    "read_decisions",
    "read_evidence",
]

VERDICTS = ("accepted", "edited", "rejected")
NOTE = "# Decisions of the analyst on the items of an evidence file. Reading the article again never changes them.\n"
EDITABLE = {
    "event": ("type", "source", "target", "status", "voice"),
    "option-hint": ("act", "actors", "target"),
    "speech": ("speaker", "how"),
    "date": ("value",),
    "venue": ("place", "forum", "parties"),
    "mention": ("actors", "role"),
    "fix": ("restored",),
}
LISTS = frozenset({"source", "target", "voice", "actors", "speaker", "parties"})


@dataclass(frozen=True)
class Decision:
    """What was decided on an item; `fields` are those that were changed, `words` what the item was about.

    Parameters
    ----------
    verdict
        One of `VERDICTS`.
    fields
        The fields that were changed, with their new values.
    words
        What the item was about, so that the file can be read by itself.
    """

    verdict: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""


Decisions = dict[str, Decision]


def decided(evidence: Evidence, decisions: Mapping[str, Decision]) -> Evidence:
    """The evidence as the analyst left it: edits applied, rejected items left out.

    Parameters
    ----------
    evidence
        What the reader suggests.
    decisions
        By the ids of items; decisions on items that are gone have no effect.

    Returns
    -------
    Evidence
        A new one.
    """
    kept = []
    for item in evidence.items:
        decision = decisions.get(item.id)
        if decision is None or decision.verdict == "accepted":
            kept.append(item)
        elif decision.verdict == "edited":
            kept.append(replace(item, fields={**item.fields, **decision.fields}))
    return replace(evidence, items=tuple(kept))


def edited_fields(item: Item, line: str) -> dict[str, Any]:
    """The changed fields that an analyst typed: ``type=reject target=RUS,POL``.

    Parameters
    ----------
    item
        The item; its kind tells which fields may be changed.
    line
        What was typed: ``key=value``, several with spaces between them, several values with commas.

    Returns
    -------
    dict
        The fields that change.

    Raises
    ------
    QuestionError
        With the keys that can be changed, or the values that are known.

    Examples
    --------
    >>> edited_fields(Item("e1", "event", "a", (0, 1), 1, ""), "type=reject target=RUS,POL")
    {'type': 'reject', 'target': ['RUS', 'POL']}
    """
    from countermove.reader.events.triggers import TYPES

    fields: dict[str, Any] = {}
    for part in line.split():
        key, equals, value = part.partition("=")
        if not equals or key not in EDITABLE[item.kind]:
            raise QuestionError(f"{quoted(key)} cannot be changed here; {did_you_mean(key, EDITABLE[item.kind])}")
        if key == "type" and value not in TYPES:
            raise QuestionError(f"{quoted(value)} is no type of event; {did_you_mean(value, TYPES)}")
        if key == "status" and value not in ("actual", "negated", "hypothetical", "scheduled"):
            raise QuestionError(f"{quoted(value)} is no status; known: actual, negated, hypothetical, scheduled")
        fields[key] = [v for v in value.split(",") if v] if key in LISTS else value
    if not fields:
        raise QuestionError(f"write what is to be changed, as {EDITABLE[item.kind][0]}=...")
    return fields


def dumped_decisions(decisions: Mapping[str, Decision]) -> str:
    """The text of a decisions file.

    Parameters
    ----------
    decisions
        By the ids of items.

    Returns
    -------
    str
        YAML, with a note in front.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width, yaml.default_flow_style, yaml.allow_unicode = 110, None, True
    rows = {}
    for id_, d in decisions.items():
        rows[id_] = {"decision": d.verdict, **({"fields": dict(d.fields)} if d.fields else {}), "words": d.words}
    out = io.StringIO()
    yaml.dump({"decisions": rows}, out)
    return NOTE + out.getvalue()


def loaded_decisions(text: str, name: str) -> Decisions:
    """The decisions in the text of a file; `QuestionError` where it is none, so that nothing is lost by writing over it.

    Parameters
    ----------
    text
        The text of the file.
    name
        Its name in messages.

    Returns
    -------
    dict
        By the ids of items.

    Raises
    ------
    QuestionError
        Where it is no file of decisions, so that nothing is lost by writing over it.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(text)
        rows = (data or {}).get("decisions") or {}
        decisions = {
            str(k): Decision(str(v["decision"]), dict(v.get("fields") or {}), str(v.get("words", "")))
            for k, v in rows.items()
        }
    # Whatever is wrong with it, the analyst's work must not be written over.
    except (YAMLError, KeyError, TypeError, AttributeError, ValueError):
        raise QuestionError(f"{name}: this is no file of decisions; mend it or move it away, it is left as it is") from None
    for id_, decision in decisions.items():
        if decision.verdict not in VERDICTS:
            raise QuestionError(f"{name}: {id_}: {quoted(decision.verdict)} is no decision; known: {', '.join(VERDICTS)}")
    return decisions


ENDING = ".evidence.yaml"
MAX_BYTES = 20_000_000
"""Bytes of an evidence file or a file of decisions, as of an article, whose text it may hold."""


def evidence_path(article: str) -> str:
    """The evidence file of an article: beside it; YAML is no article, but evidence itself.

    Parameters
    ----------
    article
        The path of an article, of a folder of them, or of an evidence file.

    Returns
    -------
    str
        The path of the evidence file.

    Examples
    --------
    >>> evidence_path("news/talks.html"), evidence_path("news/mine.yaml")
    ('news/talks.evidence.yaml', 'news/mine.yaml')
    """
    if article.endswith((".yaml", ".yml")):
        return article
    path = Path(article)
    if path.is_dir():
        return (os.path.abspath(article) if path.name in ("", "..") else os.path.normpath(article)) + ENDING
    return str(path.with_suffix("")) + ENDING if path.suffix else article + ENDING


def decisions_path(evidence: str) -> str:
    """The file of the decisions on an evidence file.

    Parameters
    ----------
    evidence
        The path of the evidence file.

    Returns
    -------
    str
        The path of the file beside it.

    Examples
    --------
    >>> decisions_path("talks.evidence.yaml")
    'talks.decisions.yaml'
    """
    stem = evidence.removesuffix(ENDING) if evidence.endswith(ENDING) else str(Path(evidence).with_suffix(""))
    return f"{stem}.decisions.yaml"


def read_evidence(path: str) -> Evidence:
    """The evidence in a file; `QuestionError` where there is none.

    Parameters
    ----------
    path
        The path of the file.

    Returns
    -------
    Evidence
        What stands in it.

    Raises
    ------
    QuestionError
        Where there is no such file, or it is no evidence.
    """
    return loaded(_text(path), path)


def read_decisions(path: str) -> Decisions:
    """The decisions in a file; none where there is no such file.

    Parameters
    ----------
    path
        The path of the file.

    Returns
    -------
    dict
        By the ids of items; empty where there is no such file.

    Raises
    ------
    QuestionError
        Where the file cannot be read, or holds no decisions.
    """
    return loaded_decisions(_text(path), path) if os.path.lexists(path) else {}


def _text(path: str) -> str:
    try:
        content = read_bytes(path, MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise QuestionError(f"{path}: the file is larger than {MAX_BYTES // 1_000_000} MB")
        return content.decode("utf-8")
    except FileNotFoundError:
        folder = Path(path).parent
        names = sorted(p.name for p in folder.glob(f"*{ENDING}"))[:50] if folder.is_dir() else []
        near = did_you_mean(Path(path).name, names) if names else "countermove read ARTICLE writes one"
        raise QuestionError(f"{path}: there is no such file; {near}") from None
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise QuestionError(f"{path}: the file cannot be read: {reason.lower()}") from None
