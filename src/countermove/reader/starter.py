"""A starter case from an evidence file: actors, option hints as comments, sources, and no preferences."""

from __future__ import annotations

import json
import re

from countermove.reader.evidence import Evidence, Item
from countermove.reader.names import label
from countermove.reader.review import ACTS, claimed, deed, names_of, visible
from countermove.reader.words import word_set

__all__ = ["starter"]

KEYWORDS = word_set("not and or if iff any all none one only atleast atmost is true false")


def starter(evidence: Evidence, files: dict[str, str]) -> str:
    """The text of a case file that `check` reads without errors; `files` are the paths of the articles by source id.

    Hints stand there as commented options with the item that they come from. Preferences are left empty: what an
    actor wants is the analyst's judgement.

    Parameters
    ----------
    evidence
        What the analyst has left of the evidence.
    files
        The paths of articles as seen from the case, by the ids of sources.

    Returns
    -------
    str
        A case in YAML, with comments and without preferences.
    """
    first = evidence.sources[0]
    lines = [
        "# A starter case, drawn from an evidence file. Nothing in it is decided: put the options that matter in place of the",
        "# comments, write preferences, most important first, and run countermove check. Evidence is cited as SOURCE#ITEM.",
        f"title: {_text(first.title if first.title != 'unknown' else first.id)}",
        *([f"at: {_text(first.date)}"] if first.date != "unknown" else []),
        "", "sources:",
    ]  # fmt: skip
    for origin in evidence.sources:
        facts = [
            (k, getattr(origin, k)) for k in ("title", "author", "outlet", "kind", "date") if getattr(origin, k) != "unknown"
        ]
        pairs = ", ".join(
            f"{key}: {_text(value)}" for key, value in [*facts, ("file", files.get(origin.id, origin.file))] if value
        )
        lines.append(f"  {origin.id}: {{{pairs}}}")
    lines += ["", "actors:"]
    for id_ in _actors(evidence):
        lines += _actor(evidence, id_)
    events = [
        item
        for item in evidence.of_kind("event")
        if item.fields["status"] == "actual" and item.fields["source"] and item.fields["target"]
    ]
    if events:
        lines += ["", "# What is said to have happened, for events: once the options stand"]
        for item in events[:15]:
            guessed = item.fields.get("inferred")
            notes = [claimed(item.voices), f"{names_of(guessed)} is guessed" if guessed else ""]
            more = "; ".join(filter(None, notes))
            lines.append(visible(f"# {item.source}#{item.id}: {deed(item.fields)}{f' ({more})' if more else ''}"))
    return "\n".join(lines) + "\n"


def _actors(evidence: Evidence) -> list[str]:
    """Actors that do something or may do something; where there are none, all that are named."""
    ids: dict[str, int] = {}
    for item in (*evidence.of_kind("option-hint"), *evidence.of_kind("event")):
        for key in ("actors", "source", "target"):
            for id_ in item.fields.get(key, ()):
                ids[str(id_)] = ids.get(str(id_), 0) + (2 if key != "target" else 1)
    if not ids:
        ids = {str(id_): 1 for item in evidence.of_kind("mention") for id_ in item.fields["actors"]}
    ordered = sorted(ids, key=lambda id_: -ids[id_])
    return ordered or ["somebody"]


def _actor(evidence: Evidence, id_: str) -> list[str]:
    lines = [f"  {case_id(id_)}:", f"    name: {_text(label(id_))}"]
    alike: dict[str, list[Item]] = {}
    for item in evidence.of_kind("option-hint"):
        if id_ in item.fields["actors"]:
            alike.setdefault(" ".join(item.words.lower().split()).strip("“”\"' ,;."), []).append(item)
    if alike:
        lines.append("    # options:")
        taken: set[str] = set()
        for items in alike.values():
            option = _option_id(items[0], taken)
            words = items[0].words.strip("“”\"' ,;.")
            cited = ", ".join(f"{item.source}#{item.id}" for item in items)
            acts = ", ".join(dict.fromkeys(ACTS[str(item.fields["act"])] for item in items))
            lines.append(
                f"    #   {option}: {{name: {_text(words[:1].upper() + words[1:])}, evidence: [{cited}]}}   # {acts}"
            )
    return [*lines, "    prefers: []"]


def case_id(id_: str) -> str:
    """The id of an actor in a case: its usual name, in small letters.

    >>> case_id("USA"), case_id("NATO"), case_id("CIV")
    ('united-states-of-america', 'nato', 'c-te-d-ivoire')
    """
    text = re.sub(r"[^a-z0-9]+", "-", label(id_).lower()).strip("-") or "somebody"
    return f"{text}-" if text in KEYWORDS else text


def _option_id(item: Item, taken: set[str]) -> str:
    words = [
        w
        for w in re.findall(r"[a-z]+", item.words.lower())
        if w not in ("to", "the", "a", "an", "be", "of", "that", "its", "their", "and")
    ]
    base = "-".join(words[:3]) or "act"
    base = f"{base}-it" if base in KEYWORDS else base
    option, k = base, 2
    while option in taken:
        option, k = f"{base}-{k}", k + 1
    taken.add(option)
    return option


def _text(value: str) -> str:
    """A value as a double-quoted scalar: whatever an article says, it stays text."""
    return json.dumps(visible(value), ensure_ascii=False)
