"""A report on a case: computes the record of each chapter, has the chapters written, and draws their pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from countermove.analysis.best_moves import best_moves
from countermove.analysis.blocking import decisions
from countermove.analysis.coalitions import coalitions, fitting_size
from countermove.analysis.compare.compare import BASE, Entry, compared
from countermove.analysis.compare.comparison import Comparison
from countermove.analysis.credibility import Credibility, credibility
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.evolution import FIRM, paths, starts
from countermove.analysis.farsighted import Farsighted, farsighted
from countermove.analysis.history import Replayed, replay
from countermove.analysis.inverse.inverse import Inverse
from countermove.analysis.inverse.invert import invert
from countermove.analysis.perceptions import Perceptions, perceptions
from countermove.analysis.power.power import DecisionsAt, Power, power
from countermove.analysis.robustness.robustness import robust
from countermove.analysis.robustness.single_breakers import single_breakers
from countermove.analysis.winners import Winners, winners
from countermove.briefing.briefing import Briefing, brief_of
from countermove.briefing.grounds import Grounds, grounds
from countermove.briefing.outcomes import approach
from countermove.briefing.stakes import leading_concept, stays
from countermove.briefing.together import MOMENT, departures
from countermove.errors import QuestionError, SizeError
from countermove.explanation import explain
from countermove.game.compile import compile
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame, listed_game
from countermove.game.states import MAX_STATES
from countermove.io.files import write_bytes
from countermove.io.opening import digest
from countermove.model.case import Case
from countermove.plots import KINDS, alt_text, kinds_for, rendered, svg
from countermove.report.chapters.change import MOST_MOVES, STARTS, Onward, Robust
from countermove.report.chapters.outcomes import MoverEvidence, Reasons, firmest
from countermove.report.chapters.parts import Draw, Material
from countermove.report.chapters.questions import MOST_FARSIGHTED, MOST_OUTCOMES, Bodies, BodyAnswers, Coalitions
from countermove.report.render.formats import form_of
from countermove.report.report import ChapterRow, Origin, chapters_for, framed, report_date, unanswered
from countermove.requests.door import Request, Subject
from countermove.requests.plot import plot
from countermove.stability.changes import moves_to_list
from countermove.text.blocks import Chapter, Document, Picture
from countermove.text.naming import number
from countermove.views.stability import FITS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["RECORDS", "ReportRequest", "can_draw", "drawn", "report", "report_document", "write_report"]

OUTCOMES = 6
"""Outcomes that are described in full unless more are asked for: some two pages."""
OWN_STATES = {"outcomes", "equilibria", "winners"}
"""Kinds of pictures that show the outcomes which the report describes, and not those that the kind chooses by itself."""
PATHS = 3
"""Shortest paths to one outcome that are told at most."""
PAIRS = 20_000
"""Pairs of a state and its last mover over which paths are searched in a searched game: a second or two."""
DRAWS = 100
"""Plausible models that are drawn of a searched game where nobody asked for more."""
SECONDS = 10.0
"""Seconds that one search may take."""
MOST_INVERTED = 2_000
"""States of a game of which smallest changes of preferences are still looked for."""
TRIES = 400
WORK = 40_000
"""Combinations of preferences that are tried for each outcome, and so many times the number of states, at most.

