"""How firmly outcomes hold where states have no numbers: the shares in words, what unseats each, and tables."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.robustness.large_robustness import LargeRobustness
from countermove.analysis.robustness.robustness import Outcome
from countermove.text.naming import against_first, doing_line, joined
from countermove.text.phrases import percent, plural, sentence
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.firmness import (
    TOLD,
    drawn_words,
    goes_with_words,
    pairs_words,
    share_cell,
    share_words,
    unseats_words,
)

__all__ = ["large_firmness_flat", "large_firmness_prose", "large_firmness_table"]

NASH = "nash"


def large_firmness_prose(found: LargeRobustness) -> list[Section]:
    """The findings in sections: what was drawn and looked at, and each of the first outcomes."""
    sections = [Section("What was drawn", tuple(map(Item, [*drawn_words(found), *_looked_at(found)])))]
    told = [outcome for outcome in found.outcomes if outcome.state in found.watched][:TOLD]
    if not told:
        none = "No Nash equilibrium was found as the case is written, so there is nothing to unseat."
        sections.append(Section("The outcomes", (Item(none),)))
    for k, outcome in enumerate(told):
        sections.append(Section(f"Outcome {k + 1}", tuple(map(Item, _told(found, outcome, k)))))
    return sections


def _looked_at(found: LargeRobustness) -> Iterator[str]:
    """Which outcomes were tried, and what nobody looked for."""
    shown, count = len(found.watched), found.found
    if count > shown:
        yield f"Of the {count:,} Nash equilibria found, the first {shown} were tried in each model, exactly."
    elif count:
        which = "The one Nash equilibrium" if count == 1 else f"The {count} Nash equilibria"
        whole = "" if found.table.search_result.nash.complete else " found (there may be more)"
        yield f"{which}{whole} of the case as written {plural(count, 'was', 'were')} tried in each model, exactly."
    if found.walked:
        yield (
            f"In each model {found.walked} walks of improvements were followed from the status quo, and the states "
            "where they came to rest most often were tried as well. Other equilibria were not looked for there."
        )
    else:
        yield "Other equilibria were not looked for there."


def _told(found: LargeRobustness, outcome: Outcome, place: int) -> Iterator[str]:
    model = found.graph
    if place:
        yield f"As outcome 1, but {against_first(model, found.outcomes[0].state, outcome.state)}."
    else:
        yield f"{doing_line(model, outcome.state)}."
    yield from _shares(outcome)
    state = outcome.state
    yield from unseats_words(found, [b for b in found.breakpoints.singles if b.state == state])
    yield from pairs_words(found, outcome, NASH)
    yield from goes_with_words(found, [i for i in found.influences if i.state == state])


def _shares(outcome: Outcome) -> Iterator[str]:
    first, *others = outcome.levels
    text = f"It holds (Nash) in {share_words(first.survival[NASH])}"
    if first.led is not None:
        led = first.led[NASH]
        ended = f"came to rest there in {share_words(led)}" if led.count else "never came to rest there"
        text += f"; walks of improvements from the status quo {ended}"
    yield f"{text}."
    if others:
        levels = joined([percent(level.noise) for level in others])
        shares = joined([percent(level.survival[NASH].share) for level in others])
        yield f"{sentence(f'at noise {levels}, it holds in {shares}')}."


def large_firmness_table(found: LargeRobustness, limit: int) -> Table:
    """One row per outcome: how it differs from the first, where walks end, and how often it holds at each level."""
    model, outcomes = found.graph, found.outcomes
    rows = []
    for k, outcome in enumerate(outcomes[:limit]):
        first = outcomes[0].state
        what = f"as 1, but {against_first(model, first, outcome.state)}" if k else doing_line(model, first)
        cells = [str(k + 1), what]
        if outcome.levels[0].led is not None:
            cells.append(percent(outcome.levels[0].led[NASH].share))
        cells += [share_cell(level.survival[NASH], bool(outcome.concepts)) for level in outcome.levels]
        rows.append(tuple(cells))
    ended = ("walks end",) if found.walked else ()
    levels = tuple(f"noise {percent(level)}" for level in found.settings.noise)
    return Table(
        ("", "outcome", *ended, *levels), tuple(rows), frozenset({"", *ended, *levels}), tuple(_notes(found, limit))
    )


def _notes(found: LargeRobustness, limit: int) -> Iterator[str]:
    yield "The share of the draws in which a state is a Nash equilibrium; *: it is one as the case is written."
    if found.walked:
        first = percent(found.settings.noise[0])
        yield (
            f"walks end: the share of the draws, at noise {first}, in which one of {found.walked} walks of "
            "improvements from the status quo came to rest there."
        )
    others = found.ends - (len(found.outcomes) - len(found.watched))
    if others > 0:
        yield f"At {others:,} other {plural(others, 'state', 'states')} walks came to rest less often."
    if len(found.outcomes) > limit:
        yield f"{len(found.outcomes) - limit:,} more; --limit shows them."


def large_firmness_flat(found: LargeRobustness, limit: int) -> Table:
    """One row per outcome and noise level, for spreadsheets."""
    rows = []
    for outcome in found.outcomes[:limit]:
        for level in outcome.levels:
            share = level.survival[NASH]
            led = "" if level.led is None else f"{level.led[NASH].share:.6g}"
            ends = (f"{end:.6g}" for end in share.interval)
            written = str(int(bool(outcome.concepts)))
            rows.append((str(outcome.state), f"{level.noise:g}", NASH, written, f"{share.share:.6g}", *ends, led))
    return Table(("code", "noise", "concept", "written", "share", "low", "high", "led"), tuple(rows))
