"""What was changed in a case, in words: whose preferences, which rule from what to what, which options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from countermove.analysis.compare.edits import Edit
from countermove.model.case import Case
from countermove.model.rules import AllRule, AnyRule, Quota, Rule, subrules
from countermove.text.naming import joined
from countermove.text.phrases import sentence
from countermove.text.rules import rule_items

__all__ = ["edit_words", "rule_text"]


def edit_words(case: Case, other: Case, edits: Sequence[Edit]) -> Iterator[str]:
    """A sentence for each difference between a case and another.

    >>> from countermove.analysis.compare.edits import edits
    >>> from countermove.catalog import load_case
    >>> from countermove.model.scenario import apply_scenario
    >>> case = load_case("european-security-2022")
    >>> changed = apply_scenario(case, "war-aims")
    >>> list(edit_words(case, changed, edits(case, changed)))
    ['Preferences changed: Russia.']
    """
    return (_words(case, other, edit) for edit in edits)


WITHOUT_OWNER = {
    "states": "States changed.",
    "constraints": "Constraints on what is possible changed.",
    "coalesced": "Which combinations count as one state has changed.",
    "status quo": "Status quo changed.",
}
"""What is said of differences that are about no one owner, by kind."""


def _words(case: Case, other: Case, edit: Edit) -> str:
    old = case.label(edit.owner) if edit.owner in (*case.actors, *case.bodies) else ""
    new = other.label(edit.owner) if edit.owner in (*other.actors, *other.bodies) else ""
    match edit.kind:
        case "gone":
            return f"Left out: {old}{_owned(case, edit.owner)}."
        case "new":
            return f"Added: {new}{_owned(other, edit.owner)}."
        case "options gone":
            return f"Options of {old} left out: {_named(case, edit.names)}."
        case "options new":
            return f"Options of {new} added: {_named(other, edit.names)}."
        case "moves":
            what = f": {_named(case, edit.names)}" if edit.names else ""
            return f"Conditions for moves of {old} changed{what}."
        case "preferences":
            return f"Preferences changed: {old}."
        case "members":
            members = joined([other.label(member) for member in other.bodies[edit.owner].members])
            return f"The members of {new} are now {members}."
        case "rule":
            what = f": {_named(case, edit.names)}" if edit.names else ""
            return f"Rule of {new}{what} changed; {_decided(case, other, edit)}"
        case "view":
            return f"View of the game changed: {new}. This comparison uses the game as written; see countermove perceptions."
    return WITHOUT_OWNER[edit.kind]


def _decided(case: Case, other: Case, edit: Edit) -> str:
    """What decided before and what decides now: only the part that differs, and weights only where they do."""
    # Rules of bodies with many members take lines to read, of which a change touches a few words.
    before, after, body = edit.before, edit.after, edit.owner
    if before is None or after is None:
        rules = [rule and rule_text(rule, side, body) for rule, side in ((before, case), (after, other))]
        return f"before: {rules[0] or 'no rule'}; now: {rules[1] or 'no rule'}."
    # `_differing` hands the rules back as they are where there is nothing to leave out.
    old, new = _differing(before, after)
    kept = ["the other parts of the rule"] if old is not before else []
    weights = _weights(old, case, body)
    same = bool(weights) and weights == _weights(new, other, body)
    kept += ["the weights"] if same else []
    stay = f" {sentence(joined(kept))} stay as before." if kept else ""
    return f"before: {rule_text(old, case, body, not same)}; now: {rule_text(new, other, body, not same)}.{stay}"


def _differing(before: Rule, after: Rule) -> tuple[Rule, Rule]:
    """The one part in which two rules of the same kind differ; the rules themselves where there is no such part."""
    match before, after:
        case (AllRule(olds), AllRule(news)) | (AnyRule(olds), AnyRule(news)):
            # Only where one part stands for one other can the two be called before and after.
            gone, come = [r for r in olds if r not in news], [r for r in news if r not in olds]
            if len(gone) == len(come) == 1 and len(olds) == len(news):
                return _differing(gone[0], come[0])
    return before, after


def _weights(rule: Rule, case: Case, body: str) -> list[dict[str, Fraction]]:
    """The weights that count in a rule, one after another."""
    quotas = (part for part in subrules(rule) if isinstance(part, Quota) and part.weights is not None)
    return [quota.weight_of(case.bodies[body].members) for quota in quotas]


def rule_text(rule: Rule, case: Case, body: str, weights: bool = True) -> str:
    """A rule of a body in one line, what belongs together in brackets; the weights of members if asked.

    >>> from countermove.catalog import load_case
    >>> from countermove.model.rules import parse_rule
    >>> rule_text(parse_rule({"any": [{"actor": "russia"}, "unanimity"]}), load_case("european-security-2022"), "nato")
    'one of these is enough (Russia must be for it; every member must be for it)'
    """
    # Items have depths; on one line an item that is deeper opens a bracket, and one that is less deep closes it.
    text, depth = "", 0
    for item in rule_items(rule, case.bodies[body].members, case.label, weights=weights):
        if item.depth > depth:
            text = f"{text.removesuffix(':')} ("
        elif text:
            text += ")" * (depth - item.depth) + "; "
        text += item.text
        depth = item.depth
    return text + ")" * depth


def _owned(case: Case, owner: str) -> str:
    names = [row.full for row in case.option_rows if row.owner == owner]
    return f" (its options: {_named(case, names)})" if names else ""


def _named(case: Case, full: Sequence[str]) -> str:
    """Options by their names."""
    names = {row.full: row.name for row in case.option_rows}
    return joined([f'"{names[one]}"' for one in full])