A count, and no time, so that reports stay the same.
"""
MOST_COMPARED = 20_000
"""States of a game whose scenarios are still solved: each takes as long as the case itself."""
LOOKED_AT = 1
"""Outcomes at which the decisions of bodies are looked at, besides the status quo."""


class ReportRequest(Request):
    """A report: how much of it, and what it says of where it comes from."""

    outcomes: int = OUTCOMES
    date: str | None = None
    seed: int = 1
    draws: int = 0
    pictures: bool = True


# ------------------------------------------------------------------------------------------------------ the report


def report_document(
    subject: Case | Game | StabilityTable,
    *,
    case: Case | None = None,
    origin: Origin | None = None,
    outcomes: int = OUTCOMES,
    seed: int = 1,
    draws: int = 0,
    draw: Draw | None = None,
    pictures: bool = False,
    on_progress: Callable[[], None] | None = None,
) -> Document:
    """The report on a case as a document, to be laid out in any form.

    What is too large for one question is said in its chapter. Nothing depends on the clock or on chance: the same
    arguments give the same document.

    Parameters
    ----------
    subject
        A case, a game of either kind, or the stability table of one, so that it need not be solved again.
    case
        The case as it is written, where the game is that of one of its scenarios.
    origin
        The file and the day of the report.
    outcomes
        How many outcomes are described in full, firmest first.
    seed
        The seed of what has to be estimated, and of the plausible models.
    draws
        How many plausible models are drawn; 0: none, in a searched game a hundred without noise.
    draw
        What draws pictures, in the place of this package.
    pictures
        Whether there are pictures, where matplotlib is installed.
    on_progress
        Called after each chapter.

    Returns
    -------
    Document
        The chapters, and what identifies the report.

    Examples
    --------
    >>> import countermove as cm
    >>> document = report_document(cm.load("chicken"))
    >>> document.title, [chapter.title for chapter in document.chapters][:3]
    ('Chicken', ['In brief', 'Actors and options', 'How it came to this'])
    """
    if isinstance(subject, StabilityTable):
        table = subject
    else:
        table = equilibria(compile(subject) if isinstance(subject, Case) else subject)
    if draw is None and pictures and can_draw():
        draw = partial(drawn, table)
    material = Material(case or table.game.case, table, firmest(table, outcomes), seed, draws, draw)
    return framed(material, origin, _chapters(material, on_progress), outcomes)


def write_report(subject: Case | Game | StabilityTable | Document, file: str, **options: Any) -> None:
    """Write a report to a file, whole or not at all, in the form that its ending asks for.

    Parameters
    ----------
    subject
        What `report_document` takes, or the document that it returned.
    file
        The name of the file; its ending says which form the report has: HTML, Markdown, DOCX or PDF.
    options
        The other arguments of `report_document`.

    Raises
    ------
    QuestionError
        For an ending that means no form, and where a library for the form is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import countermove as cm
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = f"{folder}/chicken.md"
    ...     write_report(cm.load("chicken"), file)
    ...     print(Path(file).read_text(encoding="utf-8").splitlines()[0])
    # Chicken
    """
    form = form_of(file)
    document = subject if isinstance(subject, Document) else report_document(subject, **options)
    write_bytes(file, form.lay_out(document))


def report(subject: Subject[ReportRequest]) -> Document:
    """The report that a request asks for; what is wrong with the case is said at its place in the file."""
    request, loaded = subject.request, subject.loaded
    origin = Origin(loaded.file, digest(loaded.file), report_date(loaded.case, request.date))
    game = subject.game()
    with subject.progress("Writing", len(chapters_for(game)), game.size or MAX_STATES) as step:
        return subject.located(
            lambda: report_document(
                game, case=loaded.case, origin=origin, outcomes=request.outcomes, seed=request.seed, draws=request.draws,
                pictures=request.pictures, on_progress=step,
            )
        )  # fmt: skip


def _chapters(material: Material, on_progress: Callable[[], None] | None) -> Iterable[Chapter]:
    """The chapters that have something to say."""
    for row in chapters_for(material.game):
        chapter = _chapter(row, material)
        if chapter is not None:
            yield chapter
        if on_progress is not None:
            on_progress()


def _chapter(row: ChapterRow, material: Material) -> Chapter | None:
    try:
        return row.write(material, None if row.record is None else RECORDS[row.record](material))
    except QuestionError as fault:
        return unanswered(row, fault)


# -------------------------------------------------------------------------------------------------------- pictures


def can_draw() -> bool:
    """Whether pictures can be drawn: whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def drawn(table: StabilityTable, kind: str, states: Sequence[int] = (), actor: str | None = None) -> Picture | None:
    """A picture of this kind, or of one actor; None where there is no such kind, or nothing to show in it.

    `states` are the keys of the outcomes that the report describes.
    """
    row, game = KINDS.get(kind), table.game
    if row is None or row not in kinds_for(game):
        return None
    shown = None
    if isinstance(game, ListedGame) and states and (kind in OWN_STATES or (kind == "moves" and game.size > FITS)):
        shown = _with_status_quo(game, states)
    try:
        figure = plot(table, kind, states=shown, actor=actor)
    except QuestionError:
        return None
    return _picture(row.question, game.case, figure, actor)


