"""Questions about what may have been overlooked: options of a body that may both be taken, and halves of one `iff`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from countermove.errors import Diagnostic, quoted
from countermove.model.case import Body, Case
from countermove.model.names import OptionNames
from countermove.model.preferences import Line, PreferenceLine
from countermove.model.statements import Implies, Node, bits
from countermove.model.walk import references

__all__ = ["doubts"]

MOST_OPTIONS = 30
"""Options of one body that are compared in pairs, so that a case with thousands is checked as quickly as others."""


def doubts(case: Case) -> Iterator[Diagnostic]:
    """Warnings that ask whether something is meant (CM913, CM914), in a case without errors.

    Parameters
    ----------
    case
        A case without errors.

    Yields
    ------
    Diagnostic
        One for each body with such options, and one for each pair of statements.
    """
    names = OptionNames(case)
    yield from _compatible_options(case, names)
    for actor, record in case.actors.items():
        yield from _halves(names, actor, record.prefers or ())


def _compatible_options(case: Case, names: OptionNames) -> Iterator[Diagnostic]:
    """For each body the first two of its options of which nothing in the case says whether they go together."""
    together: set[frozenset[int]] | None = None
    for id_, body in case.bodies.items():
        options = _separate(names, id_, body)[:MOST_OPTIONS]
        if len(options) < 2:
            continue
        together = _named_together(case, names) if together is None else together
        own = {both for group in together if len(both := group.intersection(options)) > 1}
        pair = next((pair for pair in combinations(options, 2) if not any(group.issuperset(pair) for group in own)), None)
        if pair is not None:
            first, second = (names.rows[k].id for k in pair)
            message = f"the options {quoted(first)} and {quoted(second)} may both be taken"
            hint = f"write {first} and {second} under impossible: if they exclude each other"
            yield Diagnostic("CM913", "warning", ("bodies", id_, "options", second), message, hint)


def _separate(names: OptionNames, id_: str, body: Body) -> list[int]:
    """The options of a body that are no levels: of levels exactly one holds."""
    return [names.full[f"{id_}.{option}"].index for option, record in body.options.items() if not record.levels]


def _named_together(case: Case, names: OptionNames) -> set[frozenset[int]]:
    """The options that one statement names, statement by statement: somebody has thought of them together."""
    trees = (names.bind(reference.statement, reference.owner) for reference in references(case))
    return {group for group in (frozenset(bits(tree)) for tree in trees) if len(group) > 1}


def _halves(names: OptionNames, actor: str, entries: tuple[PreferenceLine, ...]) -> Iterator[Diagnostic]:
    """Each statement that is the converse of one above it, so that the two are the halves of one `iff`."""
    places: dict[tuple[Node, Node], int] = {}
    for k, entry in enumerate(entries):
        if not isinstance(entry, Line):
            continue
        tree = names.bind(entry.that, actor)
        if not isinstance(tree, Implies) or tree.left == tree.right:
            continue
        if (tree.right, tree.left) in places:
            above = places[tree.right, tree.left]
            message = f"{quoted(str(entry.that))} and statement {above + 1} are the halves of one iff"
            hint = "the one above outweighs this one; write one statement with iff if both are one aim"
            yield Diagnostic("CM914", "warning", ("actors", actor, "prefers", k), message, hint)
        places.setdefault((tree.left, tree.right), k)
