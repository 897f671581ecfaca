"""The bottom line: what happens from here, who gains by it, and what could change it, in at most fifty words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from countermove.analysis.deals.record import Deal
from countermove.analysis.model.assumptions import Alternative
from countermove.briefing.briefing import Briefing
from countermove.briefing.headline import Headline
from countermove.game.game import Game, State
from countermove.stability.concept import NASH
from countermove.text.clauses import goal
from countermove.text.pieces import Name, Piece, amount, capital, count_words, counted, in_short, said, verb
from countermove.views.brief.words import avoided_words, called, done, label_of, percentage, where

__all__ = ["MOST_WORDS", "bottom_line", "bottom_pieces"]

MOST_WORDS = 50
"""Words of a bottom line, names counted as one each: what people take in at one reading."""
MOST_COUNTED = 12
"""Outcomes that are counted in words; of more, people want to know that they are many."""
FORMS = ((2, 2), (1, 2), (0, 2), (2, 1), (1, 1), (0, 1), (0, 0))
"""How fully the outcome, and the deal, are shown, from the fullest to the shortest form that is tried: 2 by label and
by what is done, 1 by label, or else by what is done, 0 by label, or else by the number below. The deal is news, so
the outcome gives way first."""
DETAILS = ((True, True), (True, False), (False, True), (False, False))
"""Whether those are named for whom nothing changes, and whether an assumption is named on which the answer hangs."""

Sentence = list[Piece]

DEAL_BELOW = "the deal below"
"""A deal that the brief describes further down."""


def bottom_line(briefing: Briefing, alone: bool = False) -> str:
    """The bottom line of a briefing: at most three sentences and fifty words, without a figure or a term of the theory.

    `alone`: nothing of the brief stands below it, so that it points to nothing there.
    """
    sentences = bottom_pieces(briefing)
    if alone:
        sentences = [["a deal" if piece == DEAL_BELOW else piece for piece in sentence] for sentence in sentences]
    return " ".join(said(sentence) for sentence in sentences)


def bottom_pieces(briefing: Briefing) -> list[Sentence]:
    """The sentences of the bottom line in pieces, in the fullest form that has room."""
    # What the answer hangs on comes before details of it.
    for has_doubt in (True, False):
        for form in FORMS:
            for details in DETAILS:
                sentences = [capital(one) for one in _sentences(briefing, *form, has_doubt, *details)][:3]
                if sum(map(count_words, sentences)) <= MOST_WORDS:
                    return sentences
    while sum(map(count_words, sentences)) > MOST_WORDS and len(sentences) > 1:
        sentences.pop()
    return sentences


def _sentences(
    briefing: Briefing, tells_outcome: int, tells_deal: int, has_doubt: bool, has_unchanged: bool, names_doubt: bool
) -> Iterator[Sentence]:
    first, *more = FIRST[briefing.headline](briefing, tells_outcome)
    caveat, is_doubt = _caveat(briefing, tells_deal)
    doubt = _doubt(briefing, names_doubt) if has_doubt and not is_doubt else []
    # The first sentence of those kinds ends with its full stop as a piece of its own.
    yield [*first[:-1], *doubt, "."] if doubt else first
    yield from more
    yield from _gains(briefing, has_unchanged)
    yield from [] if caveat is None else [caveat]


# ------------------------------------------------------------------------------------------------ what happens


def _lead(briefing: Briefing) -> State:
    assert briefing.lead is not None  # asked only where there is an outcome
    return briefing.lead


def _where(briefing: Briefing, detail: int) -> list[Piece]:
    """The first outcome as the end of a clause; by its number below where there is no room for more."""
    game, lead = briefing.game, _lead(briefing)
    label = label_of(lead)
    if label is None:
        return where(game, lead, who=counted) if detail else ["in outcome 1"]
    is_told = detail > 1 and game.case.states is None and lead.key != game.status_quo_key
    return ["in ", label, *([": ", *done(game, game.status_quo_key, lead.key, counted)] if is_told else [])]


def _which(briefing: Briefing, detail: int) -> list[Piece]:
    """The first outcome after "is"."""
    game, lead = briefing.game, _lead(briefing)
    label = label_of(lead)
    if label is None:
        return ["the one ", *where(game, lead, who=counted)] if detail else ["outcome 1"]
    is_told = detail > 1 and game.case.states is None and lead.key != game.status_quo_key
    return [
        "the one called ",
        label,
        *([", where ", *done(game, game.status_quo_key, lead.key, counted)] if is_told else []),
    ]


def _one(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    is_certain = briefing.course is not None and briefing.course.only == briefing.lead
    yield [f"left alone, things {'end' if is_certain else 'can end'} ", *_where(briefing, detail), "."]


def _several(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    count = _count(briefing.n_reached or 0)
    yield [f"left alone, things can end in {count} stable outcomes; best supported is ", *_which(briefing, detail), "."]


def _walked(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    found = "" if briefing.coverage.proved else ", the likeliest of those found so far"
    yield ["left alone, things can end ", *_where(briefing, detail), f"{found}."]


def _not_walked(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    start = "" if briefing.game.status_quo_key is None else ", but the moves followed from today ended in none"
    found = _count(briefing.table.count)
    yield [f"{found} stable {'outcome was' if briefing.table.count == 1 else 'outcomes were'} found{start}."]
    yield ["the first is ", *_which(briefing, detail), "."]


def _stays(briefing: Briefing, _: int) -> Iterator[Sentence]:
    today = None if briefing.deal is None else briefing.deal.from_today
    if today is None or not today.coverage.proved or today.unjudged:
        # Where not all was looked at there may be a deal.
        none = "" if today is None else "; no deal was found, though there may be one"
        yield [f"left alone, things stay as they are: no actor gains by a move of its own{none}."]
        return
    none = "no group of actors has a deal that all of them prefer"
    yield [f"things stay as they are: no actor gains by a move of its own, and {none}."]


def _stays_for_now(_: Briefing, __: int) -> Iterator[Sentence]:
    yield ["left alone, things stay as they are: no actor gains by a move of its own."]


def _no_start(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    count = briefing.n_nash
    if count == 1:
        yield ["one outcome is stable, ", *_which(briefing, detail), "."]
    elif count is None:
        yield from _not_walked(briefing, detail)
    elif count:
        yield [f"{_count(count)} outcomes are stable; best supported is ", *_which(briefing, detail), "."]
    else:
        yield from _unsupported(briefing, detail)
    yield ["no start is given, so nothing is said about how it gets there."]


def _by_deal(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    path = briefing.deal.path if briefing.deal is not None else None
    assert path is not None  # the kind says so
    end = where(briefing.game, path.target, who=counted) if detail else ["in a stable outcome"]
    yield ["single moves from today end nowhere; moves and deals together can end ", *end, "."]


def _unreached(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    count = briefing.n_nash or 0
    which = _which(briefing, detail)
    if count == 1:
        yield ["the one stable outcome is ", *which, ", but single improvements from today do not lead there."]
        return
    but = "but single improvements from today lead to none of them"
    yield [f"{_count(count)} outcomes are stable, {but}; best supported is ", *which, "."]


def _unsupported(briefing: Briefing, detail: int) -> Iterator[Sentence]:
    """No Nash equilibrium: what the best supported outcome rests on."""
    reasons = {
        "answers": "others would answer a move away from it, in their own interest",
        "threats": "only threats keep actors there",
        "chance": "leaving it pays unless others move at the same time",
        None: "looking ahead keeps actors there",
    }
    why = reasons[briefing.outcomes[0].rests_on]
    yield [f"from every state {_somebody(briefing)} would move on; best supported is ", *_which(briefing, detail),
           f", since {why}."]  # fmt: skip


def _none(briefing: Briefing, _: int) -> Iterator[Sentence]:
    if not briefing.coverage.proved:
        yield ["no stable outcome was found so far; there may be one."]
        return
    yield [f"nothing is stable: from every state {_somebody(briefing)} would move on."]
    if briefing.course is not None and briefing.course.ends == ():
        yield ["improvements from today go round in a circle."]


def _somebody(briefing: Briefing) -> str:
    return "some actor or body" if any(mover.is_body for mover in briefing.game.movers) else "some actor"


def _count(number: int) -> str:
    """How many, in words: a bottom line has no figures."""
    return amount(number) if number <= MOST_COUNTED else "many"


def _no_moves(_: Briefing, __: int) -> Iterator[Sentence]:
    yield ["nobody can do anything in this case: no actor and no body has a move."]


FIRST: dict[Headline, Callable[[Briefing, int], Iterator[Sentence]]] = {
    "no moves": _no_moves,
    "none": _none,
    "no start": _no_start,
    "stays, deal for all": _stays_for_now,
    "stays, deal for some": _stays_for_now,
    "stays": _stays,
    "walked": _walked,
    "not walked": _not_walked,
    "one": _one,
    "several": _several,
    "by deal": _by_deal,
    "unreached": _unreached,
    "credible": _unsupported,
    "threats": _unsupported,
    "chance": _unsupported,
    "foresight": _unsupported,
}
"""What the first sentence says for each kind of answer."""
ENDING = ("one", "several")
"""Kinds of answers whose first sentence says where things end."""


# ------------------------------------------------------------------------------------------------ who gains


def _gains(briefing: Briefing, has_unchanged: bool) -> Iterator[Sentence]:
    """Who is better and who is worse off than today in the outcome that the first sentence names, and who is neither."""
    stakes = briefing.stakes
    if stakes is None or not stakes.is_change or briefing.headline in ("unreached", "not walked", "by deal"):
        return
    case = briefing.game.case
    better = [one.actor for one in stakes.actors if one.verdict == "better"]
    worse = [one.actor for one in stakes.actors if one.verdict == "worse"]
    unchanged = [one.actor for one in stakes.actors if one.verdict == "equal"]
    parts: list[list[Piece]] = []
    if better:
        parts.append([*in_short(case, better), f" {verb(case, better, 'gains', 'gain')} by it"])
    if worse:
        parts.append([*in_short(case, worse), f" {verb(case, worse, 'loses', 'lose')}{'' if better else ' by it'}"])
    if not parts:
        yield ["nobody gains or loses by it."]
        return
    if unchanged and has_unchanged:
        parts.append(["nothing changes for ", *in_short(case, unchanged)])
    yield [piece for place, part in enumerate(parts) for piece in ([*(["; "] if place else []), *part])] + ["."]


# ------------------------------------------------------------------------------------------------ what could change it


def _caveat(briefing: Briefing, detail: int) -> tuple[Sentence | None, bool]:
    """What speaks against the first sentence, the first that there is: a deal, a surprise, an uncertain statement.

    And whether it is the last of these.
    """
    for source in (_deal, _surprise, _uncertain):
        sentence = source(briefing, detail)
        if sentence is not None:
            return sentence, source is _uncertain
    return None, False


def _doubt(briefing: Briefing, is_named: bool) -> list[Piece]:
    """The end of a first sentence that an uncertain statement would change; empty where none would.

    `is_named`: whether the statement is quoted, if it is about options alone.
    """
    one = _weakest(briefing)
    if one is None or one.line.sure == 1 or briefing.headline not in ENDING:
        return []
    wanted = goal(briefing.game.case, one.line.that, one.actor)
    if is_named and not str(wanted[0]).endswith("this: "):
        who = Name(briefing.game.case.label(one.actor))
        return [f", assuming with {percentage(one.line.sure)} certainty that ", who, " ", *wanted]
    return [f", if an assumption is right of which the analyst is {percentage(one.line.sure)} sure"]


def _weakest(briefing: Briefing) -> Alternative | None:
    """The uncertain statement, least sure first, without which another outcome would stand first."""
    if briefing.grounds is None or briefing.lead is None or briefing.headline in ("unreached", "not walked"):
        return None
    changed = [
        one
        for one in briefing.grounds.alternatives
        if one.sound and one.state is not None and one.state != briefing.lead.key
    ]
    return min(changed, key=lambda alternative: alternative.line.sure, default=None)


def _deal(briefing: Briefing, detail: int) -> Sentence | None:
    """A deal that would replace the outcome of the first sentence, or today where things stay as they are."""
    told, game = briefing.deal, briefing.game
    if told is None or told.first is None or briefing.lead is None:
        return None
    is_today = briefing.headline.startswith("stays")
    # Who gains is shown against what the first sentence says; so the deals from there count, the one told below first.
    source = told.from_today if is_today else next(iter(briefing.upsets), None)
    some = [] if source is None else [deal for deal in source.deals if deal.state == told.first.state] or source.deals[:1]
    if source is None or not some:
        return None
    deal = some[0]
    label = label_of(deal.state)
    is_told = deal.state == told.first.state
    what: list[Piece] = ["a deal where ", *_agreed(game, source.start, deal)]
    if label is not None:
        what = ["the deal ", label, *([", where ", *what[1:]] if detail > 1 and game.case.states is None else [])]
    elif not detail:
        what = [DEAL_BELOW] if is_told else ["a deal"]
    who = in_short(game.case, deal.gainers)
    nobody = deal.is_for_all and len(deal.gainers) < len(game.actors)
    return [*who, " would gain, and nobody lose, by " if nobody else " would gain by ", *what, *_keeping(deal, game), "."]


def _agreed(game: Game, start: State, deal: Deal) -> list[Piece]:
    """What is done in a deal against today, and which of the choices of the outcome that it replaces are not made."""
    if game.status_quo_key is None or start.key == game.status_quo_key:
        return done(game, start.key, deal.state.key, counted)
    done_there, avoided = done(game, game.status_quo_key, deal.state.key, counted), avoided_words(game, start, deal.state)
    if not avoided:
        return done_there
    if deal.state.key == game.status_quo_key:
        return avoided
    return [*done_there, ", but ", *avoided]


def _keeping(deal: Deal, game: Game) -> list[Piece]:
    if deal.is_self_enforcing:
        return ["; nobody gains by breaking it"]
    who = [one.mover for one in deal.tempted]
    each = "each " if 1 < len(who) < len(game.actors) else ""
    tempted: list[Piece] = [*in_short(game.case, who), f" would {each}be tempted to break it"]
    if deal.breakers or deal.standing is None:
        return ["; ", *tempted]
    return ["; ", *tempted, ", though credible answers would keep it"]


def _surprise(briefing: Briefing, _: int) -> Sentence | None:
    """Who does not expect the first outcome, or that it does not last as the actors see their games."""
    seen, lead = briefing.perceptions, briefing.lead
    if seen is None or lead is None or not any(concept.id == NASH.id for concept in seen.concepts):
        return None
    game = briefing.game
    if briefing.outcomes[0].rests_on == "nothing" and not seen.holding(NASH.id)[lead.key]:
        return ["as the actors see their own games, somebody would leave that outcome."]
    surprised = [viewer for viewer in seen.games if seen.unexpected(viewer, NASH.id)[lead.key]]
    if not surprised:
        return None
    return [*in_short(game.case, surprised), f" {verb(game.case, surprised, 'does', 'do')} not expect that outcome."]


def _uncertain(briefing: Briefing, detail: int) -> Sentence | None:
    """The weakest assumption, and what follows if it is wrong."""
    one, game = _weakest(briefing), briefing.game
    if one is None or one.state is None:
        return None
    sure = f" with {percentage(one.line.sure)} certainty" if one.line.sure < 1 else ""
    state = game.at(one.state)
    end: list[Piece] = ["the best supported outcome is another one"]
    if detail:
        end = ["things can end ", *where(game, state, briefing.lead, counted)] if one.reached else [
            "the best supported outcome is the one ", *called(game, state, counted)]  # fmt: skip
    return [f"this assumes{sure} that ", Name(game.case.label(one.actor)), " ",
            *goal(game.case, one.line.that, one.actor), "; if that is wrong, ", *end, "."]  # fmt: skip
