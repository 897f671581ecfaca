"""The evidence file: sources, and items that were found in them, each tied to its place, written and read as YAML."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from countermove.errors import QuestionError, quoted
from countermove.reader.events.events import ranked
from countermove.reader.read import Reading
from countermove.reader.repair.edits import Edit
from countermove.reader.text import Text

__all__ = ["KINDS", "Evidence", "Item", "Origin", "dumped", "evidence_of", "item_id", "loaded", "merged"]

KINDS = ("event", "option-hint", "speech", "date", "venue", "mention", "fix")
"""Kinds of items, those that an analyst judges first in front."""
NOTE = """\
# Suggestions drawn from the article, for an analyst to accept, edit or reject: countermove read ARTICLE --review
# This file is written anew whenever the article is read again; decisions stand in a file of their own.
"""


@dataclass(frozen=True)
class Origin:
    """A source: what is known of it, the hash of its bytes, and its text where it had to be extracted.

    Parameters
    ----------
    id
        What citations call it.
    title
        The title, or ``unknown``; so are the next five.
    author
        Who wrote it.
    outlet
        Where it appeared.
    kind
        report, opinion or analysis.
    date
        ISO.
    language
        ISO 639-1.
    sha256
        The hash of the bytes of the article.
    file
        The path of the article, as seen from the evidence file.
    text
        The extracted text, in which spans count; empty for plain text.
    """

    id: str
    title: str = "unknown"
    author: str = "unknown"
    outlet: str = "unknown"
    kind: str = "unknown"
    date: str = "unknown"
    language: str = "en"
    sha256: str = ""
    file: str = ""
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class Item:
    """One finding: where it stands, and by kind what is said about it; `reader` tells which extractor found it.

    `around` is what stands before and after it in its sentence, for the one who judges it; it is in no file.

    Parameters
    ----------
    id
        A hash of document, span and kind.
    kind
        One of `KINDS`.
    source
        The id of its source.
    span
        [start, end) in code points of the original.
    paragraph
        Paragraphs of the body, counted from 1; 0 outside the body.
    words
        The words in the span, on one line.
    fields
        What is said about it, by kind.
    reader
        The extractor that suggests it.
    around
        The rest of its sentence, before and after; in no file.
    """

    id: str
    kind: str
    source: str
    span: tuple[int, int]
    paragraph: int
    words: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    reader: str = "rules"
    around: tuple[str, str] = field(default=("", ""), repr=False, compare=False)

    @property
    def voices(self) -> tuple[str, ...]:
        """Whose claim it is: the speaker of speech, the voice of an event or hint; empty for what is no claim."""
        said = self.fields.get("speaker", self.fields.get("voice", ()))
        return (said,) if isinstance(said, str) else tuple(said)

    def to_dict(self) -> dict[str, Any]:
        """The item as in the file."""
        head = {
            "id": self.id,
            "kind": self.kind,
            "span": list(self.span),
            "paragraph": self.paragraph,
            "words": self.words,
        }
        return {**head, **self.fields, "reader": self.reader}


@dataclass(frozen=True)
class Evidence:
    """The sources of an evidence file, its items, names that were not resolved, and events that several items tell.

    Parameters
    ----------
    sources
        At least one.
    items
        In the order of `KINDS`.
    unresolved
        Names that may be actors.
    """

    sources: tuple[Origin, ...]
    items: tuple[Item, ...] = field(repr=False)
    unresolved: tuple[str, ...] = ()

    def item(self, id_: str) -> Item | None:
        """The item of this id, or None."""
        return next((item for item in self.items if item.id == id_), None)

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """The items of a kind, in order."""
        return tuple(item for item in self.items if item.kind == kind)

    def same_events(self) -> list[list[Item]]:
        """Event items, grouped where several sources tell of the same: type, parties and status agree."""
        groups: dict[tuple[Any, ...], list[Item]] = {}
        for item in self.of_kind("event"):
            f = item.fields
            is_complete = bool(f["source"] and f["target"])
            key = (
                (f["type"], tuple(sorted(f["source"])), tuple(sorted(f["target"])), f["status"])
                if is_complete
                else (item.id,)
            )
            groups.setdefault(key, []).append(item)
        return sorted(groups.values(), key=lambda g: -len({item.source for item in g}))

    def to_dict(self) -> dict[str, Any]:
        """The contents of the file."""
        heads = [_origin_dict(origin) for origin in self.sources]
        several = len(heads) > 1
        items = [{**item.to_dict(), **({"in": item.source} if several else {})} for item in self.items]
        data: dict[str, Any] = {"sources": heads} if several else {"source": heads[0]}
        if several:
            shared = [g for g in self.same_events() if len({i.source for i in g}) > 1]
            data["merged"] = [{**_deed(g[0]), "items": [i.id for i in g]} for g in shared]
        return {**data, "unresolved": list(self.unresolved), "items": items}


def _deed(item: Item) -> dict[str, Any]:
    return {key: item.fields[key] for key in ("type", "source", "target", "status")}


def _origin_dict(origin: Origin) -> dict[str, Any]:
    data = {key: value for key, value in vars(origin).items() if key != "text"}
    return {**data, "text": origin.text} if origin.text else data


def source_id(name: str) -> str:
    """An id for a source from the name of its file.

    >>> source_id("articles/Border talks, 2.html")
    'border-talks-2'
    """
    stem = re.sub(r"[^a-z0-9]+", "-", PurePath(name).stem.lower()).strip("-") or "source"
    return stem if stem[0].isalpha() else f"s-{stem}"


def item_id(sha256: str, kind: str, span: Sequence[int]) -> str:
    """The id of an item: a hash of document, span and kind, so that it is the same whenever the article is read.

    Parameters
    ----------
    sha256
        The hash of the bytes of the article.
    kind
        One of `KINDS`.
    span
        [start, end) in the original.

    Returns
    -------
    str
        The first letter of the kind, and nine hexadecimal digits.
    """
    digest = hashlib.sha256(f"{sha256} {kind} {span[0]} {span[1]}".encode()).hexdigest()
    return f"{kind[0]}{digest[:9]}"


def evidence_of(reading: Reading, file: str = "", id_: str = "") -> Evidence:
    """What was found in an article as an evidence file with one source.

    Parameters
    ----------
    reading
        An article, read.
    file
        Its path, as seen from the evidence file.
    id_
        The id of the source; without it, one is made from the name.

    Returns
    -------
    Evidence
        With one source.
    """
    s, original = reading.source, reading.original
    text = original.text if original.form != "text" else ""
    origin = Origin(
        id_ or source_id(original.name),
        s.title,
        s.author,
        s.outlet,
        s.kind,
        s.date,
        s.language,
        original.sha256,
        file or original.name,
        text,
    )
    items = [_item(reading, origin, kind, span.start, span.end, fields) for kind, span, fields in _rows(reading)]
    items += [_fix(reading, origin, edit) for edit in reading.change.edits if edit.kind]
    unique = {item.id: item for item in items}
    return Evidence((origin,), tuple(sorted(unique.values(), key=lambda i: (KINDS.index(i.kind),))), reading.unresolved)


def _rows(reading: Reading) -> Iterable[tuple[str, Any, dict[str, Any]]]:
    from countermove.reader.speech.speech import voice_at

    said = list(reading.speeches)
    for e in ranked(list(reading.events)):
        yield "event", e, {
            "type": e.type, "source": list(e.sources), "target": list(e.targets), "status": e.status, "voice": list(e.voice),
            **({"inferred": list(e.inferred)} if e.inferred else {}), **({"mutual": True} if e.mutual else {}),
        }  # fmt: skip
    for h in reading.hints:
        yield (
            "option-hint",
            h,
            {"act": h.act, "actors": list(h.actors), "target": list(h.targets), "voice": list(voice_at(h.start, said))},
        )
    for s in said:
        yield "speech", s, {"speaker": list(s.speakers), "how": s.how, "found": s.basis}
    for d in reading.dates:
        yield "date", d, {"value": d.value}
    for v in reading.venues:
        yield "venue", v, {"place": v.place, **({"forum": v.forum} if v.forum else {}), "parties": list(v.parties)}
    for m in reading.mentions:
        yield "mention", m, {"actors": [m.id], "role": m.role, "via": m.via}


def _item(reading: Reading, origin: Origin, kind: str, start: int, end: int, fields: dict[str, Any]) -> Item:
    span = reading.change.original(start, end)
    words = " ".join(reading.text.text[start:end].split())
    paragraph = reading.text.paragraph_at(start)
    id_ = item_id(origin.sha256, kind, span)
    return Item(id_, kind, origin.id, span, paragraph, words, fields, around=_around(reading.text, start, end))


def _around(text: Text, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its sentence, on one line."""
    sentence = text.sentence_at(start)
    if sentence is None:
        return "", ""
    before, after = text.text[sentence.start : start], text.text[end : max(end, sentence.end)]
    return " ".join(f"{before}|".split())[:-1], " ".join(f"|{after}".split())[1:]


