"""Deals in words: what is agreed, who gains what, who does what first, and what keeps or breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from countermove.analysis.deals.record import (
    KEPT_BY_ANSWERS,
    KINDS,
    SELF_ENFORCING,
    ContractStep,
    Deal,
    DealPath,
    Deals,
    Temptation,
)
from countermove.analysis.winners import Standing
from countermove.game.game import Game, State
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import (
    against_first,
    alike,
    change_words,
    doing_line,
    joined,
    listed_name,
    move_words,
    shortened,
    state_in_brackets,
    state_name,
    steps_words,
    taken_words,
)
from countermove.text.phrases import plural, statement_quoted, states_listed, step_words
from countermove.text.verbs import verb

__all__ = ["PATHS", "deal_title", "deals_page", "deals_table", "keeping_words", "no_deal_words", "path_items", "stake_words"]

MOST_TOLD = 3
"""Deals that are described in sentences, at fifteen lines each; the table has the others."""
MOST_STATEMENTS = 2
"""Statements that are quoted of those that an actor gains or loses, a line each; of more, the rest is counted."""
MOST_STATES = 6
"""States of a fallback set that are named one by one; of more, the rest is counted."""
ANSWERED = {
    False: ", and nobody has an interest in an answer that would take that gain away",
    None: "; whether somebody would answer that is not known",
    True: "; the others would answer that in their own interest",
}
"""What is said of a move that breaks a deal, by whether it is answered."""
PATHS = "Single improvements do not lead there. In these paths a step is an improvement, or a deal of some actors:"
"""What is said above paths with deals."""
MOST_ALIKE = 6
"""Actors that are named one by one where the same is said of them: about a line of names."""


def deals_page(answer: Deals, limit: int | None = None) -> Page:
    """The sections: whether there are deals, the first of them in sentences, the yardstick; and a table of all told."""
    sections = [Section(f"{answer.game.case.title or 'Untitled case'}: deals", tuple(map(Item, _head(answer))))]
    sections += [
        Section(deal_title(answer, k), tuple(deal_items(answer, deal))) for k, deal in enumerate(answer.deals[:MOST_TOLD])
    ]
    paths = [path for path in answer.paths if len(path.steps) > 1 or answer.first is None]
    if paths:
        sections.append(Section("Paths with deals", (Item(PATHS), *path_items(answer.game, paths))))
    if answer.fallback is not None:
        sections.append(Section("The fallback", tuple(map(Item, _fallback(answer)))))
    return [*sections, *([deals_table(answer, limit)] if answer.deals else [])]


# ------------------------------------------------------------------------------------------------ whether there are any


def instead_of(answer: Deals) -> str:
    """What the deals are compared with: today, or the state that was asked about."""
    return "today" if answer.start.key == answer.game.status_quo_key else state_name(answer.game, answer.start.key)


def _head(answer: Deals) -> Iterator[str]:
    game, key = answer.game, answer.start.key
    start = instead_of(answer)
    number = f", {state_name(game, key)}" if game.is_listed and start == "today" else ""
    # A state that was listed has a name, and nothing that anybody does in it.
    doing = "" if game.case.is_graph else f": {doing_line(game, key)}"
    yield f"The deals here replace {start}{number}{doing}."
    if answer.counts is None:
        yield from _searched_head(answer)
    elif answer.count:
        yield _count_words(answer.count, answer.counts)
    else:
        yield no_deal_words(answer)
    yield from _counted(answer)


def _count_words(count: int, counts: Mapping[str, int]) -> str:
    """How many deals there are, by how many of them nobody loses, and how many keep themselves."""
    for_all = counts[KINDS[0]] + counts[KINDS[1]]
    kept = counts[KINDS[0]] + counts[KINDS[2]]
    hurt = count - for_all
    if not for_all:
        losing = "somebody loses by it" if count == 1 else "somebody loses by each of them"
    elif not hurt:
        losing = "nobody loses by it" if count == 1 else "nobody loses by any of them"
    else:
        losing = f"nobody loses by {for_all:,} of them, somebody by each of the other {hurt:,}"
    if count == 1:
        keeping = "It is self-enforcing: nobody gains by breaking it." if kept else "It is not self-enforcing."
    elif kept:
        keeping = (
            f"{kept:,} {plural(kept, 'is', 'are')} self-enforcing: nobody gains by breaking {plural(kept, 'it', 'them')}."
        )
    else:
        keeping = "None is self-enforcing."
    return f"There {plural(count, 'is 1 deal', f'are {count:,} deals')}: {losing}. {keeping}"


def no_deal_words(answer: Deals) -> str:
    """That there is no deal, and why, in one line."""
    start = instead_of(answer)
    if answer.counts is None and answer.proved:
        return f"There is no deal instead of {start}."
    if answer.counts is None:
        return f"No deal instead of {start} was found; one may still exist."
    if answer.unjudged:
        return f"No deal instead of {start} was found within the work allowed; one may still exist."
    if answer.out_of_reach and not answer.reached_alone:
        count = answer.out_of_reach
        better = f"{count:,} {plural(count, 'state would be', 'states would be')} better for some and worse for none"
        return f"There is no deal instead of {start}: {better}, but no moves of all actors together lead there."
    if answer.reached_alone:
        return f"There is no deal instead of {start}: whatever actors would agree on, single improvements reach as well."
    return f"There is no deal instead of {start}: no actors can together reach a state that each of them prefers."


def _searched_head(answer: Deals) -> Iterator[str]:
    count = len(answer.deals)
    if count:
        yield f"A search near {instead_of(answer)} found {count:,} {plural(count, 'deal', 'deals')}; there may be others."
    else:
        yield no_deal_words(answer)


def _counted(answer: Deals) -> Iterator[str]:
    """What is counted instead of told."""
    more = "more " if answer.deals else ""
    if count := answer.reached_alone:
        yield (
            f"{count:,} {more}{plural(count, 'state is', 'states are')} left out: single improvements lead there, "
            f"so nobody needs a deal for {plural(count, 'it', 'them')}."
        )
    if count := answer.few_gainers:
        yield (
            f"{count:,} {more}{plural(count, 'state is', 'states are')} left out: nobody loses there, "
            "but only one actor gains."
        )
    if (count := answer.out_of_reach) and answer.count:
        yield (
            f"{count:,} more {plural(count, 'state is', 'states are')} better for some and worse for none, "
            "but no moves of all actors together lead there."
        )
    if count := answer.unjudged:
        yield f"Of {count:,} {plural(count, 'state', 'states')} it is not known whether those who gain can reach them."


# ------------------------------------------------------------------------------------------------------- one deal


def deal_title(answer: Deals, place: int) -> str:
    """What a deal is called: its place, its state, and whether anybody loses by it."""
    deal, game = answer.deals[place], answer.game
    name = state_name(game, deal.state.key) if game.is_listed or game.label_of(deal.state.key) else ""
    losing = (
        joined(list(map(game.case.label, deal.losers))) if len(deal.losers) <= MOST_ALIKE else f"{len(deal.losers)} actors"
    )
    hurts = "nobody loses by it" if not deal.losers else f"worse for {losing}"
    return f"Deal {place + 1}{f', {name}' if name else ''}: {hurts}"


def deal_items(answer: Deals, deal: Deal) -> Iterator[Item]:
    """What is said of one deal."""
    game = answer.game
    yield Item(f"The package: {package_words(answer, deal.state)}.")
    yield Item("Who gains and who loses:")
    yield from (Item(words, 1, "-") for words in stake_words(game, deal.stakes))
    if deal.contract is None:
        yield Item("Who does what first is not known: the work allowed was not enough.")
    else:
        yield Item("Who does what first:")
        yield from (Item(words, 1, f"{k}.") for k, words in enumerate(_steps_words(answer, deal.contract), 1))
        if not deal.needs_trust:
            yield Item(f"No step leaves the actor who takes it worse off than {_then(answer)}.", 1)
        if deal.needed and deal.is_for_all:
            who, have = (
                _names(game, deal.needed),
                _verb(game, deal.needed, "does not gain, but moves or votes", "do not gain, but move or vote"),
            )
            yield Item(f"{who} {have} in these steps.", 1)
    yield from (Item(words) for words in keeping_words(answer, deal))
    if deal.minimal:
        groups = [joined([game.case.label(id_) for id_ in ids]) for ids in deal.minimal]
        more = f"; and {len(groups) - MOST_ALIKE} more" if len(groups) > MOST_ALIKE else ""
        who = plural(len(groups), "The smallest coalition", "The smallest coalitions")
        yield Item(f"{who} that can make this deal: {'; '.join(groups[:MOST_ALIKE])}{more}.")
    if deal.is_fallback:
        yield Item("It is also the fallback: the outcome whose worst-off actor does best.")


def package_words(answer: Deals, state: State) -> str:
    """What is done in the state agreed on; in a searched game, what is done otherwise than at the start."""
    game = answer.game
    if game.case.is_graph:
        return state_name(game, state.key)
    return doing_line(game, state.key) if game.is_listed else against_first(game, answer.start.key, state.key)


def _then(answer: Deals) -> str:
    return "today" if answer.start.key == answer.game.status_quo_key else f"in {state_name(answer.game, answer.start.key)}"


def _names(game: Game, ids: Sequence[str]) -> str:
    return shortened(list(map(game.case.label, ids)), MOST_ALIKE)


def _verb(game: Game, ids: Sequence[str], one: str, many: str) -> str:
    return verb(game.case, list(ids), one, many)


def stake_words(game: Game, stakes: Sequence[Standing]) -> Iterator[str]:
    """For each actor whether it is better or worse off, and the statements that it gains and loses; alike together."""
    for words, actors in alike((stake.actor, _stake(game, stake)) for stake in stakes).items():
        yield f"{_names(game, actors)}{words}."


def _stake(game: Game, stake: Standing) -> str:
    if stake.verdict == "equal":
        return ": no change"
    said = []
    for gained, word in ((True, "gains"), (False, "loses")):
        quoted = [statement_quoted(game.case, stake.actor, d.line) for d in stake.differences if d.gained is gained]
        more = [f"{len(quoted) - MOST_STATEMENTS} more"] if len(quoted) > MOST_STATEMENTS else []
        if quoted:
            said.append(f"{word} {joined([*quoted[:MOST_STATEMENTS], *more])}")
    return f", {stake.verdict} off{': ' if said else ''}{'; '.join(said)}"


def _steps_words(answer: Deals, steps: Sequence[ContractStep]) -> Iterator[str]:
    """The steps of a contract; in a searched game those who do the same one after another stand in one sentence."""
    if answer.game.is_listed:
        yield from (_step_words(answer, step) for step in steps)
        return
    for trusting, run in groupby(steps, key=lambda step: bool(step.trusts)):
        same = list(run)
        yield from (
            (_step_words(answer, step) for step in same) if trusting else (f"{w}." for w in steps_words(answer.game, same))
        )


def _step_words(answer: Deals, step: ContractStep) -> str:
    """One step of a contract, and who then has to trust."""
    game = answer.game
    change = step_words if game.is_listed else change_words
    words = f"{game.case.label(step.mover)} {change(game, step.mover, step.before.key, step.after.key)}"
    if not step.trusts:
        return f"{words}."
    worse = f"{_verb(game, step.trusts, 'is', 'are')} then worse off than {_then(answer)}"
    trust = _verb(game, step.trusts, "has to trust", "have to trust")
    return f"{words}. {_names(game, step.trusts)} {worse}, and {trust} that the others go on."


def keeping_words(answer: Deals, deal: Deal) -> Iterator[str]:
    """What keeps a deal or breaks it: who gains by a move of its own, whether that is answered, who leaves together."""
    game = answer.game
    if deal.standing == SELF_ENFORCING:
        yield "What keeps it: it is self-enforcing, nobody gains by breaking it alone."
    for k, one in enumerate(sorted(deal.tempted, key=_answered)):
        what = "" if k else "What keeps it: " if deal.standing == KEPT_BY_ANSWERS else "What could break it: "
        answered = ANSWERED[one.answered]
        yield f"{what}{game.case.label(one.mover)} would rather {_deed(game, one.mover, deal.state, one.after)}{answered}."
    if deal.group is not None and len(deal.group.actors) > 1:
        ids = deal.group.actors
        yield f"{_names(game, ids)} would leave it together for {_state_words(answer, deal.group.after)}."
    elif deal.group is None and deal.is_group_known:
        yield "No group of those who agree would leave it together."


def _answered(one: Temptation) -> int:
    """What nobody answers comes first, then what may have an answer that was not found, then what is answered."""
    return (False, None, True).index(one.answered)


def _deed(game: Game, mover: str, before: State, after: State) -> str:
    """A move behind "would rather": ``drop "Promise releases" (state 82)``."""
    # What several do and the infinitive have the same form.
    words, end = change_words(game, mover, before.key, after.key, many=True), state_name(game, after.key)
    return words if words.endswith(end) or not game.is_listed else f"{words} {state_in_brackets(game, after.key)}"


def _state_words(answer: Deals, state: State) -> str:
    game = answer.game
    return (
        state_name(game, state.key)
        if game.is_listed
        else f"a state where {against_first(game, answer.start.key, state.key)}"
    )


# ------------------------------------------------------------------------------------------- paths and the yardstick


def path_items(game: Game, paths: Sequence[DealPath]) -> Iterator[Item]:
    """Paths with deals: to which state, and step by step who moves, or who agrees on which moves."""
    for path in paths:
        yield Item(f"To {state_name(game, path.target.key)}:")
        for k, step in enumerate(path.steps, 1):
            moves = [move_words(game, m.mover, m.before.key, m.after.key) for m in step.moves]
            who = f"{_names(game, step.actors)} agree: " if step.is_deal else ""
            words = ", then ".join(moves)
            # A move that is called by its end names that already.
            end = "" if words.endswith(state_name(game, step.after.key)) else f" {state_in_brackets(game, step.after.key)}"
            yield Item(f"{who}{words}{end}.", 1, f"{k}.")


def _fallback(answer: Deals) -> Iterator[str]:
    """The fallback set with impasse, and without where that differs."""
    game, fallback, free = answer.game, answer.fallback, answer.without_impasse
    assert fallback is not None
    assert free is not None
    start = instead_of(answer)
    keys = [state.key for state in fallback.states]
    among = f"Of the {fallback.counted:,} states that nobody likes less than {start}"
    if fallback.counted == 1:
        yield f"Somebody likes each other state less than {start}, so the fallback is {start} itself."
    elif keys == [answer.start.key]:
        yield f"{among}, none serves the worst-off actor as well as {start} itself."
    else:
        place = "the best that it could have" if fallback.depth == 1 else f"one of its {fallback.depth:,} best places"
        best = states_listed(game, keys, MOST_STATES)
        yield f"{among}, the worst-off actor does best in {best}: each actor gets {place}."
    if fallback.outside:
        outside = states_listed(game, [state.key for state in fallback.outside], MOST_STATES)
        yield f"No moves of all actors together lead to {outside}."
    if [state.key for state in free.states] != keys:
        otherwise = "things could not stay as they are today" if start == "today" else f"{start} could not be kept"
        best = states_listed(game, [state.key for state in free.states], MOST_STATES)
        yield f"If {otherwise}, the worst-off actor would do best in {best}."
    yield "This is a yardstick, not a forecast: it asks what each could settle for, not who can move."


# ------------------------------------------------------------------------------------------------------ the table


def deals_table(answer: Deals, limit: int | None = None) -> Table:
    """One row for each deal, in the order of telling: what is agreed, who gains and loses, what keeps it, the steps."""
    game = answer.game
    rows = []
    for place, deal in enumerate(answer.deals[:limit], 1):
        name = (
            listed_name(game, deal.state.key)
            if game.is_listed
            else taken_words(game, deal.state.key, answer.start.key, "today")
        )
        kept = "not known" if deal.standing is None else deal.standing.replace("-by-", " by ")
        by = f" by {', '.join(dict.fromkeys(b.mover for b in deal.breakers))}" if deal.breakers else ""
        steps = "not found" if deal.contract is None else _order([step.mover for step in deal.contract])
        rows.append((str(place), name, _ids(deal.gainers), _ids(deal.losers), f"{kept}{by}", steps))
    more = answer.count - len(rows)
    notes = [
        "steps: who moves first, in order. breakable by: who gains by a move of its own that no credible answer takes away."
    ]
    if more > 0:
        notes.insert(0, f"{more:,} more deals; --limit shows them.")
    heads = ("", "state" if game.is_listed else "options taken (+ besides, - not)", "gain", "lose", "what keeps it", "steps")
    return Table(heads, tuple(rows), frozenset({""}), tuple(notes))


def _ids(ids: Sequence[str]) -> str:
    return shortened(list(ids), MOST_ALIKE) or "nobody"


def _order(movers: Sequence[str]) -> str:
    """Who moves first, then who, the end counted where there are many."""
    first = ", ".join(movers[:MOST_ALIKE])
    return first if len(movers) <= MOST_ALIKE else f"{first}, then {len(movers) - MOST_ALIKE} more"
