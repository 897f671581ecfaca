"""Review and summary: the items of an evidence file in words, and an analyst who judges them one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from countermove.errors import QuestionError, printable
from countermove.reader.decisions import Decision, Decisions, edited_fields
from countermove.reader.evidence import Evidence, Item
from countermove.reader.names import label

__all__ = ["JUDGED", "claimed", "deed", "described", "review", "summary", "visible"]

JUDGED = ("event", "option-hint", "speech", "venue", "date")
"""Kinds that are walked through; mentions and repairs are plain enough to be judged with what rests on them."""
KEYS = "a accept, e edit, r reject, s skip, q stop"


def review(
    evidence: Evidence,
    decisions: Decisions,
    ask: Callable[[str], str],
    tell: Callable[[str], None],
    save: Callable[[Decisions], None],
    kinds: Sequence[str] = JUDGED,
) -> Decisions:
    """Walk through the items on which nothing is decided, and return all decisions.

    `ask` shows a prompt and returns a line, `EOFError` ends the review; `save` is called after each decision, so that
    an interrupted review goes on where it stopped. Decisions made before are not asked for again.

    Parameters
    ----------
    evidence
        What is to be judged.
    decisions
        Those that exist.
    ask
        Shows a prompt and gives what was typed; raises `EOFError` at its end.
    tell
        Shows a text.
    save
        Takes all decisions after each one, so that nothing is lost by leaving.
    kinds
        The kinds of items to go through.

    Returns
    -------
    dict
        All decisions, the old ones included.
    """
    decisions = dict(decisions)
    open_ = [item for kind in kinds for item in evidence.of_kind(kind) if item.id not in decisions]
    for k, item in enumerate(open_, 1):
        tell(f"\n{k} of {len(open_)}  {described(item)}")
        decision = _decision(item, ask, tell)
        if decision is None:
            break
        if decision.verdict:
            decisions[item.id] = decision
            save(decisions)
    return decisions


def _decision(item: Item, ask: Callable[[str], str], tell: Callable[[str], None]) -> Decision | None:
    """What is decided on an item: None to stop, an empty verdict to leave it open."""
    while True:
        try:
            answer = ask(f"{KEYS} > ").strip().lower()
        except EOFError:
            return None
        if answer in ("q", "quit", "stop"):
            return None
        if answer in ("s", "skip", ""):
            return Decision("")
        if answer in ("a", "accept"):
            return Decision("accepted", words=item.words)
        if answer in ("r", "reject"):
            return Decision("rejected", words=item.words)
        if answer in ("e", "edit"):
            try:
                fields = edited_fields(item, ask("change (such as type=reject target=RUS,POL) > "))
            except EOFError:
                return None
            except QuestionError as fault:
                tell(str(fault))
                continue
            tell(described(replace(item, fields={**item.fields, **fields})))
            return Decision("edited", fields, item.words)
        tell(f"answer with one letter: {KEYS}")


DOES = {
    "agree": "agrees with", "consult": "talks with", "support": "supports", "concede": "gives way to", "cooperate": "works with",
    "aid": "helps", "retreat": "pulls back", "request": "demands of", "accuse": "accuses", "reject": "refuses",
    "threaten": "threatens", "protest": "protests", "sanction": "sanctions", "mobilize": "shows force", "coerce": "coerces",
    "assault": "attacks",
}  # fmt: skip
LEAD = {
    "request": "demands something of", "reject": "refuses something to", "concede": "gives way to",
}  # fmt: skip
ACTS = {"do": "does or may", "threaten": "threatens", "demand": "demands", "refuse": "refuses"}
MAX_ROWS = 12
"""Rows of a list in the summary, so that the whole of it fits on a screen or two."""


def visible(text: str) -> str:
    """Words of an article as a terminal may show them: no control characters, none that turn the direction of text.

    Parameters
    ----------
    text
        Words of an article.
    """
    return printable(" ".join(text.split()))


def names_of(ids: object) -> str:
    """Actors by name, joined: "Russia and the EU" is written Russia, EU."""
    listed = [ids] if isinstance(ids, str) else list(ids) if isinstance(ids, list | tuple) else []
    return ", ".join(label(str(id_)) for id_ in listed) or "somebody"


def claimed(voices: Sequence[str]) -> str:
    """Whose claim it is, in words; nothing where it is the author's own.

    Parameters
    ----------
    voices
        Ids of actors, ``author`` or ``unknown``.

    Examples
    --------
    >>> claimed(["USA", "NATO"]), claimed(["UGA"]), claimed(["unknown"]), claimed(["author"])
    ('say United States of America and NATO', 'says Uganda', 'it is not told who says so', '')
    """
    if tuple(voices) in ((), ("author",)):
        return ""
    if tuple(voices) == ("unknown",):
        return "it is not told who says so"
    return f"{'say' if len(voices) > 1 else 'says'} {_speaker(voices)}"


def _speaker(voices: Sequence[str]) -> str:
    """Who speaks, by name."""
    named = {"author": "the author", "unknown": "not told"}
    names = [named.get(voice) or label(voice) for voice in voices]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "not told"


def deed(fields: Mapping[str, object]) -> str:
    """Who does what to whom, in words.

    Parameters
    ----------
    fields
        Those of an event.

    Examples
    --------
    >>> deed({"type": "consult", "source": ["RUS", "USA"], "target": ["RUS", "USA"]})
    'Russia, United States of America talk with each other'
    >>> deed({"type": "accuse", "source": ["LVA"], "target": []})
    'Latvia accuses'
    """
    target = "each other" if _mutual(fields) else names_of(fields["target"]) if fields["target"] else ""
    type_ = str(fields["type"])
    does = _does(fields["source"], LEAD.get(type_, DOES.get(type_, type_)) if target else DOES.get(type_, type_))
    return f"{names_of(fields['source'])} {does} {target}".rstrip()


def described(item: Item) -> str:
    """One item in a line or two, with its place and the words it rests on.

    Parameters
    ----------
    item
        The item.

    Returns
    -------
    str
        One line or two.
    """
    f = item.fields
    match item.kind:
        case "event":
            what = deed(f)
            more = [str(f["status"])] if f["status"] != "actual" else []
            more += [said] if (said := claimed(item.voices)) else []
            more += [f"{names_of(f['inferred'])} inferred"] if f.get("inferred") else []
            what += f" ({'; '.join(more)})" if more else ""
        case "option-hint":
            act = ACTS.get(str(f["act"]), str(f["act"]))
            what = f"{names_of(f['actors'])} {act}"
            what += f" (of {names_of(f['target'])})" if f.get("target") and act == "demands" else ""
        case "speech":
            what = f"{names_of(f['speaker'])}, {f['how']}"
        case "date":
            what = str(f["value"])
        case "venue":
            where = ", ".join([label(str(f["place"])), *([str(f["forum"])] if f.get("forum") else [])])
            what = f"{where}: {names_of(f['parties'])}" if f.get("parties") else where
        case "mention":
            what = f"{names_of(f['actors'])} ({f['role']})"
        case _:
            what = f"restored: {f.get('restored')}"
    return visible(f"{item.kind} {item.source}#{item.id}, paragraph {item.paragraph}: {what}") + f"\n    {_quoted(item)}"


def _quoted(item: Item) -> str:
    """The words of an item in their sentence, as much of it as fits into three lines; the words themselves in brackets."""
    before, after = item.around
    if not (before or after) or len(item.words) > 160:
        words = item.words if len(item.words) <= 240 else f"{item.words[:237]}..."
        return f"“{visible(words)}”"
    before = before if len(before) <= 120 else "..." + before[-117:].partition(" ")[2]
    after = after if len(after) <= 120 else after[:117].rpartition(" ")[0] + "..."
    return visible(f"{before}[{item.words}]{after}")


def _mutual(fields: Mapping[str, object]) -> bool:
    """Whether the parties of an event do it to each other."""
    return fields["source"] == fields["target"] and isinstance(fields["source"], list | tuple) and len(fields["source"]) > 1


def _does(ids: object, verb: str) -> str:
    """A verb for one actor or for several: talks with, talk with."""
    if not isinstance(ids, list | tuple) or len(ids) < 2:
        return verb
    first, _, remainder = verb.partition(" ")
    return f"{first.removesuffix('s')} {remainder}".rstrip()


def summary(evidence: Evidence, decisions: Mapping[str, Decision], written: str) -> str:
    """The whole evidence on one screen: sources, actors, who does what to whom, dates, venues, option hints, what is next.

    Parameters
    ----------
    evidence
        The evidence.
    decisions
        Those on its items.
    written
        What is said in the end.

    Returns
    -------
    str
        A table of deeds, hints, and counts of the rest.
    """
    lines = []
    for origin in evidence.sources:
        origins = [v for v in (origin.author, origin.outlet, origin.date) if v != "unknown"]
        origins = [f"({', '.join(origins)})"] if origins else []
        title = "its title is not known" if origin.title == "unknown" else origin.title
        lines.append(visible(" ".join([f"{origin.id}: {title}", *origins]) + f"; kind: {origin.kind}"))
    counts = Counter(str(a) for item in evidence.of_kind("mention") for a in item.fields["actors"])
    if counts:
        lines += ["", "Actors: " + ", ".join(f"{label(a)} {n}" for a, n in counts.most_common(10))]
    lines += _deeds(evidence)
    lines += _hints(evidence)
    dates = list(dict.fromkeys(f"{visible(item.words)} ({item.fields['value']})" for item in evidence.of_kind("date")))
    lines += ["", "Dates: " + ", ".join(dates[:10])] if dates else []
    places = list(
        dict.fromkeys(
            visible(item.words) + (f" ({names_of(item.fields['parties'])})" if item.fields.get("parties") else "")
            for item in evidence.of_kind("venue")
        )
    )
    lines += ["", "Talks in: " + "; ".join(places[:6])] if places else []
    voices = Counter(_speaker(item.voices) for item in evidence.of_kind("speech"))
    lines += ["", "Speakers: " + ", ".join(f"{who} {n}" for who, n in voices.most_common(8))] if voices else []
    fixes = len(evidence.of_kind("fix"))
    lines += ["", f"Repaired words: {fixes}"] if fixes else []
    if evidence.unresolved:
        lines += ["", "Not resolved: " + ", ".join(visible(name) for name in evidence.unresolved[:8])]
    open_ = sum(item.kind not in ("mention", "fix") and item.id not in decisions for item in evidence.items)
    done = len(decisions)
    counts_ = f"{len(evidence.items)} items, {open_} to be reviewed" + (f", {done} decided" if done else "")
    if not evidence.items:
        counts_ = "Nothing was found: no actor is named in it"
    lines += [
        "",
        f"{counts_}. These are suggestions, and no preference is inferred." if evidence.items else f"{counts_}.",
    ]
    return "\n".join([*lines, visible(written)] if written else lines)


def _deeds(evidence: Evidence) -> list[str]:
    """Who does what to whom: what is surest first, the same deed once."""
    rows: list[tuple[str, str, str, str, str]] = []
    counts: Counter[tuple[str, str, str, str]] = Counter()
    place: dict[tuple[str, str, str, str], str] = {}
    several = len(evidence.sources) > 1
    for item in sorted(
        evidence.of_kind("event"), key=lambda i: (len(i.fields.get("inferred") or []), i.fields["status"] != "actual")
    ):
        f = item.fields
        if not f["source"] or not f["target"]:
            continue
        guessed = f.get("inferred") or []
        key = (
            _marked(f["source"], guessed),
            _does(f["source"], LEAD.get(str(f["type"]), DOES.get(str(f["type"]), str(f["type"])))),
            "each other" if _mutual(f) else _marked(f["target"], guessed),
            "" if f["status"] == "actual" else str(f["status"]),
        )
        counts[key] += 1
        place.setdefault(key, f"{item.source}#{item.paragraph}" if several else f"#{item.paragraph}")
    for key in list(counts)[:MAX_ROWS]:
        rows.append((*key, place[key] + (f" and {counts[key] - 1} more" if counts[key] > 1 else "")))
    if not rows:
        return []
    widths = [max(len(row[k]) for row in rows) for k in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows]
    n_more = len(counts) - len(rows)
    return [
        "",
        "Who does what to whom (surest first; ? where the sentence does not name the party; #: paragraph):",
        *(f"  {line}" for line in lines),
        *([f"  ... and {n_more} more in the file"] if n_more > 0 else []),
    ]


def _marked(ids: object, guessed: object) -> str:
    """Actors by name, with a question mark where the sentence does not name them as this party."""
    listed = list(ids) if isinstance(ids, list | tuple) else []
    unsure = list(guessed) if isinstance(guessed, list | tuple) else []
    return ", ".join(f"{label(str(id_))}{'?' if id_ in unsure else ''}" for id_ in listed)


def _hints(evidence: Evidence) -> list[str]:
    hints_by_actor: dict[str, list[str]] = {}
    for item in evidence.of_kind("option-hint"):
        words = visible(item.words if len(item.words) <= 70 else f"{item.words[:67]}...")
        hints_by_actor.setdefault(names_of(item.fields["actors"]), []).append(
            f"{ACTS.get(str(item.fields['act']), item.fields['act'])}: {words}"
        )
    lines = []
    for who, repeated in list(hints_by_actor.items())[:8]:
        hints = list(dict.fromkeys(repeated))
        lines += [
            f"  {who}",
            *(f"    {hint}" for hint in hints[:4]),
            *([f"    ... and {len(hints) - 4} more"] if len(hints) > 4 else []),
        ]
    return ["", "Option hints:", *lines] if lines else []
