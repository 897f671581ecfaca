"""The review: an analyst goes through the items, and each decision is saved before the next item is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from countermove.errors import QuestionError
from countermove.reader.decisions import Decision, Decisions, edited_fields
from countermove.reader.evidence import Evidence, Item
from countermove.reader.summary import described

__all__ = ["JUDGED", "review"]

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
