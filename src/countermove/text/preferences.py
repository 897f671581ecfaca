"""Preferences in words: prioritised statements, rankings and weights, with their reasons and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from countermove.model.case import Actor, Case, Seen
from countermove.model.names import OptionNames
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown, is_pattern, lines_of
from countermove.model.statements import parse
from countermove.model.walk import LabelEntry
from countermove.text.blocks import Item
from countermove.text.naming import joined, statement_words, whose
from countermove.text.rules import plain_number

__all__ = ["claim_words", "entry_words", "grounds", "label_words", "preference_items", "sign_words"]


def preference_items(case: Case, owner: str, record: Actor | Seen, depth: int = 0) -> list[Item]:
    """The preferences of an actor: an item for each statement, place of a ranking, or weight, in order.

    Parameters
    ----------
    case
        The case, for the names of its options.
    owner
        The id of the actor, whose own options go without its name.
    record
        Its preferences, or those that another believes it to have.
    depth
        How far in the items stand.

    Returns
    -------
    list of Item
        Numbered from 1 where the order matters, most important or best first.
    """
    if record.prefers:
        return [item for k, line in enumerate(record.prefers) for item in _line(case, owner, line, f"{k + 1}.", depth)]
    if record.ranking:
        return [item for k, entry in enumerate(record.ranking) for item in _place(case, owner, entry, f"{k + 1}.", depth)]
    if record.worth:
        names = OptionNames(case)
        weights = [(names.find_text(text, owner), weight) for text, weight in record.worth.items()]
        return [Item(f"{whose(case, option)}: {_signed(weight)}", depth, "-") for option, weight in weights]
    return [Item("no preferences are given, so all states are equally good", depth, "-")]


def _line(case: Case, owner: str, line: Line | Equally | OrderUnknown, mark: str, depth: int) -> list[Item]:
    if isinstance(line, Line):
        return [Item(_claim(case, line, owner), depth, mark)]
    head = "equally important:" if isinstance(line, Equally) else "it is not known which of these comes first:"
    return [
        Item(head, depth, mark),
        *(Item(_claim(case, part, owner), depth + 1, "-") for part in lines_of(line)),
    ]


def _claim(case: Case, line: Line, owner: str) -> str:
    text = statement_words(case, line.that, owner)
    doubts = []
    if line.sure != 1:
        doubts.append(f"{plain_number(line.sure * 100)} % sure")
    if line.otherwise is not None:
        doubts.append(f"otherwise: {statement_words(case, line.otherwise, owner)}")
    return f"{text}{grounds(line.because, line.evidence, doubts)}"


def claim_words(case: Case, claim: Claim, owner: str | None = None) -> str:
    """A constraint with the reason and the evidence for it."""
    return f"{statement_words(case, claim.that, owner)}{grounds(claim.because, claim.evidence)}"


def grounds(because: str, evidence: Sequence[str], doubts: Sequence[str] = ()) -> str:
    """How sure something is, and why it is assumed: `` (60 % sure; because: ...; evidence: fp#3)``, or nothing."""
    parts = [*doubts, *([f"because: {because}"] if because else [])]
    parts += [f"evidence: {', '.join(evidence)}"] if evidence else []
    return f" ({'; '.join(parts)})" if parts else ""


def _place(case: Case, owner: str, entry: str | Sequence[str], mark: str, depth: int) -> list[Item]:
    if isinstance(entry, str):
        return [Item(_entry(case, entry, owner), depth, mark)]
    return [
        Item("equally good:", depth, mark),
        *(Item(_entry(case, text, owner), depth + 1, "-") for text in entry),
    ]


def _entry(case: Case, entry: str, owner: str) -> str:
    """An entry of a ranking; a statement is marked as one."""
    words = entry_words(case, entry, owner)
    return words if case.states is not None or is_pattern(entry) else f"states in which this is true: {words}"


def label_words(case: Case, entry: LabelEntry) -> str:
    """A label and the states that it is for: ``"open war": Russia: "Attack"``.

    >>> from countermove.model.walk import label_entries
    >>> actors = {"a": {"name": "Anna", "options": {"go": "Go", "pay": "Pay"}}}
    >>> case = Case.model_validate({"actors": actors, "labels": {"gone": "not pay", "calm": ["go"], "idle": []}})
    >>> [label_words(case, entry) for entry in label_entries(case)]
    ['"gone": Anna: not "Pay"', '"calm": Anna: "Go"; nothing else', '"idle": no option is taken']
    """
    label = entry.label
    if label.where is not None:
        return f'"{entry.name}": {statement_words(case, label.where)}'
    if label.state is not None:
        return f'"{entry.name}": {entry_words(case, label.state)}'
    names = OptionNames(case)
    taken = sorted(names.with_defaults(names.find_text(text) for text in label.options or ()))
    by_owner: dict[str, list[str]] = {}
    for option in taken:
        row = case.option_rows[option]
        by_owner.setdefault(row.owner, []).append(f'"{row.name}"')
    deeds = [f"{case.label(owner)}: {joined(names_taken)}" for owner, names_taken in by_owner.items()]
    return f'"{entry.name}": ' + ("; ".join([*deeds, "nothing else"]) if deeds else "no option is taken")


def entry_words(case: Case, entry: str, owner: str | None = None) -> str:
    """A pattern, a statement, or the id of a listed state, in words.

    >>> from countermove.catalog import load_case
    >>> entry_words(load_case("cuban-missile-crisis"), "NYY-")
    'US: "Blockade Cuba", not "Launch an air strike"; USSR: "Withdraw the missiles"; whatever else is done'
    """
    # In this order: an id such as "NY" would otherwise be read as a pattern.
    if case.states is not None:
        name = case.states.get(entry, "")
        return f"{entry}: {name}" if name else entry
    if is_pattern(entry):
        return sign_words(case, entry)
    return statement_words(case, parse(entry), owner)


def sign_words(case: Case, pattern: str) -> str:
    """A pattern in words. Where it leaves nothing open, what is not mentioned is not done."""
    # One state is described by what is done in it, as everywhere; many states also by what is not done in them.
    full = "-" not in pattern
    parts = []
    for owner in dict.fromkeys(row.owner for row in case.option_rows):
        rows = [row for row in case.option_rows if row.owner == owner]
        words = [f'"{row.name}"' for row in rows if pattern[row.index] == "Y"]
        if not full:
            words += [f'not "{row.name}"' for row in rows if pattern[row.index] == "N"]
        if words:
            parts.append(f"{case.label(owner)}: {joined(words, 'and') if full else ', '.join(words)}")
    text = "; ".join(parts) or ("nobody does anything" if full else "any state")
    return text if full or not parts else f"{text}; whatever else is done"


def _signed(weight: Decimal) -> str:
    return f"{weight:+}" if weight else "0"
