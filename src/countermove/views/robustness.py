"""How robust outcomes are, for people: the shares in words, what breaks each, a table, and one line for the brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.robustness.breakpoints import Breaker
from countermove.analysis.robustness.changes import ORDERED_STATEMENTS, Change
from countermove.analysis.robustness.robustness import OFTEN, Influence, Outcome, Robustness
from countermove.analysis.robustness.single_breakers import SingleBreakers
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.model.preferences import OrderUnknown, lines_of
from countermove.stability.concept import NASH, Concept
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import (
    against_first,
    alike,
    doing_line,
    joined,
    number,
    outcome,
    state_name,
    table_with_labels,
    taken_words,
)
from countermove.text.phrases import (
    HARD_SPACE,
    Lines,
    interval_words,
    outcomes_called,
    percent,
    plural,
    sentence,
    states_listed,
)
from countermove.views.preference_changes import change_clause, statements_named, together_clause

__all__ = ["ASK_ROBUST", "robust_lines", "robust_page", "robust_sections", "robust_table"]

MOST_DESCRIBED = 3
"""Outcomes that are described in words, ten lines each; the table has the others."""
MOST_CHANGES = 6
"""Changes that are named under one outcome, a line or two each."""
MOST_AT_NOISE = 12
"""Outcomes at more noise that are named below the table: a line."""
MOST_CHANGES_IN_LINE = 3
"""Changes that are named in the one line of the brief."""
STRONGER = {"dropped": ("leaving out", "left out"), "negated": ("reversing", "reversed")}
"""Kinds of changes that are tried although most are never drawn: what is done, and what has been done, to a statement."""
ASK_ROBUST = "countermove robust says what breaks it."
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
    """How many models were drawn, and in what they differ from the case as written."""
    settings = answer.settings
    levels = [_chance(level) for level in settings.noise]
    noise = f"at each of {len(levels)} noise levels, {joined(levels)}" if len(levels) > 1 else f"at noise {levels[0]}"
    yield f"{settings.draws:,} {plural(settings.draws, 'model', 'models')} drawn {noise} (seed {settings.seed})."
    yield from _differences(answer)
    if answer.certain == settings.noise:
        yield f"All preferences are the same in every model, so the figures are exact: {_why_certain(answer)}."
        return
    if settings.noise != (0.0,) and answer.breakpoints.tried.kinds.get("swap"):
        yield f"Adjacent {_swapped_words(answer.game)} swap with a chance equal to the noise level."
    if answer.certain:
        yield f"At noise {_chance(answer.certain[0])} every model is the case as written, so the figures there are exact."
    for chance_, what in ((settings.drop_options, "option"), (settings.drop_actors, "actor")):
        if chance_:
            yield f"Each {what} is left out with a chance of {_chance(chance_)}; what is left out stays as it is today."


def _why_certain(answer: Robustness) -> str:
    """Why no model differs from the case as written."""
    if not any(record.prefers or record.ranking for record in answer.game.case.actors.values()):
        return "no actor has statements or a ranking"
    nothing = "" if answer.settings.noise == (0.0,) else ", and no actor has two that could swap"
    return f"no statement is uncertain{nothing}"


def _differences(answer: Robustness) -> Iterator[str]:
    """What the analyst is not sure of, and so differs between models."""
    entries = [entry for record in answer.game.case.actors.values() for entry in record.prefers or ()]
    uncertain = sum(line.sure < 1 for entry in entries for line in lines_of(entry))
    unordered = sum(isinstance(entry, OrderUnknown) and len(entry.order_unknown) > 1 for entry in entries)
    if uncertain:
        which = f"{uncertain:,} uncertain {plural(uncertain, 'statement', 'statements')}"
        yield f"{which} may fail: {plural(uncertain, 'it', 'each')} is then replaced by its alternative, or left out."
    if unordered:
        which = f"{unordered:,} {plural(unordered, 'group', 'groups')} of statements in unknown order"
        yield f"{which} {plural(unordered, 'comes', 'come')} in a random order."


def _swapped_words(game: Game) -> str:
    """What the preferences of the actors are lists of: ``statements``, ``places of a ranking``, or both."""
    records = game.case.actors.values()
    kinds = (("statements", "prefers"), ("places of a ranking", "ranking"))
    return joined([name for name, kind in kinds if any(getattr(record, kind) for record in records)], "or")


def _chance(chance: float) -> str:
    """A chance that somebody has chosen, as it was written: rounded, two noise levels could look alike.

    >>> [_chance(chance).replace("\u00a0", " ") for chance in (0, 0.125, 0.07)]
    ['0 %', '12.5 %', '7 %']
    """
    return f"{100 * chance:.10g}{HARD_SPACE}%"


def _share_words(share: Share) -> str:
    """A share of the models with its 95 % interval; of all models, or of none, the bound of the interval."""
    # "100 % of the models" would sound like a proof: of all, or of none, the bound of the interval is given.
    extent = f"{percent(share.value)} of the models"
    if share.count in (0, share.total):
        extent = f"{'all' if share.count else 'none of'} {share.total:,} models"
    return f"{extent} {interval_words(share)}"


def _share_cell(share: Share, is_written: bool) -> str:
    """A share in a table, with a star where the state is an equilibrium of the case as written."""
    return f"{percent(share.value)}{'*' if is_written else ' '}"


def _at_noise(outcome_: Outcome, concept: str) -> str:
    """How often an outcome survives at the noise levels after the first; nothing where there are none."""
    levels = () if all(level.survival[concept].exact for level in outcome_.levels) else outcome_.levels[1:]
    shares = alike((_chance(level.noise), percent(level.survival[concept].value)) for level in levels)
    words = [f"{share} at noise {joined(levels)}" for share, levels in shares.items()]
    return f"It survives in {joined(words)}." if words else ""


def _findings(answer: Robustness, outcome_: Outcome, concept: Concept) -> Iterator[Item]:
    """What breaks an outcome under a concept, alone and in pairs, and what its fall goes with."""
    state = outcome_.state
    breaks = [b for b in answer.breakpoints.singles if (b.state, b.concept) == (state, concept.id)]
    yield from _breakers(answer, breaks)
    yield from map(Item, _pairs(answer, outcome_, concept.id))
    yield from map(Item, _goes_with(answer, [i for i in answer.influences if (i.state, i.concept) == (state, concept.id)]))


def _breakers(answer: Robustness, breakers: Sequence[Breaker]) -> Iterator[Item]:
    """Which single changes break an outcome, and which do not."""
    game, tried = answer.game, answer.breakpoints.tried
    if not tried.singles:
        return
    # What may be drawn comes first, since it may be so; reversals and omissions only measure how much it takes.
    plausible = _once([breaker.changes[0] for breaker in breakers if breaker.drawn])
    swaps = [change for change in plausible if change.kind == "swap"]
    others = [change for change in plausible if change.kind != "swap"]
    if plausible:
        yield Item("Any one of these changes breaks it:" if len(plausible) > 1 else "This change alone breaks it:")
        for change in [*others, *swaps][:MOST_CHANGES]:
            yield Item(f"{change_clause(game, change)}.", 1, "-")
        if len(plausible) > MOST_CHANGES:
            yield Item(f"and {len(plausible) - MOST_CHANGES:,} other single changes.", 1, "-")
    many = tried.kinds.get("swap")
    if not swaps and many:
        yield Item(f"It survives every swap of two adjacent {_swapped_words(game)} ({many:,} tried).")
    if not others and (words := _uncertain_words(game)):
        yield Item(f"{words}.")
    for kind, (doing, done) in STRONGER.items():
        strong = [breaker.changes[0] for breaker in breakers if breaker.changes[0].kind == kind]
        unlikely = [breaker.changes[0] for breaker in breakers if breaker.changes[0].kind == kind and not breaker.drawn]
        if unlikely:
            also = "also " if plausible else ""
            which = plural(len(unlikely), "this statement is", "one of these statements is")
            yield Item(f"It {also}breaks if {which} {done}, which happens in no model: {statements_named(game, unlikely)}.")
        elif not strong and (count := tried.kinds.get(kind)):  # type: ignore[call-overload]
            yield Item(f"It survives {doing} any single statement ({count:,} tried).")


def _once(changes: Sequence[Change]) -> list[Change]:
    """Changes that break an outcome, without those that only say again what the alternative of their statement says."""
    replaced = {(change.actor, change.index, change.part) for change in changes if change.kind == "otherwise"}
    return [
        change for change in changes
        if change.kind not in STRONGER or (change.actor, change.index, change.part) not in replaced
    ]  # fmt: skip


def _uncertain_words(game: Game) -> str:
    """That no change that the analyst thinks possible breaks an outcome alone; nothing where there are no such changes."""
    entries = [entry for record in game.case.actors.values() for entry in record.prefers or ()]
    is_uncertain = any(line.sure < 1 for entry in entries for line in lines_of(entry))
    groups = [len(entry.order_unknown) for entry in entries if isinstance(entry, OrderUnknown)]
    parts = ["any single uncertain statement fails"] if is_uncertain else []
    parts += ["a group of unknown order comes in another order"] if any(1 < n <= ORDERED_STATEMENTS for n in groups) else []
    if not parts:
        return ""
    # Five statements have 120 orders, of which none is tried alone.
    large = any(n > ORDERED_STATEMENTS for n in groups)
    return f"It survives if {joined(parts, 'or')}" + (
        f"; orders of groups of more than {ORDERED_STATEMENTS} statements were not tried" if large else ""
    )


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
    which = "pairs of changes" if tried.of == "all" else "pairs of plausible changes"
    if not count:
        yield f"No pair of changes breaks it unless one of the two does so alone ({tried.pairs:,} {which} tried)."
        return
    pairs = [b for b in answer.breakpoints.pairs if (b.state, b.concept) == (outcome_.state, concept)]
    # One pair is an example: of hundreds, one that is drawn.
    first = next((pair for pair in pairs if pair.drawn), pairs[0])
    yield (
        f"{count:,} of {tried.pairs:,} {which} {plural(count, 'breaks', 'break')} it although neither change does so alone. "
        f"Example: {together_clause(answer.game, first.changes)}."
    )
    if not first.drawn and count <= len(pairs):
        yield "Each of these pairs contains a change that happens in no model."


def _goes_with(answer: Robustness, influences: Sequence[Influence]) -> Iterator[str]:
    """What the fall of an outcome goes with most in the models."""
    if not influences:
        return
    first = influences[0]
    level = _chance(answer.settings.noise[-1])
    yield f"At noise {level}, this change matters most: {change_clause(answer.game, first.change)}."
    yield (
        f"It survives in {percent(first.changed.value)} of the models with this change, and in "
        f"{percent(first.unchanged.value)} of the others."
    )


# ------------------------------------------------------------------------------------------- listed games


def _listed_sections(answer: Robustness) -> list[Section]:
    described = [outcome_ for outcome_ in answer.outcomes if outcome_.state in answer.watched][:MOST_DESCRIBED]
    sections = [Section("What was drawn", tuple(map(Item, _drawn(answer))))]
    if not described:
        labels = joined([concept.label for concept in answer.concepts], "or")
        none = f"No state of the case as written is an equilibrium under {labels}, so no change can break one."
        sections.append(Section("Outcomes", (Item(none),)))
    for outcome_ in described:
        title = sentence(state_name(answer.game, outcome_.state.key))
        sections.append(Section(title, tuple(_listed_outcome(answer, outcome_))))
    return sections


def _listed_outcome(answer: Robustness, outcome_: Outcome) -> Iterator[Item]:
    concept, game = outcome_.strictest, answer.game
    if game.case.states is None:
        doing = [f"{owner}: {'; '.join(names)}" for owner, names in outcome(game, outcome_.state.key) if names]
        yield Item(f"{'. '.join(doing) or 'Nobody does anything'}.")
    yield Item(" ".join([*_listed_shares(outcome_, concept), _at_noise(outcome_, concept.id)]).rstrip())
    yield from _findings(answer, outcome_, concept)


def _survival_words(concept: Concept, share: Share) -> str:
    """In how many models an outcome of the case as written is an equilibrium; where none differs, that it is one."""
    extent = "the case as written" if share.exact else _share_words(share)
    return f"It is an equilibrium under {concept.label} in {extent}"


def _listed_shares(outcome_: Outcome, concept: Concept) -> Iterator[str]:
    first = outcome_.levels[0]
    survival = first.survival[concept.id]
    yield f"{_survival_words(concept, survival)}."
    if first.reached is None or first.led is None or not survival.count:
        return
    if survival.exact:
        lead = "Improvements lead" if first.reached.count else "No improvements lead"
        yield f"{lead} there from the status quo."
        return
    # Surviving, being reached, and both in one model are three shares; only where one says all is it said alone.
    led = first.led[concept.id]
    if first.reached.count == 0:
        yield "Improvements lead there from the status quo in no model."
    elif led.count == survival.count:
        yield "In each of these models, improvements lead there from the status quo."
    else:
        yield f"It survives and improvements lead there from the status quo in {_share_words(led)}."


def _listed_table(answer: Robustness, limit: int) -> Table:
    """How often each outcome is reached, and an equilibrium under each concept, at the first level."""
    game = answer.game
    assert isinstance(game, ListedGame)
    rows: list[tuple[str, ...]] = []
    has_start = game.status_quo_key is not None
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
    table = Table(columns, tuple(rows), frozenset(columns) - {what}, tuple(_listed_notes(answer, outcomes, limit)))
    return table_with_labels(table, game, [outcome_.state.key for outcome_ in outcomes[:limit]])


def _listed_notes(answer: Robustness, outcomes: Sequence[Outcome], limit: int) -> Iterator[str]:
    first = _chance(answer.settings.noise[0])
    yield (
        f"Under each concept: the share of the models at noise {first} in which the state is an equilibrium. "
        "*: it is one in the case as written."
    )
    if answer.game.status_quo_key is not None:
        yield "reached: the share in which improvements lead there from the status quo, equilibrium or not."
    yield (
        "Listed are the equilibria of the case as written, and every other state that is an equilibrium under one of these "
        f"concepts in at least {percent(OFTEN)} of the models at some noise level."
    )
    if len(outcomes) > limit:
        more = len(outcomes) - limit
        yield f"{more:,} more of these states {plural(more, 'is', 'are')} left out of the table; --limit shows them."
    others = [o.state.key for o in answer.outcomes if o not in outcomes]
    if others:
        names = states_listed(answer.game, others, MOST_AT_NOISE)
        many = f"{len(others):,} more {plural(len(others), 'is an equilibrium', 'are equilibria')}"
        yield f"{many} only at more noise, so without a row here: {names}."


# ------------------------------------------------------------------------------------------- searched games


def _searched_sections(answer: Robustness) -> list[Section]:
    sections = [Section("What was drawn", tuple(map(Item, [*_drawn(answer), *_extent(answer)])))]
    described = [outcome_ for outcome_ in answer.outcomes if outcome_.state in answer.watched][:MOST_DESCRIBED]
    if not described:
        none = "No Nash equilibrium was found in the case as written, so no change can break one."
        sections.append(Section("Outcomes", (Item(none),)))
    for k, outcome_ in enumerate(described):
        sections.append(
            Section(sentence(outcomes_called([(k, outcome_.state)])), tuple(_searched_outcome(answer, outcome_, k)))
        )
    return sections


def _extent(answer: Robustness) -> Iterator[str]:
    """Which outcomes were tried in each model, and which were not looked for."""
    tried, count = len(answer.watched), answer.equilibrium_count
    if count > tried:
        yield f"The first {tried} of the {count:,} Nash equilibria found were tried in each model, exactly."
    elif count:
        which = "The one Nash equilibrium" if count == 1 else f"The {count} Nash equilibria"
        extent = "" if answer.proved else " found (there may be more)"
        yield f"{which}{extent} of the case as written {plural(count, 'was', 'were')} tried in each model, exactly."
    if answer.walks:
        yield (
            f"In each model, {answer.walks} walks of improvements were followed from the status quo. "
            "The states in which walks ended most often were tried as well."
        )
    yield "Other equilibria of the models drawn were not searched for."


def _searched_outcome(answer: Robustness, outcome_: Outcome, place: int) -> Iterator[Item]:
    game, code = _searched_game(answer), outcome_.state.key
    if place:
        yield Item(f"As outcome 1, but {against_first(game, answer.outcomes[0].state.key, code)}.")
    else:
        yield Item(f"{doing_line(game, code)}.")
    first = outcome_.levels[0]
    yield Item(f"{_survival_words(NASH, first.survival[NASH.id])}.")
    if first.led is not None:
        led = first.led[NASH.id]
        extent = _share_words(led) if led.count else "no model"
        yield Item(f"Walks of improvements from the status quo ended there in {extent}.")
    if at_noise := _at_noise(outcome_, NASH.id):
        yield Item(at_noise)
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
    levels = tuple(f"noise {_chance(level)}" for level in answer.settings.noise)
    columns = ("", "outcome", *ended, *levels)
    table = Table(columns, tuple(rows), frozenset(columns) - {"outcome"}, tuple(_searched_notes(answer, limit)))
    return table_with_labels(table, game, [outcome_.state.key for outcome_ in outcomes[:limit]])


def _searched_notes(answer: Robustness, limit: int) -> Iterator[str]:
    yield (
        "Under each noise level: the share of the models in which the state is a Nash equilibrium. "
        "*: it is one in the case as written."
    )
    if answer.walks:
        first = _chance(answer.settings.noise[0])
        walks = f"one of {answer.walks} walks of improvements from the status quo"
        yield f"walks end: the share of the models at noise {first} in which {walks} ended there."
    # Of the ends of walks, those that came up most often were tried, too, and have rows: they are no others.
    others = answer.end_count - (len(answer.outcomes) - len(answer.watched))
    if others > 0:
        yield f"Walks ended less often in {others:,} other {plural(others, 'state', 'states')}."
    if len(answer.outcomes) > limit:
        more = len(answer.outcomes) - limit
        yield f"{more:,} more {plural(more, 'outcome is', 'outcomes are')} left out of the table; --limit shows them."


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
    changes = [*(change for change in own.breakers if change.kind != "swap"), *swaps]
    parts = []
    if own.swaps and not swaps:
        parts.append(f"it survives every swap of two adjacent {_swapped_words(game)} ({own.swaps:,} tried)")
    if changes:
        clauses = [change_clause(game, change) for change in changes[:MOST_CHANGES_IN_LINE]]
        more = len(changes) - MOST_CHANGES_IN_LINE
        clauses += [f"one of {more:,} other changes is made"] if more > 0 else []
        parts.append(f"it breaks if {joined(clauses, 'or if')}")
    elif own.others:
        parts.append(f"no other change breaks it alone ({own.others:,} tried)")
    return f"{'; '.join(parts) or 'the model leaves nothing open that could break it'}."
