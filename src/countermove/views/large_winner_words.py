"""Who wins, in words, where states have no numbers: how each fares, the best found for each, and dominance."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.large_winners import LargeFortune, LargeWinners
from countermove.game.shares import wilson
from countermove.text.naming import against_first, alike, doing_line, named, taken_words
from countermove.text.phrases import numbered_words, places_words, plural, sentence, short_line
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.stability import found_words, tried_words
from countermove.views.winner_words import change_phrase, met_phrase

__all__ = ["large_winner_flat", "large_winner_prose", "large_winner_table"]


def large_winner_prose(found: LargeWinners) -> list[Section]:
    """The sections: how many outcomes there are, how each fares in the first and today, the best found, dominance."""
    model, table = found.model, found.table
    title = f"{model.case.title or 'Untitled case'}: who wins"
    head = [found_words(table), *filter(None, [tried_words(table)])]
    if not found.outcomes:
        return [Section(title, tuple(map(Item, head)))]
    about = [*head, numbered_words(len(found.outcomes)), _estimated(found)]
    sections = [Section(title, tuple(map(Item, about)))]
    if model.status_quo is not None and model.status_quo not in found.outcomes:
        sections.append(Section("Today", tuple(_faring(found, model.status_quo))))
    if len(found.outcomes) == 1:
        return [*sections, Section("The outcome", tuple(_faring(found, found.outcomes[0])))]
    return [
        *sections,
        Section("Outcome 1, the one to look at first", tuple(_faring(found, found.outcomes[0]))),
        Section(f"The best that each can hope for, {_among(found)}", tuple(_best(found))),
        Section("Better for some, worse for none", tuple(_dominance(found))),
    ]


def _estimated(found: LargeWinners) -> str:
    if found.drawn is None:
        return (
            "How many of all states are worse for an actor is not known: they are too many to count, and so few "
            "combinations are feasible that states cannot be drawn fairly."
        )
    half = round(100 * (wilson(len(found.drawn) // 2, len(found.drawn))[1] - 0.5))
    return (
        f"How good a state is for an actor is told by the share of all states that are worse for it. They are too many "
        f"to count, so the share is an estimate from {len(found.drawn):,} states drawn at random, each as likely as "
        f"another; it may be off by {half} {plural(half, 'point', 'points')}."
    )


def _among(found: LargeWinners) -> str:
    every = found.table.search_result.nash.complete and found.table.concept_ids == ("nash",)
    return "of all that holds under Nash" if every else "of the outcomes found"


def _faring(found: LargeWinners, code: int) -> Iterator[Item]:
    """Who does what, and how each fares; those who fare alike are told of together."""
    model = found.model
    yield Item(f"{doing_line(model, code)}.")
    fortunes = {f.actor: f for f in found.fortunes(code)}
    today = code == model.status_quo
    groups = alike((f.actor, (None if today else f.change, _met(found, f))) for f in fortunes.values())
    for (change, met), actors in groups.items():
        shares = [fortunes[actor].worse for actor in actors]
        known = sorted(round(100 * share.share) for share in shares if share is not None)
        share = _range(known[0], known[-1]) if known else ""
        said = change_phrase(change) + (met if len(actors) == 1 else met.replace(" its ", " their "))
        yield Item(f"{named(model, actors)}: {(share + said) if share else said.lstrip(',; ') or 'not known'}.", 0, "-")


def _range(low: int, high: int) -> str:
    return f"about {low if low == high else f'{low} to {high}'}\u00a0%"


def _met(found: LargeWinners, fortune: LargeFortune) -> str:
    total = len(found.model.case.actors[fortune.actor].prefers or ())
    return met_phrase(total, fortune.met, fortune.partly)


def _best(found: LargeWinners) -> Iterator[Item]:
    """For each actor the best outcomes found, and the line in which the first outcome falls short of them."""
    model = found.model
    groups = alike((f.actor, _hope(found, f)) for f in found.fortunes(found.outcomes[0]))
    yield from (Item(f"{named(model, actors)}: {words}.", 0, "-") for words, actors in groups.items())


def _hope(found: LargeWinners, fortune: LargeFortune) -> str:
    if not fortune.better:
        return "nothing better than outcome 1"
    best = places_words([found.outcomes.index(code) for code in found.best(fortune.actor)])
    line = next(iter(fortune.missed), None)
    short = f", by line {short_line(line)}" if line is not None else ""
    return f"{best}; outcome 1 falls short of that{short}"


def _dominance(found: LargeWinners) -> Iterator[Item]:
    model, lead = found.model, found.outcomes[0]
    better = found.better_for_all(lead)
    if better:
        gaining = [a for k, a in enumerate(model.actors) if model.compare(k, lead, better[0]) > 0]
        which = sentence(places_words([found.outcomes.index(better[0])]))
        yield Item(
            f"{which} is worse for nobody than outcome 1, and better for {named(model, gaining)}. It is as outcome 1, "
            f"but {against_first(model, lead, better[0])}."
        )
        if len(better) > 1:
            rest = places_words([found.outcomes.index(code) for code in better[1:]])
            yield Item(f"So {plural(len(better) - 1, 'is', 'are')} {rest}.")
    else:
        yield Item(f"{sentence(_among(found))}, nothing is better for somebody than outcome 1 and worse for nobody.")
    free = [k for k, code in enumerate(found.outcomes) if not found.better_for_all(code)]
    those = f"{len(free):,} {plural(len(free), 'is', 'are')} such that none found is better for all"
    yield Item(f"Of {len(found.outcomes):,} outcomes, {those} ({places_words(free)}).")


def large_winner_table(found: LargeWinners, limit: int) -> Table:
    """One row per outcome, the first on top: how many are better and worse off than today, and what dominates it."""
    model, rows = found.model, []
    places = {code: k for k, code in enumerate(found.outcomes)}
    for code in found.outcomes[:limit]:
        first = None if code == found.outcomes[0] else found.outcomes[0]
        fortunes = found.fortunes(code)
        sides = [str(sum(f.change == side for f in fortunes)) for side in (1, -1)]
        better = ", ".join(str(places[other] + 1) for other in found.better_for_all(code)[:6])
        row = [str(places[code] + 1), taken_words(model, code, first)]
        rows.append((*row, *(sides if model.status_quo is not None else []), better))
    against = ("better off", "worse off") if model.status_quo is not None else ()
    columns = ("outcome", "options taken (+ besides, - not)", *against, "better for all")
    notes = ["better for all: outcomes that are worse for nobody and better for somebody."]
    if against:
        notes.insert(0, "better off, worse off: how many actors, against today.")
    if len(found.outcomes) > limit:
        notes.insert(0, f"{len(found.outcomes) - limit:,} more were found; --limit shows them.")
    return Table(columns, tuple(rows), frozenset({"outcome", *against}), tuple(notes))


def large_winner_flat(found: LargeWinners, limit: int) -> Table:
    """One row per state and actor, the status quo first; lines by number, the share with its interval."""
    now = found.model.status_quo
    codes = [*([] if now is None else [now]), *(code for code in found.outcomes[:limit] if code != now)]
    rows = []
    for code in codes:
        for f in found.fortunes(code):
            lines = [" ".join(str(line + 1) for line in lines) for lines in (f.met, f.partly)]
            ends = ["", "", ""] if f.worse is None else [f"{x:.4f}" for x in (f.worse.share, *f.worse.interval)]
            change = "" if f.change is None else str(f.change)
            rows.append((str(code), f.actor, change, *lines, str(f.better), *ends))
    heads = ("code", "actor", "change", "met", "partly", "better-outcomes", "share", "share-low", "share-high")
    return Table(heads, tuple(rows))