def _fix(reading: Reading, origin: Origin, edit: Edit) -> Item:
    span = (edit.start, edit.end)
    words = " ".join(reading.original.text[slice(*span)].split())
    paragraph = reading.text.paragraph_at(reading.change.new(edit.start))
    fields = {"restored": edit.new, "repair": edit.kind}
    return Item(item_id(origin.sha256, "fix", span), "fix", origin.id, span, paragraph, words, fields)


def _in_lines(head: dict[str, Any]) -> Any:
    """What is known of a source, for the file: each key on a line of its own."""
    from ruamel.yaml.comments import CommentedMap

    lines = CommentedMap(head)
    lines.fa.set_block_style()
    return lines


def dumped(evidence: Evidence) -> str:
    """The text of an evidence file.

    Parameters
    ----------
    evidence
        The evidence.

    Returns
    -------
    str
        YAML, with a note in front.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width, yaml.default_flow_style, yaml.allow_unicode = 110, None, True
    # The same list may stand in two items; an alias in the file would say that they belong together.
    yaml.representer.ignore_aliases = lambda _: True
    data = evidence.to_dict()
    if "source" in data:
        data["source"] = _in_lines(data["source"])
    else:
        data["sources"] = [_in_lines(head) for head in data["sources"]]
    out = io.StringIO()
    yaml.dump(data, out)
    return NOTE + out.getvalue()


def loaded(text: str, name: str) -> Evidence:
    """The evidence in the text of a file; `QuestionError` where it is none.

    Parameters
    ----------
    text
        The text of the file.
    name
        Its name in messages.

    Returns
    -------
    Evidence
        What stands in it.

    Raises
    ------
    QuestionError
        Where it is no evidence file, or an entry of it is broken.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise QuestionError(
            f"{name}{f':{mark.line + 1}' if mark else ''}: this is not YAML; read the article again"
        ) from None
    if not isinstance(data, dict) or "items" not in data or not ("source" in data or "sources" in data):
        raise QuestionError(f"{name}: this is no evidence file; countermove read ARTICLE writes one")
    try:
        heads = data.get("sources") or [data["source"]]
        sources = tuple(
            Origin(**{str(k): str(v) for k, v in head.items() if k in Origin.__dataclass_fields__}) for head in heads
        )
        items = tuple(_loaded_item(entry, sources[0].id) for entry in data["items"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise QuestionError(
            f"{name}: an entry of this evidence file is broken ({quoted(str(fault))}); read the article again"
        ) from None
    return Evidence(sources, items, tuple(map(str, data.get("unresolved") or ())))


HEAD_KEYS = frozenset({"id", "kind", "span", "paragraph", "words", "reader", "in"})


def _loaded_item(entry: Mapping[str, Any], only: str) -> Item:
    kind = str(entry["kind"])
    if kind not in KINDS:
        raise ValueError(kind)
    start, end = entry["span"]
    fields = {str(k): v for k, v in entry.items() if k not in HEAD_KEYS}
    if kind == "event":
        fields = {"type": "", "source": [], "target": [], "status": "actual", **fields}
    return Item(
        str(entry["id"]),
        kind,
        str(entry.get("in", only)),
        (int(start), int(end)),
        int(entry["paragraph"]),
        str(entry.get("words", "")),
        fields,
        str(entry.get("reader", "rules")),
    )


def merged(parts: Sequence[Evidence]) -> Evidence:
    """Several evidence files as one. Sources of the same id get a number; items keep theirs.

    Parameters
    ----------
    parts
        The evidence in each article.

    Returns
    -------
    Evidence
        With all sources; items that two parts share stand there once.
    """
    sources: list[Origin] = []
    items: list[Item] = []
    names: list[str] = []
    taken: set[str] = set()
    for part in parts:
        renamed = {}
        for origin in part.sources:
            id_, k = origin.id, 2
            while id_ in taken:
                id_, k = f"{origin.id}-{k}", k + 1
            taken.add(id_)
            renamed[origin.id] = id_
            sources.append(replace(origin, id=id_))
        items += [replace(item, source=renamed[item.source]) for item in part.items]
        names += part.unresolved
    unique = {item.id: item for item in items}
    ordered = sorted(unique.values(), key=lambda item: KINDS.index(item.kind))
    return Evidence(tuple(sources), tuple(ordered), tuple(dict.fromkeys(names)))
