"""A report on a case: computes the record of each chapter, has the chapters written, and draws their pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.errors import QuestionError, quoted
from countermove.game.codes.states import MAX_STATES
from countermove.game.compile import compile
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.io.files import write_bytes
from countermove.io.opening import digest
from countermove.model.case import Case
from countermove.plots import KINDS, alt_text, kinds_for, rendered, svg
from countermove.report.chapters.parts import Draw, Length, Material, Quoted
from countermove.report.render.formats import form_of
from countermove.report.report import ChapterRow, Origin, chapters_for, framed, report_date, unanswered
from countermove.requests.documents.plot import plot
from countermove.requests.documents.quotations import quotations
from countermove.requests.documents.records import RECORDS
from countermove.requests.door import Request, Subject
from countermove.text.blocks import Chapter, Document, Picture
from countermove.views.stability import FITS

if TYPE_CHECKING:
    pass

__all__ = ["RECORDS", "ReportRequest", "can_draw", "drawn", "length_of", "report", "report_document", "write_report"]

OUTCOMES = {Length.MEMO: 4, Length.SHORT: 3, Length.FULL: 6}
"""Outcomes that are described one by one unless another number is asked for: in a short report a page each."""
OWN_STATES = {"outcomes", "equilibria", "winners"}
"""Kinds of pictures that show the outcomes which the report describes, and not those that the kind chooses by itself."""


class ReportRequest(Request):
    """A report: how long it is, how much is in it, and what it says of where it comes from.

    `length` is ``memo``, ``short`` or ``full``; `outcomes`: how many are described one by one (None: by the length).
    """

    length: str = Length.SHORT.value
    outcomes: int | None = None
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
    length: str = "short",
    outcomes: int | None = None,
    quotations: Mapping[str, Quoted] | None = None,
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
    length
        ``memo``: two pages; ``short``: some ten; ``full``: everything.
    outcomes
        How many outcomes are described one by one, best supported first; None: as many as the length has room for.
    quotations
        The words behind references, from evidence files: by reference.
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
        The answer, the chapters, and what identifies the report.

    Raises
    ------
    QuestionError
        For a length that is none of the three.

    Examples
    --------
    >>> import countermove as cm
    >>> document = report_document(cm.load("chicken"), length="memo")
    >>> document.title, document.answer.title, document.chapters
    ('Chicken', 'The answer', ())
    """
    long = length_of(length)
    if isinstance(subject, StabilityTable):
        table = subject
    else:
        table = equilibria(compile(subject) if isinstance(subject, Case) else subject, seed=seed)
    if draw is None and pictures and can_draw():
        draw = partial(drawn, table)
    keys = tuple(table.strongest(OUTCOMES[long] if outcomes is None else outcomes))
    material = Material(case or table.game.case, table, keys, seed, draws, draw, long, quotations or {})
    return framed(material, origin, _chapters(material, on_progress))


def length_of(name: str) -> Length:
    """The length of a report by its name; raises `QuestionError` for another.

    >>> length_of("memo")
    <Length.MEMO: 'memo'>
    """
    known = [length.value for length in Length]
    if name not in known:
        raise QuestionError(f"unknown length of a report: {quoted(name)}; it is {', '.join(known[:-1])} or {known[-1]}")
    return Length(name)


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


def report(subject: Subject[Any], text: str | None = None, pictures: bool = True) -> Document:
    """The report that a request asks for; what is wrong with the case is said at its place in the file.

    Of a case that comes as a `text`, and not from a file, no file is read: the words of its sources are not quoted.
    `pictures`: whether the form of the report shows them.
    """
    request, loaded = subject.request, subject.loaded
    mark = digest(loaded.file) if text is None else sha256(text.encode("utf-8")).hexdigest()
    origin = Origin(loaded.file, mark, report_date(loaded.case, request.date))
    long = length_of(request.length)
    words = quotations(loaded.case, loaded.file) if text is None else None
    game = subject.game()
    with subject.progress("Writing", len(chapters_for(game, long)), game.size or MAX_STATES) as step:
        return subject.located(
            lambda: report_document(
                game, case=loaded.case, origin=origin, length=request.length, outcomes=request.outcomes, seed=request.seed,
                draws=request.draws, quotations=words, pictures=pictures and request.pictures,
                on_progress=step,
            )
        )  # fmt: skip


def _chapters(material: Material, on_progress: Callable[[], None] | None) -> Iterable[tuple[ChapterRow, Chapter]]:
    """The chapters that have something to say, each with its row."""
    for row in chapters_for(material.game, material.length):
        chapter = _chapter(row, material)
        if chapter is not None:
            yield row, chapter
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
    own_states = None
    if isinstance(game, ListedGame) and states and (kind in OWN_STATES or (kind == "moves" and game.size > FITS)):
        own_states = _with_status_quo(game, states)
    drawing = partial(plot, table, kind, states=own_states, actor=actor)
    try:
        figure = drawing()
    except QuestionError:
        return None
    title = row.question if actor is None else f"What {game.case.label(actor)} cares about most, next, and last"
    return Picture(
        title, alt_text(figure), svg(figure), lambda: rendered(figure, "png"),
        variant=lambda theme, width: svg(drawing(theme=theme, width=width)),
    )  # fmt: skip


def _with_status_quo(game: ListedGame, states: Sequence[int]) -> list[State]:
    """The status quo, and the outcomes that the report describes."""
    now = [] if game.status_quo_key is None else [game.status_quo_key]
    return [game.at(key) for key in dict.fromkeys([*now, *states])]
