"""Who gains and who loses by the first outcome, and what holds it there."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analysis.lines import Difference
from countermove.analysis.model.places import Place
from countermove.briefing.briefing import Briefing
from countermove.briefing.stakes import OtherMove, Stake, Stakes, Stay
from countermove.explanation import Improvement, Preference
from countermove.explanation.evidence import Step
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.text.blocks import Table
from countermove.text.clauses import changed_words, goal_of
from countermove.text.naming import joined
from countermove.text.phrases import Lines, plural
from countermove.text.pieces import amount, capital, owners, said, verb
from countermove.views.brief.words import called, move, place_words, rather

__all__ = ["other_move_words", "searched_stay_lines", "stake_lines", "stake_table", "stay_lines"]

MOST_ACTORS = 8
"""Actors that have a row of their own; of more, those who gain or lose most, and the others are counted."""
SLIGHT, SLIGHTLY = 0.05, "slightly"
"""A change of place by less than this share of all states is called slight."""
NOTHING = "-"
"""What stands in a cell where there is nothing to say."""
VERDICTS = {"better": "better", "worse": "worse", "equal": "no change"}


def stake_table(briefing: Briefing) -> Table | None:
    """A row for each actor: its place today and then, whether that is better, and what it gains and loses most by."""
    stakes, game = briefing.stakes, briefing.game
    if stakes is None or (not stakes.is_change and not game.is_listed):
        return None
    has_places, is_change = game.is_listed, stakes.is_change
    columns = ["Actor"]
    columns += (["Place today", "Place then"] if is_change else ["Place"]) if has_places else []
    columns += ["Change", *([] if game.case.is_graph else ["Gains, since", "Loses, since"])] if is_change else []
    groups: dict[tuple[str, ...], list[Stake]] = {}
    for stake in stakes.actors:
        groups.setdefault(_cells(briefing, stake), []).append(stake)
    chosen = _told([group[0] for group in groups.values()])
    rows = [
        (_who(game, group), *_cells(briefing, group[0], is_plural=len(group) > 1))
        for group in groups.values()
        if group[0] in chosen
    ]
    others = [stake for group in groups.values() if group[0] not in chosen for stake in group]
    notes = (_unchanged(stakes), _of_others(others), _scale(game, stakes))
    return Table(tuple(columns), tuple(rows), notes=tuple(filter(None, notes)))


def _who(game: Game, group: Sequence[Stake]) -> str:
    return said(capital(owners(game.case, [stake.actor for stake in group])))


def _cells(briefing: Briefing, stake: Stake, is_plural: bool = False) -> tuple[str, ...]:
    """The row of an actor without its name; of several actors alike about "they"."""
    stakes, case = briefing.stakes, briefing.game.case
    assert stakes is not None
    cells: list[str] = []
    if stake.today is not None and stake.then is not None:
        today = [_numbers(stake.today)] if stakes.is_change else []
        cells += [*today, f"{_numbers(stake.then)}, {place_words(stake.then)}"]
    if stakes.is_change:
        cells.append(verdict_words(stake))
        if not case.is_graph:
            pronoun = "they" if is_plural else verb(case, [stake.actor], "it", "they")
            cells += [_by(briefing, stake.gained, pronoun) or NOTHING, _by(briefing, stake.lost, pronoun) or NOTHING]
    return tuple(cells)


def _unchanged(stakes: Stakes) -> str:
    """Why there is nothing to gain or to lose; nothing where something changes."""
    if stakes.is_change:
        return ""
    is_here = "Nothing changes: outcome 1 is where things stand today."
    return is_here if stakes.before is not None else "There is no start to compare with."


def _of_others(others: Sequence[Stake]) -> str:
    """How those without a row of their own fare, counted."""
    if not others:
        return ""
    counts = {kind: sum(one.verdict == kind for one in others) for kind in VERDICTS}
    parts = [f"{amount(count)} {_for_others(VERDICTS[kind], count)}" for kind, count in counts.items() if count]
    return f"Of the {len(others)} other actors, {joined(parts)}."


def _scale(game: Game, stakes: Stakes) -> str:
    """What a place among all states means, and what is called slight."""
    if not game.is_listed:
        return ""
    slight = any(verdict_words(stake).startswith(SLIGHTLY) for stake in stakes.actors) and stakes.is_change
    less = f" {SLIGHTLY.capitalize()}: by less than {round(100 * SLIGHT)}\u00a0% of all." if slight else ""
    what = "states" if game.case.is_graph else "combinations of choices"
    return f"(Places count from 1, the best, among all {game.size:,} {what}; equal ones share theirs.{less})"


def _told(stakes: Sequence[Stake]) -> Sequence[Stake]:
    """The actors with a row: all, or those whose place changes most, in the order of the file."""
    if len(stakes) <= MOST_ACTORS:
        return stakes
    order = sorted(stakes, key=lambda stake: (stake.verdict == "equal", -abs(_shift(stake))))
    chosen = {stake.actor for stake in order[:MOST_ACTORS]}
    return [stake for stake in stakes if stake.actor in chosen]


def _shift(stake: Stake) -> float:
    """By which share of all states the place changes; 0 where nobody has counted them."""
    if stake.today is None or stake.then is None:
        return 0.0
    return (stake.then.worse - stake.today.worse) / stake.then.size


def verdict_words(stake: Stake) -> str:
    """Whether the outcome is better than today: `slightly` where the place hardly changes."""
    is_slight = stake.then is not None and stake.verdict != "equal" and abs(_shift(stake)) < SLIGHT
    return f"{f'{SLIGHTLY} ' if is_slight else ''}{VERDICTS[stake.verdict]}"


def _by(briefing: Briefing, difference: Difference | None, pronoun: str = "") -> str:
    stakes = briefing.stakes
    if difference is None or stakes is None or stakes.before is None:
        return ""
    return said(changed_words(briefing.game, difference, stakes.before.key, stakes.after.key, pronoun))


def stake_lines(briefing: Briefing) -> Lines:
    """The same in sentences: for each actor whether the outcome is better than today, and what makes it so."""
    stakes, game = briefing.stakes, briefing.game
    if stakes is None:
        return
    if not stakes.is_change:
        yield 1, f"{_unchanged(stakes)}{' How good outcome 1 is for each:' if game.is_listed else ''}"
    if stakes.is_change or game.is_listed:
        groups: dict[str, list[Stake]] = {}
        for stake in stakes.actors:
            groups.setdefault(_stake_words(briefing, stake), []).append(stake)
        chosen = _told([group[0] for group in groups.values()])
        for group in groups.values():
            if group[0] in chosen:
                # Of several the words about each itself are about "they".
                words = _stake_words(briefing, group[0], is_plural=len(group) > 1)
                yield 1, f"{_who(game, group)}: {words}."
        others = [stake for group in groups.values() if group[0] not in chosen for stake in group]
    else:
        others = []
    for remark in (_of_others(others), _scale(game, stakes)):
        if remark:
            yield 1, remark


def _numbers(place: Place) -> str:
    """The place of a state from 1, the best: of several that an actor likes alike, the first and the last place."""
    first, last = place.better + 1, place.better + place.alike
    return f"{first:,}" if first == last else f"{first:,} to {last:,}"


def _place(place: Place) -> str:
    return f"place {_numbers(place)} of {place.size:,}"


def _places(today: Place, then: Place) -> str:
    """The place then, in words as well, and the place today, if it is another."""
    text = f"{_place(then)}, {place_words(then)}"
    return text if today == then else f"{text}; today place {_numbers(today)}"


def _stake_words(briefing: Briefing, stake: Stake, is_plural: bool = False) -> str:
    """How an actor fares, after its name."""
    stakes = briefing.stakes
    assert stakes is not None
    if not stakes.is_change:
        return "" if stake.then is None else f"{_place(stake.then)}, {place_words(stake.then)}"
    places = "" if stake.today is None or stake.then is None else f" ({_places(stake.today, stake.then)})"
    pronoun = "they" if is_plural else verb(briefing.game.case, [stake.actor], "it", "they")
    first, other = (stake.gained, stake.lost) if stake.verdict == "better" else (stake.lost, stake.gained)
    since, though = _by(briefing, first, pronoun), _by(briefing, other, pronoun)
    # One and the same choice may serve one statement and fail another; it is no reason against itself.
    reasons = [
        f", {word} {words}" for word, words in (("since", since), ("though", though if though != since else "")) if words
    ]
    # Whom it leaves as well off may gain and lose statements that weigh the same, or none at all.
    return f"{verdict_words(stake)}{places}{''.join(reasons) if stake.verdict != 'equal' else ''}"


def _for_others(word: str, count: int) -> str:
    if word == "no change":
        return plural(count, "sees no change", "see no change")
    return f"{plural(count, 'is', 'are')} {word} off"


# ------------------------------------------------------------------------------------------------ what holds it


def stay_lines(game: ListedGame, stays: Sequence[Stay], outcome: State) -> Lines:
    """For each mover the best that it could try at an outcome, and what stops it."""
    for stay in stays:
        mover = game.mover(stay.mover)
        who = game.case.label(stay.mover)
        if stay.best is not None:
            yield 1, f"{who} would gain at first: {said(move(game, stay.mover, outcome.key, stay.best.state))}."
            yield 2, _answer(game, stay.best) if stay.is_answered else "But it looks further ahead, and stays."
        elif mover.merged:
            yield 1, f"{who}: no move that they make together is better for each of them."
        elif mover.is_body:
            yield 1, f"{who}: none of its decisions would pass."
        elif stay.other is None:
            yield 1, f"{who} {verb(game.case, [stay.mover], 'has', 'have')} no other move."
        else:
            yield 1, f"{who}: {other_move_words(game, stay.mover, stay.other, outcome)}"


def other_move_words(game: Game, mover: str, other: OtherMove, outcome: State) -> str:
    """The best other move of an actor at an outcome, and what it would give up by it."""
    best = f"the best other move is to {said(rather(game, mover, outcome.key, other.to.key))}"
    if other.worth == "good":
        return f"{best}, which is just as good."
    if other.lost is None:
        return f"{best}, which is worse."
    wanted = said(goal_of(game, other.lost, outcome.key, other.to.key))
    # Where it wants the very thing that it would give up, or avoid, the name of the option need not be said twice.
    for plain, words in (("wants to avoid", "choose"), ("wants to choose", "drop")):
        if any(wanted == f'{plain} "{row.name}"' and best.endswith(f'to {words} "{row.name}"') for row in game.options):
            return f"{best}, which it {plain.removesuffix(' to choose')}{' to keep' if words == 'drop' else ''}."
    return f"{best}, but it {wanted}."


def _answer(game: Game, improvement: Improvement) -> str:
    if improvement.combination is not None:
        movers = said(owners(game.case, [change.mover for change in improvement.combination.changes]))
        end = said(called(game, game.at(improvement.combination.state)))
        return f"But if {movers} moved at the same time, it would end in the outcome {end}, which is no better."
    if not improvement.sanction:
        return "But this improvement has an answer; the answers were not searched one by one."
    moves = [said(move(game, step.mover, step.before, step.after)) for step in improvement.sanction]
    return f"But then {', then '.join(moves)}: {_kind(game, improvement.sanction)}."


def _kind(game: Game, steps: Sequence[Step]) -> str:
    """Whether those who answer would: of a body it is said that its decision would not pass, for it likes nothing."""
    unwilling = [step for step in steps if not step.credible]
    if not unwilling:
        return "each move is in its mover's own interest, and the gain is gone"
    owned = [step for step in unwilling if isinstance(step.why, Preference)]
    free = all(isinstance(step.why, Preference) and step.why.gain == 0 for step in owned)
    kinds = []
    if owned:
        ids = list(dict.fromkeys(step.mover for step in owned))
        who = said(owners(game.case, ids))
        kinds.append(f"a threat that {who} would neither gain nor lose by" if free else
                     f"a threat that {who} {verb(game.case, ids, 'has', 'have')} no interest in carrying out")  # fmt: skip
    if len(owned) < len(unwilling):
        bodies = list(dict.fromkeys(s.mover for s in unwilling if not isinstance(s.why, Preference)))
        kinds.append(f"a decision of {said(owners(game.case, bodies))} that would not pass")
    return ", and ".join(kinds)


# ------------------------------------------------------------------------------------------------ searched games


def searched_stay_lines(briefing: Briefing) -> Lines:
    """What the first outcome of a searched game rests on: that nobody gains by a move, or that answers meet every gain."""
    game, table, lead = briefing.game, briefing.table, briefing.lead
    if lead is None:
        return
    search = table.search_result
    # Of other states the search knows only that answers hold them, not whom: `explain` looks at each mover.
    if lead.key in search.nash.codes:
        actors = sum(not mover.is_body for mover in game.movers)
        bodies = [mover.id for mover in game.movers if mover.is_body]
        who = plural(actors, "The one actor who can move gains nothing", f"None of the {actors} actors who can move gains")
        yield 1, f"{who} by any other move of its own."
        if bodies:
            yield (
                1,
                f"{said(owners(game.case, bodies))}: none of {plural(len(bodies), 'its', 'their')} decisions would pass.",
            )
        return
    moves = plural(search.depth, "one move", f"{search.depth} moves")
    yield 1, f"Some actor would gain at first, but every improvement has an answer of at most {moves}: countermove explain."
