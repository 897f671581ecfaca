"""How firmly outcomes hold, for people: the shares in words, what unseats each, and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.robustness.breakpoints import Breaker
from countermove.analysis.robustness.large_robustness import LargeRobustness
from countermove.analysis.robustness.robustness import Influence, Outcome, Robustness
from countermove.analysis.robustness.unseating import firmest
from countermove.game.shares import Share
from countermove.model.preferences import OrderUnknown, lines_of
from countermove.stability.concept import find_concept
from countermove.text.naming import joined, number, outcome, state_name, taken_words
from countermove.text.phrases import percent, plural, sentence
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.firmness_words import as_long_as, change_clause, lines_named, together_clause

__all__ = [
    "TOLD", "drawn_words", "firmness_flat", "firmness_prose", "firmness_table", "goes_with_words", "pairs_words",
    "share_cell", "share_words", "unseats_words",
]  # fmt: skip

AnyRobustness = Robustness | LargeRobustness
TOLD = 3
"""So many outcomes are told in words; the table has the others."""
LISTED = 6
ROWS = 12
STRONG = {"dropped": "leaving out", "negated": "turning round"}
"""Kinds of changes that are tried, and are not drawn."""


def firmness_prose(found: Robustness) -> list[Section]:
    """The findings in sections: what was drawn, and each of the firmest outcomes."""
    told = [outcome_ for outcome_ in found.outcomes if outcome_.state in found.watched][:TOLD]
    sections = [Section("What was drawn", tuple(map(Item, drawn_words(found))))]
    if not told:
        none = "No state is an equilibrium under any of these concepts, so there is nothing to unseat."
        sections.append(Section("The outcomes", (Item(none),)))
    for outcome_ in told:
        title = sentence(state_name(found.graph, outcome_.state))
        sections.append(Section(title, tuple(_told(found, outcome_))))
    return sections


def drawn_words(found: AnyRobustness) -> Iterator[str]:
    """How many models were drawn, and what was drawn in them."""
    settings, actors = found.settings, found.graph.case.actors.values()
    levels = [percent(level) for level in settings.noise]
    noise = f"at each of {len(levels)} noise levels, {joined(levels)}" if len(levels) > 1 else f"at noise {levels[0]}"
    yield f"{settings.draws:,} plausible models, drawn from seed {settings.seed} {noise}."
    entries = [entry for record in actors for entry in record.prefers or ()]
    unsure = sum(line.sure < 1 for entry in entries for line in lines_of(entry))
    open_ = sum(isinstance(entry, OrderUnknown) for entry in entries)
    drawn = []
    if unsure:
        drawn.append(
            f"{unsure:,} {plural(unsure, 'line', 'lines')} of which the analyst is not sure may be replaced or missing"
        )
    if open_:
        drawn.append(f"{open_:,} {plural(open_, 'group', 'groups')} of lines whose order is not known may come in any order")
    if settings.noise != (0.0,) and any(record.prefers or record.ranking for record in actors):
        drawn.append("at noise above 0, neighbouring lines, or places of a ranking, change places with that chance")
    yield (
        f"{sentence('; '.join(drawn))}."
        if drawn
        else "Nothing in anybody's preferences is drawn: they are certain, or weights."
    )
    for chance, what in ((settings.drop_options, "option"), (settings.drop_actors, "actor")):
        if chance:
            yield f"Each {what} is left out with a chance of {percent(chance)}: it stays as it is today."


def _told(found: Robustness, outcome_: Outcome) -> Iterator[Item]:
    concept = firmest(outcome_.concepts)
    graph, label = found.graph, find_concept(concept).label
    if not graph.is_graph:
        doing = [f"{owner}: {'; '.join(names)}" for owner, names in outcome(graph, outcome_.state) if names]
        yield Item(f"{'. '.join(doing) or 'Nobody does anything'}.")
    yield Item(_shares(outcome_, concept, label))
    breakers = [
        breaker for breaker in found.breakpoints.singles if breaker.state == outcome_.state and breaker.concept == concept
    ]
    yield from map(Item, unseats_words(found, breakers))
    yield from map(Item, pairs_words(found, outcome_, concept))
    influences = [i for i in found.influences if i.state == outcome_.state and i.concept == concept]
    yield from map(Item, goes_with_words(found, influences))


def _shares(outcome_: Outcome, concept: str, label: str) -> str:
    first, *others = outcome_.levels
    text = f"It holds ({label}) in {share_words(first.survival[concept])}"
    if first.reached is not None and first.led is not None:
        if first.reached.count == 0:
            text += "; improvements from the status quo never lead there"
        elif first.led[concept].count == first.survival[concept].count:
            text += ", and whenever it does, improvements lead there from the status quo"
        else:
            text += f"; it holds and improvements lead there from the status quo in {share_words(first.led[concept])}"
    levels = joined([percent(level.noise) for level in others])
    shares = joined([percent(level.survival[concept].share) for level in others])
    return f"{text}. {sentence(f'at noise {levels}, it holds in {shares}')}." if others else f"{text}."


def share_words(share: Share) -> str:
    """A share with its interval; of all draws, or of none, what can be said."""
    low, high = share.interval
    if share.count in (0, share.total):
        return (
            f"every draw (at least {100 * low:.1f}\u00a0%)" if share.count else f"no draw (at most {100 * high:.1f}\u00a0%)"
        )
    return f"{percent(share.share)} of the draws ({round(100 * low)} to {round(100 * high)}\u00a0%)"


def unseats_words(found: AnyRobustness, breakers: Sequence[Breaker]) -> Iterator[str]:
    """Which single changes unseat an outcome, and which do not."""
    graph, tried = found.graph, found.breakpoints.by_kind
    if not found.breakpoints.tried:
        return
    plausible = [breaker.changes[0] for breaker in breakers if breaker.drawn]
    exchanges = [change for change in plausible if change.kind == "exchange"]
    others = [change for change in plausible if change.kind != "exchange"]
    if others:
        yield f"What unseats it: {joined([change_clause(graph, c) for c in others[:LISTED]], 'or')}{_more(others)}."
    if exchanges:
        order = [as_long_as(graph, change) for change in exchanges[:LISTED]]
        yield f"It holds as long as {joined(order)}{_more(exchanges)}."
    elif tried.get("exchange"):
        also = "" if others else ", nor does anything else that is drawn, alone"
        many = tried["exchange"]
        yield (
            f"No exchange of two neighbours in anybody's order unseats it{also} ({many:,} "
            f"{plural(many, 'exchange was', 'exchanges were')} tried)."
        )
    for kind, words in STRONG.items():
        strong = [breaker.changes[0] for breaker in breakers if breaker.changes[0].kind == kind and not breaker.drawn]
        if strong:
            yield f"Stronger than any draw: {words} one of these lines would unseat it ({lines_named(graph, strong)})."
        elif tried.get(kind):
            yield f"{sentence(words)} a single line does not unseat it, whichever it is."


def _more(changes: Sequence[object]) -> str:
    return f" (and {len(changes) - LISTED} more)" if len(changes) > LISTED else ""


def pairs_words(found: AnyRobustness, outcome_: Outcome, concept: str) -> Iterator[str]:
    """How many pairs of changes unseat an outcome, and one of them."""
    breakpoints = found.breakpoints
    if breakpoints.kind_of_pairs == "none":
        if breakpoints.tried > 1:
            yield "Pairs of changes were not tried."
        return
    if not breakpoints.tried_pairs:
        return
    count = breakpoints.pair_counts.get((outcome_.state, concept), 0)
    which = "pairs" if breakpoints.kind_of_pairs == "all" else "pairs of changes that are drawn"
    if not count:
        tried = f"{breakpoints.tried_pairs:,} {which} were tried"
        yield f"No two changes unseat it together unless one does alone ({tried})."
        return
    pairs = [b for b in breakpoints.of_pairs if (b.state, b.concept) == (outcome_.state, concept)]
    first = next((pair for pair in pairs if pair.drawn), pairs[0])
    words = together_clause(found.graph, first.changes)
    kind = "" if first.drawn else "; none of these pairs is ever drawn"
    yield (
        f"Of {breakpoints.tried_pairs:,} {which}, {count:,} {plural(count, 'unseats', 'unseat')} it though neither "
        f"change does alone, for example: {words}{kind}."
    )


def goes_with_words(found: AnyRobustness, influences: Sequence[Influence]) -> Iterator[str]:
    """What the fall of an outcome goes with most in the draws."""
    if not influences:
        return
    first = influences[0]
    level = percent(found.settings.noise[-1])
    yield (
        f"In the draws (noise {level}) most depends on whether {change_clause(found.graph, first.change)}: it holds in "
        f"{percent(first.changed.share)} of the draws in which that is so, and in {percent(first.unchanged.share)} of "
        "the others."
    )


def firmness_table(found: Robustness, limit: int) -> Table:
    """One row per outcome: how often it is reached, and how often it holds under each concept, at the first level."""
    graph = found.graph
    rows: list[tuple[str, ...]] = []
    started = graph.status_quo is not None
    shown = [o for o in found.outcomes if o.concepts or any(share.count for share in o.levels[0].survival.values())]
    for outcome_ in shown[:limit]:
        level = outcome_.levels[0]
        cells = [str(number(outcome_.state)), taken_words(graph, outcome_.state)]
        if level.reached is not None:
            cells.append(percent(level.reached.share))
        cells += [share_cell(level.survival[c], c in outcome_.concepts) for c in found.concepts]
        rows.append(tuple(cells))
    labels = [find_concept(concept).label for concept in found.concepts]
    what = "id" if graph.is_graph else "options taken"
    columns = ("state", what, *(["reached"] if started else []), *labels)
    return Table(columns, tuple(rows), frozenset(columns) - {what}, tuple(_notes(found, shown, limit)))


def _notes(found: Robustness, shown: Sequence[Outcome], limit: int) -> Iterator[str]:
    first = percent(found.settings.noise[0])
    yield f"The share of the draws in which a state holds, at noise {first}; *: it holds as the case is written."
    if found.graph.status_quo is not None:
        yield "reached: improvements lead there from the status quo, whether or not it holds."
    if len(shown) > limit:
        yield f"{len(shown) - limit:,} more states hold under fewer concepts, or less often; --limit shows them."
    others = [state_name(found.graph, o.state) for o in found.outcomes if o not in shown]
    if others:
        more = f" and {len(others) - ROWS:,} more" if len(others) > ROWS else ""
        yield f"At more noise, in a tenth of the draws or more, these hold, too: {', '.join(others[:ROWS])}{more}."


def share_cell(share: Share, written: bool) -> str:
    """A share in a table, with a star where the state holds as the case is written."""
    return f"{percent(share.share)}{'*' if written else ' '}"


def firmness_flat(found: Robustness, limit: int) -> Table:
    """One row per outcome, noise level and concept, for spreadsheets."""
    rows = []
    for outcome_ in found.outcomes[:limit]:
        for level in outcome_.levels:
            for concept, share in level.survival.items():
                led = "" if level.led is None else f"{level.led[concept].share:.6g}"
                reached = "" if level.reached is None else f"{level.reached.share:.6g}"
                ends = (f"{end:.6g}" for end in share.interval)
                written = str(int(concept in outcome_.concepts))
                rows.append(
                    (
                        str(number(outcome_.state)),
                        f"{level.noise:g}",
                        concept,
                        written,
                        f"{share.share:.6g}",
                        *ends,
                        led,
                        reached,
                    )
                )
    return Table(("state", "noise", "concept", "written", "share", "low", "high", "led", "reached"), tuple(rows))
