"""Who can block a decision, and how sure the answer is, as lines of the brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.blocking import Decision
from countermove.analysis.compare.comparison import Change, Side
from countermove.analysis.deals.record import Deal
from countermove.analysis.lines import Difference
from countermove.analysis.model.assumptions import Alternative, Support, Unsupported
from countermove.analysis.robustness.changes import Change as Swap
from countermove.briefing.briefing import Briefing
from countermove.briefing.grounds import Grounds, Scenarios
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.model.preferences import Line
from countermove.text.clauses import clause, goal, goal_of, limit
from countermove.text.naming import joined
from countermove.text.phrases import Lines, plural, sentence, turning_words
from countermove.text.pieces import capital, owners, said, verb
from countermove.text.verbs import is_plural
from countermove.views.brief.words import called, described, done, label_of, percentage, where
from countermove.views.preference_changes import change_clause, place_states

__all__ = ["decision_lines", "ground_lines", "scenario_lines", "support_words", "sure_lines"]

MOST_NAMES = 4
"""Veto holders up to whom a body is small; where all members of a larger one have a veto, that says more."""
MOST_VETOES = 6
"""Veto holders that are named one by one, as each of them alone matters: a line."""
MOST_ENDS = 2
"""Outcomes of a scenario that are told; of more, how many they are."""
MOST_CHANGES = 2
"""Changes that break the first outcome and are shown; `robust` tells them all."""
EXCEPT = "the same, except that "
"""How an outcome of a scenario begins that differs from the first in what follows."""
MOST_GROUPS = 4
"""Groups of actors against a decision who would lose the same: a line each."""


def decision_lines(game: Game, decisions: Sequence[Decision], deal: Deal | None = None, start: State | None = None) -> Lines:
    """For every option of a body: who has a veto, who is for and against changing it, and why.

    Decisions that the `deal` that is shown needs come first, with whom the deal, which is one from `start`, wins over.
    """
    needed = [] if deal is None else [k for k, is_taken in enumerate(deal.state.taken) if is_taken]
    for decision in sorted(decisions, key=lambda one: not (one.taking and one.option in needed)):
        name = f'{game.case.label(decision.body)}, "{game.options[decision.option].name}"'
        is_needed = bool(decision.taking) and decision.option in needed
        # Who gains against another state than that of the vote need not be won over by it.
        won = _won(decision, deal) if deal is not None and is_needed and decision.state == start else []
        yield 1, " ".join([f"{name}: {_vetoes(game, decision)}. {_now(game, decision)}", *_won_words(game, won)])


def _won(decision: Decision, deal: Deal) -> list[str]:
    """Those who are not for a decision that fails, and gain by the deal, if it would pass with them."""
    against = [*(actor for actor, _ in decision.oppose), *decision.neither]
    won = [actor for actor in against if actor in deal.gainers]
    is_enough = any(set(group) <= set(won) for group in decision.openers)
    return won if is_enough and not decision.passes else []


def _won_words(game: Game, won: Sequence[str]) -> list[str]:
    return [f"The deal above would win over {said(owners(game.case, won))}."] if won else []


def _vetoes(game: Game, decision: Decision) -> str:
    vetoes = decision.vetoes
    if not vetoes:
        return "nobody has a veto"
    members = game.case.bodies[decision.body].members
    if len(vetoes) > MOST_NAMES and set(vetoes) == set(members):
        return f"each of the {len(members)} members has a veto"
    if len(members) > MOST_NAMES and set(members) < set(vetoes):
        others = [actor for actor in vetoes if actor not in members]
        so = verb(game.case, others, "has", "have")
        return f"each of the {len(members)} members has a veto, and so {so} {said(owners(game.case, others))}"
    names = joined(list(map(game.case.label, vetoes))) if len(vetoes) <= MOST_VETOES else said(owners(game.case, vetoes))
    return f"{names} {'each have' if len(vetoes) > 1 else 'has'} a veto"


def _now(game: Game, decision: Decision) -> str:
    """What deciding it now would meet."""
    if decision.taking is None:
        return "This state leaves it open."
    if decision.after is None:
        here = "As things stand" if decision.state.key == game.status_quo_key else "In outcome 1"
        return f"{here}, it is not possible." if decision.taking else f"{here}, it cannot be undone."
    # Of an option with levels, taking one gives up another, which goes without saying.
    others = [game.options[option] for option in decision.along if game.options[option].level is None]
    with_ = joined([f'"{row.name}"' for row in others])
    what = f"{'to adopt it' if decision.taking else 'to undo it'}{f' (together with {with_})' if with_ else ''}"
    when = "Today" if decision.state.key == game.status_quo_key else "In outcome 1"
    verdict = f"{when}, a vote {what} would {'pass' if decision.passes else 'fail'}"
    sides = [f"{said(owners(game.case, decision.favour))} {verb(game.case, decision.favour, 'is', 'are')} for it"] * bool(
        decision.favour
    )
    against = [actor for actor, _ in decision.oppose]
    sides += [f"{said(owners(game.case, against))} {verb(game.case, against, 'is', 'are')} against it"] * bool(against)
    neither = decision.neither
    if not decision.passes and 0 < len(neither) <= MOST_NAMES:
        sides.append(f"{said(owners(game.case, neither))} {verb(game.case, neither, 'is', 'are')} indifferent")
    turn = _turning(game, decision)
    return " ".join(
        [f"{verdict}: {'; '.join(sides) or 'nobody wants it'}.", *_reasons(game, decision), *([turn] if turn else [])]
    )


def _turning(game: Game, decision: Decision) -> str:
    return turning_words(game.case, decision) if game.is_listed else ""


def _reasons(game: Game, decision: Decision) -> Iterator[str]:
    """What those against it want, a sentence each for those who want the same, at most four; nothing where it is plain."""
    groups: dict[str, list[tuple[str, Difference]]] = {}
    for actor, lost in decision.oppose:
        if lost is not None:
            groups.setdefault(_reason(game, decision, lost, is_plural=False), []).append((actor, lost))
    row = game.options[decision.option]
    # That they do not want the decision itself goes without saying.
    groups.pop(f'wants {game.case.label(row.owner)} {"not " if decision.taking else ""}to adopt "{row.name}"', None)
    for group in list(groups.values())[:MOST_GROUPS]:
        actors, (_, lost) = [actor for actor, _ in group], group[0]
        wants = _reason(game, decision, lost, is_plural(game.case, actors))
        yield f"{said(capital(owners(game.case, actors)))} {wants}."


def _reason(game: Game, decision: Decision, lost: Difference, is_plural: bool) -> str:
    """What an actor against a decision wants, or several alike want."""
    assert decision.after is not None  # nobody is against what is not possible
    return said(goal_of(game, lost, decision.state.key, decision.after.key, is_plural))


def support_words(counted: Support) -> str:
    """How many assumptions there are, and how many have neither evidence nor a reason.

    >>> support_words(Support(35, 16, 3))
    'Of 35 assumptions, 19 have evidence, 13 only a stated reason, and 3 neither.'
    >>> support_words(Support(10, 10, 0))
    'All 10 assumptions have only a stated reason.'
    >>> support_words(Support(5000, 4000, 1200))
    'Of 5,000 assumptions, 1,000 have evidence, 2,800 only a stated reason, and 1,200 neither.'
    """
    # What has evidence needs no reason.
    total, bare, neither = counted.total, counted.without_evidence, counted.without_reason
    counts = {"evidence": total - bare, "only a stated reason": bare - neither, "neither": neither}
    counts = {what: count for what, count in counts.items() if count}
    if len(counts) == 1:
        (what,) = counts
        what = "neither evidence nor a stated reason" if what == "neither" else what
        every = "Both assumptions have" if total == 2 else f"All {total:,} assumptions have"
        return f"{plural(total, 'The one assumption has', every)} {what}."
    if "evidence" not in counts:
        counts = {"only a stated reason": bare - neither, "no support at all": neither}
    (what, first), *others = counts.items()
    parts = [f"{first:,} {plural(first, 'has', 'have')} {what}", *(f"{count:,} {what}" for what, count in others)]
    return f"Of {total:,} assumptions, {', '.join(parts[:-1])}{',' * (len(parts) > 2)} and {parts[-1]}."


def sure_lines(briefing: Briefing, for_documents: bool = False) -> Lines:
    """How robust the first outcome is, what uncertain statements and scenarios would change, and what has no support.

    `for_documents`: whether assumptions without evidence are named as well, and ids, which only help at a terminal, not.
    """
    if briefing.grounds is None:
        return
    # What the answer hangs on comes first: it stays where the part is cut.
    yield from _uncertain_lines(briefing.game, briefing.grounds, briefing.lead, for_documents)
    yield from ((1, text) for text in _robustness(briefing))
    if briefing.scenarios is not None:
        yield from scenario_lines(briefing.scenarios, with_ids=not for_documents)
    yield from _support_lines(briefing.game, briefing.grounds)
    if for_documents and briefing.grounds.unsupported:
        yield 1, _unsupported_words(briefing.game.case, briefing.grounds)
    labels = [concept.label for concept in briefing.table.concepts]
    yield 1, f"{plural(len(labels), 'Method (solution concept)', 'Methods (solution concepts)')}: {joined(labels)}."


def ground_lines(game: Game, grounds: Grounds, lead: State | None) -> Lines:
    """What uncertain statements would change, the least sure first, and how many assumptions have no support."""
    yield from _uncertain_lines(game, grounds, lead)
    yield from _support_lines(game, grounds)


def _uncertain_lines(game: Game, grounds: Grounds, lead: State | None, for_documents: bool = False) -> Lines:
    if not game.is_listed:
        yield from _unasked(game, grounds, for_documents)
        return
    yield from ((1, _alternative_words(game, one, lead)) for one in _by_weight(grounds))
    untried = grounds.uncertain - len(grounds.alternatives)
    if untried > 0:
        yield 1, f"{untried} more {plural(untried, 'statement is', 'statements are')} uncertain, and were not tried."


def _support_lines(game: Game, grounds: Grounds) -> Lines:
    ranked = [game.case.label(actor) for actor in grounds.rankings]
    if ranked:
        yield 1, f"{plural(len(ranked), 'The ranking', 'The rankings')} of {joined(ranked)}: taken as given."
    weighted = [game.case.label(actor) for actor in grounds.weights]
    if weighted:
        yield 1, f"The weights of {joined(weighted)}: taken as given."
    if grounds.support.total:
        yield 1, support_words(grounds.support)


def _robustness(briefing: Briefing) -> Iterator[str]:
    """What breaks the first outcome, out of what was tried."""
    single = briefing.breakers[0] if briefing.breakers else None
    if single is None or not single.swaps + single.others:
        return
    # What is uncertain is shown with what follows if it is not so; here stand the swaps.
    swaps = [change for change in single.breakers if change.kind == "swap"]
    others = len(single.breakers) - len(swaps)
    if not swaps and single.swaps:
        records = [one for one in briefing.game.case.actors.values() if len(one.prefers or one.ranking or ()) > 1]
        some = ["list of preferences"] * any(one.prefers for one in records) + ["ranking"] * any(
            one.ranking for one in records)  # fmt: skip
        what = joined(some, "or") or "list of preferences"
        yield f"Swapping any two neighbouring entries in an actor's {what} ({single.swaps} tried) leaves outcome 1 in place."
    elif swaps:
        clauses = [_swap_words(briefing, change) for change in swaps[:MOST_CHANGES]]
        more = len(swaps) - len(clauses)
        clauses += [plural(more, "one more swap is made", f"any of {more} more swaps is made")] if more else []
        tried = f"{single.swaps} {plural(single.swaps, 'swap was', 'swaps were')} tried"
        yield f"Outcome 1 breaks if {joined(clauses, 'or if')} ({tried})."
    # What each of the uncertain statements would change is shown below; unknown orders are not among them.
    told = 0 if briefing.grounds is None else sum(one.state != single.state.key for one in briefing.grounds.alternatives)
    if others > told:
        readings = plural(others, "another reading", f"{others} other readings")
        yield f"Outcome 1 breaks under {readings} of what is uncertain ({single.others} tried)."


def _swap_words(briefing: Briefing, swap: Swap) -> str:
    """What an actor would care about more, or which of two states it would prefer, after "if"."""
    game, case, record = briefing.game, briefing.game.case, briefing.game.case.actors[swap.actor]
    if record.prefers is not None:
        lower, upper = record.prefers[swap.index : swap.index + 2]
        if not (isinstance(lower, Line) and isinstance(upper, Line)):
            return change_clause(game, swap)
        more, less = (said(clause(case, line.that, swap.actor)) for line in (upper, lower))
        return f"it matters more to {case.label(swap.actor)} that {more} than that {less}"
    if not isinstance(game, ListedGame):
        return change_clause(game, swap)
    worse, better = (place_states(game, swap.actor, swap.index + k) for k in (0, 1))
    if len(better) > 1 or len(worse) > 1:
        return change_clause(game, swap)
    likes = verb(case, [swap.actor], "likes", "like")
    states = [_named_here(briefing, game, key) for key in (better[0], worse[0])]
    return f"{case.label(swap.actor)} {likes} {states[1]} less than {states[0]}"


def _named_here(briefing: Briefing, game: ListedGame, key: int) -> str:
    """A state as the brief names it: by its place among the outcomes, by a label that it has alone, or by what is done."""
    state = game.at(key)
    for place, outcome in enumerate(briefing.outcomes, 1):
        if outcome.equilibrium.state == state:
            return f"outcome {place}"
    if game.case.is_graph or (state.label and sum(game.label_of(k) == state.label for k in range(game.size)) == 1):
        return said([label_of(state) or ""])
    return f"the state where {said(done(game, game.status_quo_key, key))}"


def _by_weight(grounds: Grounds) -> list[Alternative]:
    """Uncertain statements, the least sure first."""
    return sorted(grounds.alternatives, key=lambda one: one.line.sure)


def _unasked(game: Game, grounds: Grounds, for_documents: bool = False) -> Lines:
    """What the brief of a searched game does not look at, and how to ask for it."""
    case, uncertain = game.case, grounds.uncertain
    for actor, line in grounds.untried:
        yield 1, f"{_assumed(case, actor, line)} What follows if that is wrong was not examined."
    if uncertain > len(grounds.untried):
        more = uncertain - len(grounds.untried)
        yield 1, f"{more} more {plural(more, 'statement is', 'statements are')} uncertain."
    if case.views:
        yield 1, "What actors believe of each other was not looked at: the states are too many."
    if case.scenarios and game.scenario is None:
        abouts = [scenario.about.strip() for scenario in case.scenarios.values()]
        if for_documents and all(about.lower().startswith("what if ") for about in abouts):
            yield 1, f"Not examined here: {' '.join(abouts)}"
            return
        names = list(case.scenarios)
        yield 1, f"Not examined here: {plural(len(names), 'scenario', 'scenarios')} {joined(names)}."


def _alternative_words(game: Game, alternative: Alternative, lead: State | None) -> str:
    """What follows if an uncertain statement is not true."""
    assumed = _assumed(game.case, alternative.actor, alternative.line)
    end = _end(game, alternative, lead)
    if alternative.instead is None:
        return f"{assumed} If that is wrong, {end}."
    who = game.case.label(alternative.actor)
    wanted = said(goal(game.case, alternative.instead, alternative.actor))
    # A statement of several clauses ends with a pause, one about options alone does not.
    then = "; then" if wanted.startswith(("wants this: ", "want this: ")) else ","
    return f"{assumed} If {who} instead {wanted}{then} {end}."


def _assumed(case: Case, actor: str, line: Line) -> str:
    """An uncertain statement, with how sure the analyst is."""
    sure = f", with {percentage(line.sure)} certainty," if line.sure != 1 else ""
    return f"It is assumed{sure} that {case.label(actor)} {said(goal(case, line.that, actor))}."


def _end(game: Game, alternative: Alternative, lead: State | None) -> str:
    # Options that a coalesced state leaves open may matter to the other statement, and then it has no single rank.
    if not alternative.sound:
        return "nothing can be said: a state that counts as one would have to be split"
    if alternative.state is None:
        return "no state is an equilibrium"
    if lead is not None and alternative.state == lead.key:
        reach = (
            ""
            if alternative.reached is not False or game.status_quo_key is None
            else (", though no single improvements lead there")
        )
        return f"outcome 1 remains best supported{reach}"
    state = game.at(alternative.state)
    if alternative.reached:
        return f"things can end {said(where(game, state, lead))}"
    return f"the best supported outcome is the one {said(called(game, state))}"


def _unsupported_words(case: Case, grounds: Grounds) -> str:
    """The first assumptions without evidence, and how many more there are."""
    parts = [_unsupported(case, one) for one in grounds.unsupported]
    more = grounds.support.without_evidence - len(parts)
    parts += [f"and {more} more"] if more else []
    return f"Without evidence: {'; '.join(parts)}."


def _unsupported(case: Case, one: Unsupported) -> str:
    if one.actor is not None:
        return f"{case.label(one.actor)} {said(goal(case, one.statement, one.actor))}"
    return said(limit(case, one.statement, one.is_always))


def scenario_lines(scenarios: Scenarios, with_ids: bool = True) -> Lines:
    """For each scenario where it ends then."""
    case = scenarios.base.game.case
    for effect in scenarios.effects:
        about = case.scenarios[effect.name].about.strip().rstrip(".") if effect.name in case.scenarios else ""
        effect_words = _effect_words(scenarios.base, effect.change)
        name = _scenario_name(effect.name, about, with_ids)
        yield 1, f"{name} {effect_words if name.endswith(':') else sentence(effect_words)}."
    if scenarios.untried:
        are = plural(scenarios.untried, "scenario was", "scenarios were")
        yield 1, f"{scenarios.untried} {are} not solved here."


def _scenario_name(name: str, about: str, with_id: bool) -> str:
    """A scenario by its id and what the case says about it; a question of the case stands for itself."""
    if about.lower().startswith("what if "):
        return f"{about.rstrip('?')}?{f' ({name})' if with_id else ''}"
    return f"In scenario {name}{f' ({about})' if about else ''}:"


def _effect_words(base: Side, change: Change | None) -> str:
    """Where a scenario ends: against the first outcome where the base has that state too, else by what is done."""
    if change is None:
        return "it cannot be solved (countermove check says why)"
    # Where both have none there is nothing that is the same.
    if base.outcome_keys and [change.there.of(state) for state in base.outcome_keys] == list(change.side.outcome_keys):
        return "the same outcome"
    game, many = change.side.game, len(change.side.outcome_keys)
    if not many:
        return "single improvements lead to no equilibrium" if game.status_quo_key is not None else "no equilibrium"
    if many > MOST_ENDS:
        return f"one of {many:,} outcomes"
    ends = [_new_outcome(base, change, key) for key in change.side.outcome_keys]
    if many == 1:
        return ends[0]
    if ends.count("the same outcome") == 1:
        (other,) = (end for end in ends if end != "the same outcome")
        # "The same, or the same, except ..." would read as if both were the same.
        other = other.replace(EXCEPT, "one that differs from it in this: ", 1) if other.startswith(EXCEPT) else other
        return f"the same outcome may result, or {other}"
    return f"either {', or '.join(ends)}"


def _new_outcome(base: Side, change: Change, key: int) -> str:
    state, old = change.side.game.at(key), change.back.of(key)
    if old is None or len(base.outcome_keys) != 1:
        return described(change.side.game, state)
    label = label_of(base.game.at(old))
    if old == base.outcome_keys[0]:
        return "the same outcome"
    difference = f"{EXCEPT}{said(done(base.game, base.outcome_keys[0], old))}"
    return difference if label is None else f"{label} ({difference})"