def _picture(question: str, case: Case, figure: Figure, actor: str | None) -> Picture:
    title = question if actor is None else f"What {case.label(actor)} cares about most, next, and last"
    return Picture(title, alt_text(figure), svg(figure), lambda: rendered(figure, "png"))


def _with_status_quo(game: ListedGame, states: Sequence[int]) -> list[State]:
    """The status quo, and the outcomes that the report describes."""
    now = [] if game.status_quo is None else [game.status_quo]
    return [game.at(key) for key in dict.fromkeys([*now, *states])]


# ---------------------------------------------------------------------------------------- the record of each chapter


def _brief(material: Material) -> Briefing:
    return brief_of(material.table)


def _history(material: Material) -> Sequence[Replayed]:
    return replay(material.listed) if material.game.is_listed else ()


def _reasons(material: Material) -> Reasons:
    if not material.game.is_listed:
        game = material.searched
        return Reasons(moves={(key, one.mover): one for key in material.outcomes for one in best_moves(game, key)})
    table, evidence = material.table, {}
    for key in material.outcomes:
        concept = leading_concept(table.at(key))
        if concept is not None:
            for mover in material.listed.movers:
                evidence[key, mover.id] = _evidence(material.listed, key, mover.id, concept)
    return Reasons({key: stays(table, key) for key in material.outcomes}, evidence)


def _evidence(game: ListedGame, key: int, mover: str, concept: str) -> MoverEvidence:
    """The evidence under a concept, and where that does not ask whether the mover could move again, under one that does."""
    first = explain(game, number(key), mover, concept)
    countered = None if first.concept.counter else first.concept.variant(counter=True)
    if countered is None or not first.improvements:
        return MoverEvidence(first)
    return MoverEvidence(first, explain(game, number(key), mover, countered.id))


def _robustness(material: Material) -> Robust | None:
    table, seed, draws = material.table, material.seed, material.draws
    if not material.game.is_listed:
        if not table.count:
            return None
        settings: dict[str, Any] = {"draws": draws} if draws else {"draws": DRAWS, "noise": [0], "pairs": "none"}
        return Robust(sampled=robust(material.searched, seed=seed, table=table, **settings))
    actors = material.game.case.actors.values()
    single = single_breakers(table, material.outcomes) if any(actor.prefers or actor.ranking for actor in actors) else ()
    return Robust(single, robust(material.listed, draws=draws, seed=seed) if draws else None)


