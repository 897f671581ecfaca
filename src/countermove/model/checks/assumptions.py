"""Warnings: what an analyst may have overlooked, though the case can be analysed."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.errors import Diagnostic, KeyPath, did_you_mean, quoted
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.preferences import Claim, is_pattern
from countermove.model.statements import bits, parse
from countermove.model.walk import citations, grouped

__all__ = ["assumption_findings", "citation_findings"]


def assumption_findings(case: Case) -> Iterator[Diagnostic]:
    """Actors without preferences (CM906), options not mentioned (CM901), no grounds (CM905), and more (CM907, CM909).

    The case must be free of errors: its statements are looked up.

    Parameters
    ----------
    case
        A case without errors.

    Yields
    ------
    Diagnostic
        Warnings.
    """
    yield from _groundless(case)
    yield from _same_names(case)
    yield from _empty_status_quo(case)
    with_preferences = {a for a in case.actors if _has_preferences(case, a)}
    if with_preferences or case.movers:
        for actor in case.actors:
            if actor not in with_preferences:
                message = f"{quoted(actor)} has no preferences, so it is indifferent between all states"
                yield Diagnostic("CM906", "warning", ("actors", actor), message, "add prefers:, unless that is meant")
    if with_preferences and not case.is_graph:
        yield from _unmentioned(case)


def _empty_status_quo(case: Case) -> Iterator[Diagnostic]:
    """A status quo with nothing under it, which is none at all."""
    # `status quo:` with nothing behind it is read as None, as if the key were missing; only the set of given keys
    # tells.
    if case.status_quo is None and "status_quo" in case.model_fields_set:
        hint = "write [] if no option is taken now, or take the key out"
        yield Diagnostic("CM909", "warning", ("status quo",), "the status quo is left empty, so there is none", hint)


def _same_names(case: Case) -> Iterator[Diagnostic]:
    """Actors and bodies, or options of one owner, that people cannot tell apart by their names."""
    parties: list[tuple[tuple[str, ...], str]] = [((kind, owner), case.label(owner)) for kind, owner, _ in case.owners]
    options: list[list[tuple[tuple[str, ...], str]]] = [
        [((kind, owner, "options", id_), option.name or "") for id_, option in record.options.items()]
        for kind, owner, record in case.owners
    ]
    for group in (parties, *options):
        first_with: dict[str, str] = {}
        for path, name in group:
            first_id = first_with.setdefault(name.casefold(), path[-1])
            if name and first_id != path[-1]:
                message = f"{quoted(first_id)} and {quoted(path[-1])} have the same name, {quoted(name)}"
                hint = "give one of them another name, since results use names"
                yield Diagnostic("CM907", "warning", path, message, hint)


def _has_preferences(case: Case, actor: str) -> bool:
    record = case.actors[actor]
    return bool(record.prefers or record.ranking or record.worth)


def _unmentioned(case: Case) -> Iterator[Diagnostic]:
    mentioned = {case.option_rows[k].owner + "." + _option_id(case, k) for k in _mentioned(case)}
    for kind, owner, record in case.owners:
        for id_ in record.options:
            if f"{owner}.{id_}" not in mentioned:
                message = f"no preference mentions the option {quoted(id_)}"
                path = (kind, owner, "options", id_)
                yield Diagnostic("CM901", "warning", path, message, "add a statement about it, or leave the option out")


def _option_id(case: Case, index: int) -> str:
    row = case.option_rows[index]
    return row.id if row.level is None else row.id.removesuffix(f"-{row.level}")


def _mentioned(case: Case) -> set[int]:
    """The positions of all options that some actor's preferences mention."""
    names = OptionNames(case)
    positions: set[int] = set()
    for actor, record in case.actors.items():
        for top in record.prefers or ():
            for _, line in grouped(top, ()):
                statements = [line.that] if line.otherwise is None else [line.that, line.otherwise]
                positions.update(k for statement in statements for k in bits(names.bind(statement, actor)))
        for entry in record.ranking or ():
            for text in (entry,) if isinstance(entry, str) else entry:
                if is_pattern(text):
                    positions.update(k for k, sign in enumerate(text) if sign != "-")
                else:
                    positions.update(bits(names.bind(parse(text), actor)))
        positions.update(names.find_text(text, actor) for text in record.worth or ())
    return positions


def _groundless(case: Case) -> Iterator[Diagnostic]:
    claims: list[Claim] = [*case.impossible, *case.always]
    for record in case.actors.values():
        claims += [line for top in record.prefers or () for _, line in grouped(top, ())]
    bare = sum(not claim.because and not claim.evidence for claim in claims)
    if bare:
        assumptions = f"{bare} of {len(claims)} assumptions (preference statements and constraints)"
        what = f"{assumptions} have neither a reason nor evidence"
        yield Diagnostic("CM905", "warning", (), what, "write them with that:, because: and evidence:")


def citation_findings(case: Case) -> Iterator[Diagnostic]:
    """A warning for each source that is cited and not declared, where it is cited first (CM601).

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Diagnostic
        One for each unknown source, at its first citation.
    """
    unknown: dict[str, list[KeyPath]] = {}
    for path, cited in citations(case):
        source = cited.partition("#")[0]
        if source not in case.sources:
            unknown.setdefault(source, []).append(path)
    for source, paths in unknown.items():
        more = f" (cited {len(paths)} times)" if len(paths) > 1 else ""
        way = did_you_mean(source, case.sources)
        hint = way if case.sources else f"declare it: sources: {{{source}: {{title: ...}}}}"
        yield Diagnostic("CM601", "warning", paths[0], f"unknown source {quoted(source)}{more}", hint)
