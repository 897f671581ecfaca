"""How robust outcomes are, for people: the shares in words, what breaks each, a table, and one line for the brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.robustness.breakpoints import Breaker
from countermove.analysis.robustness.robustness import Influence, Outcome, Robustness
from countermove.analysis.robustness.single_breakers import SingleBreakers
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.model.preferences import OrderUnknown, lines_of
from countermove.stability.concept import NASH, Concept
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import against_first, doing_line, joined, number, outcome, state_name, taken_words
from countermove.text.phrases import Lines, percent, plural, sentence
from countermove.views.preference_changes import as_long_as, change_clause, statements_named, together_clause

__all__ = ["ASK_ROBUST", "robust_lines", "robust_page", "robust_sections", "robust_table"]

MOST_DESCRIBED = 3
"""Outcomes that are described in words, ten lines each; the table has the others."""
MOST_CHANGES = 6
"""Changes that are named in one sentence, half a line each."""
MOST_AT_NOISE = 12
"""Outcomes at more noise that are named below the table: a line."""
MOST_CHANGES_IN_LINE = 3
"""Changes that are named in the one line of the brief."""
STRONG = {"dropped": "leaving out", "negated": "turning round"}
"""Kinds of changes that are tried, and are not drawn."""
ASK_ROBUST = "countermove robust tells."
"""What a line of the brief ends with where the answer would take too long for a brief."""


def robust_page(answer: Robustness, limit: int) -> Page:
    """The findings in sections, and a table of all outcomes, `limit` rows of it."""
    table = robust_table(answer, limit)
    is_empty = not table.rows and answer.game.is_listed
    return [*robust_sections(answer), *([] if is_empty else [table])]


def robust_sections(answer: Robustness) -> list[Section]:
    """What was drawn, and each of the strongest outcomes."""
    return _listed_sections(answer) if isinstance(answer.game, ListedGame) else _searched_sections(answer)


def robust_table(answer: Robustness, limit: int) -> Table:
    """One row per outcome: how often it is an equilibrium, and reached."""
    return _listed_table(answer, limit) if isinstance(answer.game, ListedGame) else _searched_table(answer, limit)


# ------------------------------------------------------------------------------------------- both kinds of games


def _drawn(answer: Robustness) -> Iterator[str]:
    """How many models were drawn, and what was drawn in them."""
    settings, actors = answer.settings, answer.game.case.actors.values()
    levels = [percent(level) for level in settings.noise]
    noise = f"at each of {len(levels)} noise levels, {joined(levels)}" if len(levels) > 1 else f"at noise {levels[0]}"
    yield f"{settings.draws:,} plausible models, drawn from seed {settings.seed} {noise}."
    entries = [entry for record in actors for entry in record.prefers or ()]
    uncertain = sum(line.sure < 1 for entry in entries for line in lines_of(entry))
    open_ = sum(isinstance(entry, OrderUnknown) for entry in entries)
    drawn = []
    if uncertain:
        lines = plural(uncertain, "line", "lines")
        drawn.append(f"{uncertain:,} {lines} of which the analyst is not sure may be replaced or missing")
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


def _share_words(share: Share) -> str:
    """A share with its interval; of all draws, or of none, what can be said."""
    # "100 % of the draws" would sound like a proof: of all, or of none, the bound of the interval is told.
    if share.count in (0, share.total):
        return (
            f"every draw (at least {100 * share.low:.1f}\u00a0%)"
            if share.count
            else f"no draw (at most {100 * share.high:.1f}\u00a0%)"
        )
    return f"{percent(share.value)} of the draws ({round(100 * share.low)} to {round(100 * share.high)}\u00a0%)"


def _share_cell(share: Share, is_written: bool) -> str:
    """A share in a table, with a star where the state is an equilibrium of the case as written."""
    return f"{percent(share.value)}{'*' if is_written else ' '}"


def _at_noise(outcome_: Outcome, concept: str) -> str:
    """How often an outcome is an equilibrium at the noise levels after the first; nothing where there are none."""
    others = outcome_.levels[1:]
    if not others:
        return ""
    levels = joined([percent(level.noise) for level in others])
    shares = joined([percent(level.survival[concept].value) for level in others])
    return f"{sentence(f'at noise {levels}, it holds in {shares}')}."


def _findings(answer: Robustness, outcome_: Outcome, concept: Concept) -> Iterator[str]:
    """What breaks an outcome under a concept, alone and in pairs, and what its fall goes with."""
    state = outcome_.state
    breaks = [b for b in answer.breakpoints.singles if (b.state, b.concept) == (state, concept.id)]
    yield from _breakers(answer, breaks)
    yield from _pairs(answer, outcome_, concept.id)
    yield from _goes_with(answer, [i for i in answer.influences if (i.state, i.concept) == (state, concept.id)])


def _breakers(answer: Robustness, breakers: Sequence[Breaker]) -> Iterator[str]:
    """Which single changes break an outcome, and which do not."""
    game, tried = answer.game, answer.breakpoints.tried
    if not tried.singles:
        return
    # What may be drawn comes first, since it may be so; negations and omissions only measure how much it takes.
    plausible = [breaker.changes[0] for breaker in breakers if breaker.drawn]
    swaps = [change for change in plausible if change.kind == "swap"]
    others = [change for change in plausible if change.kind != "swap"]
    if others:
        yield f"What unseats it: {joined([change_clause(game, c) for c in others[:MOST_CHANGES]], 'or')}{_more(others)}."
    if swaps:
        order = [as_long_as(game, change) for change in swaps[:MOST_CHANGES]]
        yield f"It holds as long as {joined(order)}{_more(swaps)}."
    elif many := tried.kinds.get("swap"):
        also = "" if others else ", nor does anything else that is drawn, alone"
        yield (
            f"No exchange of two neighbours in anybody's order unseats it{also} ({many:,} "
            f"{plural(many, 'exchange was', 'exchanges were')} tried)."
        )
    for kind, words in STRONG.items():
        strong = [breaker.changes[0] for breaker in breakers if breaker.changes[0].kind == kind and not breaker.drawn]
        if strong:
            yield f"Stronger than any draw: {words} one of these lines would unseat it ({statements_named(game, strong)})."
        elif any(count for tried_kind, count in tried.kinds.items() if tried_kind == kind):
            yield f"{sentence(words)} a single line does not unseat it, whichever it is."


def _more(changes: Sequence[object]) -> str:
    return f" (and {len(changes) - MOST_CHANGES} more)" if len(changes) > MOST_CHANGES else ""


def _pairs(answer: Robustness, outcome_: Outcome, concept: str) -> Iterator[str]:
    """How many pairs of changes break an outcome, and one of them."""
    tried = answer.breakpoints.tried
    if tried.of == "none":
        if tried.singles > 1:
            yield "Pairs of changes were not tried."
        return
    if not tried.pairs:
        return
    count = answer.breakpoints.pair_count(outcome_.state, concept)
    which = "pairs" if tried.of == "all" else "pairs of changes that are drawn"
    if not count:
        yield f"No two changes unseat it together unless one does alone ({tried.pairs:,} {which} were tried)."
        return
    pairs = [b for b in answer.breakpoints.pairs if (b.state, b.concept) == (outcome_.state, concept)]
    # One pair is an example: of hundreds, one that is drawn.
    first = next((pair for pair in pairs if pair.drawn), pairs[0])
    words = together_clause(answer.game, first.changes)
    kind = "" if first.drawn else "; none of these pairs is ever drawn"
    yield (
        f"Of {tried.pairs:,} {which}, {count:,} {plural(count, 'unseats', 'unseat')} it though neither "
        f"change does alone, for example: {words}{kind}."
    )


def _goes_with(answer: Robustness, influences: Sequence[Influence]) -> Iterator[str]:
    """What the fall of an outcome goes with most in the draws."""
    if not influences:
        return
    first = influences[0]
    level = percent(answer.settings.noise[-1])
    yield (
        f"In the draws (noise {level}) most depends on whether {change_clause(answer.game, first.change)}: it holds in "
        f"{percent(first.changed.value)} of the draws in which that is so, and in {percent(first.unchanged.value)} of "
        "the others."
    )


# ------------------------------------------------------------------------------------------- listed games


def _listed_sections(answer: Robustness) -> list[Section]:
    described = [outcome_ for outcome_ in answer.outcomes if outcome_.state in answer.watched][:MOST_DESCRIBED]
    sections = [Section("What was drawn", tuple(map(Item, _drawn(answer))))]
    if not described:
        none = "No state is an equilibrium under any of these concepts, so there is nothing to unseat."
        sections.append(Section("The outcomes", (Item(none),)))
    for outcome_ in described:
        title = sentence(state_name(answer.game, outcome_.state.key))
        sections.append(Section(title, tuple(map(Item, _listed_outcome(answer, outcome_)))))
    return sections


def _listed_outcome(answer: Robustness, outcome_: Outcome) -> Iterator[str]:
    concept, game = outcome_.firmest, answer.game
    if game.case.states is None:
        doing = [f"{owner}: {'; '.join(names)}" for owner, names in outcome(game, outcome_.state.key) if names]
        yield f"{'. '.join(doing) or 'Nobody does anything'}."
    yield f"{_listed_shares(outcome_, concept)} {_at_noise(outcome_, concept.id)}".rstrip()
    yield from _findings(answer, outcome_, concept)


def _listed_shares(outcome_: Outcome, concept: Concept) -> str:
    first = outcome_.levels[0]
    survival = first.survival[concept.id]
    text = f"It holds ({concept.label}) in {_share_words(survival)}"
    if first.reached is not None and first.led is not None:
        led = first.led[concept.id]
        # Holding, being reached, and both in one draw are three shares; only where one says all is it told alone.
        if first.reached.count == 0:
            text += "; improvements from the status quo never lead there"
        elif led.count == survival.count:
            text += ", and whenever it does, improvements lead there from the status quo"
        else:
            text += f"; it holds and improvements lead there from the status quo in {_share_words(led)}"
    return f"{text}."


def _listed_table(answer: Robustness, limit: int) -> Table:
    """How often each outcome is reached, and an equilibrium under each concept, at the first level."""
    game = answer.game
    assert isinstance(game, ListedGame)
    rows: list[tuple[str, ...]] = []
    has_start = game.status_quo is not None
    outcomes = [o for o in answer.outcomes if o.concepts or any(share.count for share in o.survival.values())]
    for outcome_ in outcomes[:limit]:
        key = outcome_.state.key
        cells = [str(number(key)), taken_words(game, key)]
        if outcome_.reached is not None:
            cells.append(percent(outcome_.reached.value))
        cells += [_share_cell(outcome_.survival[c.id], c.id in outcome_.concepts) for c in answer.concepts]
        rows.append(tuple(cells))
    what = "id" if game.is_graph else "options taken"
    columns = ("state", what, *(["reached"] if has_start else []), *(concept.label for concept in answer.concepts))
    return Table(columns, tuple(rows), frozenset(columns) - {what}, tuple(_listed_notes(answer, outcomes, limit)))


def _listed_notes(answer: Robustness, outcomes: Sequence[Outcome], limit: int) -> Iterator[str]:
    first = percent(answer.settings.noise[0])
    yield f"The share of the draws in which a state holds, at noise {first}; *: it holds as the case is written."
    if answer.game.status_quo is not None:
        yield "reached: improvements lead there from the status quo, whether or not it holds."
    if len(outcomes) > limit:
        yield f"{len(outcomes) - limit:,} more states hold under fewer concepts, or less often; --limit shows them."
    others = [state_name(answer.game, o.state.key) for o in answer.outcomes if o not in outcomes]
    if others:
        more = f" and {len(others) - MOST_AT_NOISE:,} more" if len(others) > MOST_AT_NOISE else ""
        yield f"At more noise, in a tenth of the draws or more, these hold, too: {', '.join(others[:MOST_AT_NOISE])}{more}."


# ------------------------------------------------------------------------------------------- searched games


def _searched_sections(answer: Robustness) -> list[Section]:
    sections = [Section("What was drawn", tuple(map(Item, [*_drawn(answer), *_looked_at(answer)])))]
    described = [outcome_ for outcome_ in answer.outcomes if outcome_.state in answer.watched][:MOST_DESCRIBED]
    if not described:
        none = "No Nash equilibrium was found as the case is written, so there is nothing to unseat."
        sections.append(Section("The outcomes", (Item(none),)))
    for k, outcome_ in enumerate(described):
        sections.append(Section(f"Outcome {k + 1}", tuple(map(Item, _searched_outcome(answer, outcome_, k)))))
    return sections


def _looked_at(answer: Robustness) -> Iterator[str]:
    """Which outcomes were tried, and what nobody looked for."""
    tried, count = len(answer.watched), answer.equilibrium_count
    if count > tried:
        yield f"Of the {count:,} Nash equilibria found, the first {tried} were tried in each model, exactly."
    elif count:
        which = "The one Nash equilibrium" if count == 1 else f"The {count} Nash equilibria"
        extent = "" if answer.proved else " found (there may be more)"
        yield f"{which}{extent} of the case as written {plural(count, 'was', 'were')} tried in each model, exactly."
    if answer.walks:
        yield (
            f"In each model {answer.walks} walks of improvements were followed from the status quo, and the states "
            "where they came to rest most often were tried as well. Other equilibria were not looked for there."
        )
    else:
        yield "Other equilibria were not looked for there."


def _searched_outcome(answer: Robustness, outcome_: Outcome, place: int) -> Iterator[str]:
    game, code = _searched_game(answer), outcome_.state.key
    if place:
        yield f"As outcome 1, but {against_first(game, answer.outcomes[0].state.key, code)}."
    else:
        yield f"{doing_line(game, code)}."
    first = outcome_.levels[0]
    text = f"It holds ({NASH.label}) in {_share_words(first.survival[NASH.id])}"
    if first.led is not None:
        led = first.led[NASH.id]
        ended = f"came to rest there in {_share_words(led)}" if led.count else "never came to rest there"
        text += f"; walks of improvements from the status quo {ended}"
    yield f"{text}."
    if at_noise := _at_noise(outcome_, NASH.id):
        yield at_noise
    yield from _findings(answer, outcome_, NASH)


def _searched_table(answer: Robustness, limit: int) -> Table:
    """How each outcome differs from the first, where walks end, and how often it is an equilibrium at each level."""
    game, outcomes = _searched_game(answer), answer.outcomes
    rows = []
    for k, outcome_ in enumerate(outcomes[:limit]):
        first, code = outcomes[0].state.key, outcome_.state.key
        what = f"as 1, but {against_first(game, first, code)}" if k else doing_line(game, first)
        cells = [str(k + 1), what]
        if outcome_.led is not None:
            cells.append(percent(outcome_.led[NASH.id].value))
        cells += [_share_cell(level.survival[NASH.id], bool(outcome_.concepts)) for level in outcome_.levels]
        rows.append(tuple(cells))
    ended = ("walks end",) if answer.walks else ()
    levels = tuple(f"noise {percent(level)}" for level in answer.settings.noise)
    columns = ("", "outcome", *ended, *levels)
    return Table(columns, tuple(rows), frozenset(columns) - {"outcome"}, tuple(_searched_notes(answer, limit)))


def _searched_notes(answer: Robustness, limit: int) -> Iterator[str]:
    yield "The share of the draws in which a state is a Nash equilibrium; *: it is one as the case is written."
    if answer.walks:
        first = percent(answer.settings.noise[0])
        yield (
            f"walks end: the share of the draws, at noise {first}, in which one of {answer.walks} walks of "
            "improvements from the status quo came to rest there."
        )
    # Of the ends of walks, those that came up most often were tried, too, and have rows: they are no others.
    others = answer.end_count - (len(answer.outcomes) - len(answer.watched))
    if others > 0:
        yield f"At {others:,} other {plural(others, 'state', 'states')} walks came to rest less often."
    if len(answer.outcomes) > limit:
        yield f"{len(answer.outcomes) - limit:,} more; --limit shows them."


def _searched_game(answer: Robustness) -> SearchedGame:
    assert isinstance(answer.game, SearchedGame)
    return answer.game


# ------------------------------------------------------------------------------------------- the brief


def robust_lines(game: ListedGame, states: Sequence[int], breaks: Sequence[SingleBreakers | None]) -> Lines:
    """One line for each outcome: which swaps of adjacent statements, and which uncertain statements, break it."""
    if not any(record.prefers or record.ranking for record in game.case.actors.values()):
        return
    for state, own in zip(states, breaks, strict=True):
        yield 1, f"{sentence(state_name(game, state))}: {ASK_ROBUST if own is None else _one_line(game, own)}"


def _one_line(game: ListedGame, own: SingleBreakers) -> str:
    swaps = [change for change in own.breakers if change.kind == "swap"]
    others = [change for change in own.breakers if change.kind != "swap"]
    none = "none of" if own.swaps > 1 else "not"
    records = game.case.actors.values()
    what = joined(
        [name for name, some in (("lines", "prefers"), ("places", "ranking")) if any(getattr(r, some) for r in records)]
    )
    many = f"{own.swaps:,} {plural(own.swaps, 'exchange', 'exchanges')} of neighbouring {what}"
    text = f"{none} {many} unseats it" if own.swaps else f"there are no neighbouring {what} to exchange"
    if swaps:
        order = [as_long_as(game, change) for change in swaps[:MOST_CHANGES_IN_LINE]]
        more = f" and {len(swaps) - MOST_CHANGES_IN_LINE} more" if len(swaps) > MOST_CHANGES_IN_LINE else ""
        text = f"it holds as long as {joined(order)}{more}"
    if others:
        lines = [f"{c.statement} of {game.case.label(c.actor)}" for c in others[:MOST_CHANGES_IN_LINE]]
        more = f" and {len(others) - MOST_CHANGES_IN_LINE} more" if len(others) > MOST_CHANGES_IN_LINE else ""
        verb = plural(len(others), "does", "do") if not swaps else plural(len(others), "unseats it", "unseat it")
        text += f"; doubtful {plural(len(others), 'line', 'lines')} {joined(lines)}{more} {verb}"
    return f"{text}."