def _inverses(material: Material) -> Sequence[tuple[int, Inverse]]:
    """The smallest change for the status quo and each outcome; none for a state that no change of preferences affects."""
    game = material.listed
    if game.size > MOST_INVERTED:
        return ()
    now = [] if game.status_quo is None else [game.status_quo]
    inverses, tries = [], min(TRIES, WORK // game.size)
    for key in dict.fromkeys([*now, *material.outcomes]):
        try:
            inverses.append((key, invert(game, game.at(key), reachable=bool(now), limit=1, tries=tries)))
        except QuestionError:  # nobody has preferences that an exchange could change
            continue
    return inverses


def _onward(material: Material) -> Onward | None:
    table = material.table
    if not material.game.is_listed:
        game = material.searched
        if game.status_quo is None:
            return None
        return Onward(paths(game, most_paths=PATHS, most_pairs=PAIRS, seconds=SECONDS, table=table))
    listed = material.listed
    if not listed.is_graph and moves_to_list(listed, MOST_MOVES) > MOST_MOVES:
        return Onward(approach=approach(table, material.outcomes[0]) if material.outcomes else None)
    if listed.status_quo is None:
        return Onward(starts=starts(listed, concepts=FIRM, limit=STARTS))
    return Onward(paths(listed, concepts=FIRM, most_paths=PATHS))


def _bodies(material: Material) -> Bodies:
    case, game = material.game.case, material.game
    if not isinstance(game, ListedGame):
        outcome = material.outcomes[0] if material.outcomes else None
        states = (("Today", game.status_quo), ("In the first outcome", outcome))
        met = tuple((title, decisions(game, key)) for title, key in states if key is not None)
        return Bodies(tuple(BodyAnswers(id_, _rules(case, id_, material.seed)) for id_ in case.bodies), met)
    now = [] if game.status_quo is None else [game.status_quo]
    keys = list(dict.fromkeys([*now, *material.outcomes[:LOOKED_AT]]))
    return Bodies(tuple(_body(game, id_, keys, material.seed) for id_ in case.bodies))


def _body(game: ListedGame, id_: str, keys: Sequence[int], seed: int) -> BodyAnswers:
    """The rules of a body, and what its decisions would meet at some states."""
    decided = (DecisionsAt(game.at(key), tuple(d for d in decisions(game, key) if d.body == id_)) for key in keys)
    return BodyAnswers(id_, _rules(game.case, id_, seed), tuple(decided))


def _rules(case: Case, id_: str, seed: int) -> tuple[Power | str, ...]:
    """The power under each rule of a body, or why it was not computed."""
    own = {row.id for row in case.option_rows if row.owner == id_ and case.rule_of(row) != case.bodies[id_].decides}
    options: list[str | None] = [None] if case.bodies[id_].decides is not None else []
    powers: list[Power | str] = []
    for option in [*options, *sorted(own)]:
        try:
            powers.append(power(case, id_, option, seed=seed))
        except (QuestionError, SizeError) as fault:
            powers.append(str(fault))
    return tuple(powers)


def _winners(material: Material) -> Winners | None:
    table = material.table
    return winners(table, rng=material.seed) if 0 < table.count <= MOST_OUTCOMES else None


def _credibility(material: Material) -> Credibility | None:
    if not material.game.is_listed:
        return credibility(material.searched, seconds=SECONDS, table=material.table)
    rests_on = {concept.rests_on for concept in material.table.concepts}
    return credibility(material.listed) if {"answers", "threats"} <= rests_on else None


def _coalitions(material: Material) -> Coalitions | None:
    leaving = departures(material.table, material.outcomes)
    if not leaving:
        return None
    game = material.listed
    return Coalitions(leaving, coalitions(game, fitting_size(game, MOMENT)))


def _perceptions(material: Material) -> Perceptions | None:
    if not material.game.case.views:
        return None
    return perceptions(material.listed, [concept.id for concept in material.table.concepts])


def _farsighted(material: Material) -> Farsighted | None:
    game = material.listed
    return None if game.size > MOST_FARSIGHTED else farsighted(game)


def _comparison(material: Material) -> Comparison | None:
    case, game = material.case, material.listed
    if not case.scenarios or game.scenario is not None or game.size >= MOST_COMPARED:
        return None
    entries = [Entry(name, listed_game(case, name), record.about) for name, record in case.scenarios.items()]
    return compared(Entry(BASE, game, ""), entries)


def _grounds(material: Material) -> Grounds:
    is_listed = material.game.is_listed
    return grounds(material.table, material.outcomes[0] if material.outcomes and is_listed else None)


RECORDS: Mapping[str, Callable[[Material], Any]] = {
    "bodies": _bodies,
    "brief": _brief,
    "coalitions": _coalitions,
    "comparison": _comparison,
    "credibility": _credibility,
    "farsighted": _farsighted,
    "grounds": _grounds,
    "history": _history,
    "inverses": _inverses,
    "onward": _onward,
    "perceptions": _perceptions,
    "reasons": _reasons,
    "robustness": _robustness,
    "winners": _winners,
}
"""How to get each record that a row of `report.CHAPTERS` names."""
