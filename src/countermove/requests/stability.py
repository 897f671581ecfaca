"""The question about stability: the brief, and the stability table behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from countermove.analysis import equilibria as analysis
from countermove.analysis.equilibria import StabilityTable, check_assignment, equilibria
from countermove.analysis.result import HIDDEN, OPTIONAL, SPREAD, Result, Rows, member
from countermove.briefing.briefing import Briefing, brief_of, check_actor
from countermove.errors import printable
from countermove.explanation.certificates import Certificates, certificates, n_certified
from countermove.game.allowance import Allowance
from countermove.game.game import Game
from countermove.game.listed import ListedGame, listed_game
from countermove.model.case import Case
from countermove.requests.documents.journal import PaperTables, TableKind, as_page, solve_tables
from countermove.requests.documents.workbook import solve_sheets
from countermove.requests.door import Answer, Request, Subject, UsageError, question
from countermove.requests.fields import CONCEPTS, DEPTH, LIMIT, MERGE, SECONDS, option
from countermove.search import bounded
from countermove.stability.concept import concepts_for
from countermove.text.blocks import Adapted, Page, Section, Table, Verbatim
from countermove.views.brief.brief import brief_sections, brief_text
from countermove.views.stability import FITS, left_out_words, stability_page

__all__ = ["StabilityRequest", "brief"]


@dataclass(frozen=True, eq=False)
class Solved(Result):
    """The stability table of a case with its briefing, which is made when somebody reads it."""

    schema = "solve/1"

    table: StabilityTable = field(metadata=SPREAD)
    actor: str | None = field(metadata=HIDDEN)
    has_briefing: bool = field(metadata=HIDDEN)
    certificates: Certificates | None = field(default=None, metadata=OPTIONAL)

    @property
    def game(self) -> Game:
        """The game that was solved."""
        return self.table.game

    @member(optional=True)
    def briefing(self) -> Briefing | None:
        """What a reader is shown, as facts and as text; left out with --no-brief."""
        return self.made if self.has_briefing else None

    @cached_property
    def made(self) -> Briefing:
        """The briefing, made once."""
        return brief(self.table, actor=self.actor)

    def rows(self) -> Rows:
        """The rows of the stability table."""
        return self.table.rows()


class StabilityRequest(Request):
    """For whom each state is stable, which states are equilibria, and what this means for the conflict."""

    concepts: tuple[str, ...] | None = CONCEPTS
    assign: Mapping[str, str] | None = option(
        "One concept for each actor: usa=nash,ussr=seq.", metavar="LIST", reading="pairs"
    )
    every: bool = option("Show the verdicts on all states, without a limit.", default=False, names=("--all",))
    actor: str | None = option("Add what this actor can do, offer, and fear.", metavar="ACTOR", names=("--for",))
    brief: bool = option("Show the brief before the table.", default=True, names=("--brief/--no-brief",))
    table: TableKind | None = option("Show only this table, laid out for a paper.")
    certificates: bool = option("In JSON: add what proves each verdict, for countermove verify.", default=False)
    merge: tuple[tuple[str, ...], ...] = MERGE
    limit: int | None = LIMIT
    depth: int | None = DEPTH
    seconds: float | None = SECONDS


@question("solve", StabilityRequest, heading="Stability", has_tables=True, many="solve-files")
def solve(subject: Subject[StabilityRequest]) -> Answer:
    """Show the brief, then the stability table.

    The table shows for whom each state is stable under each solution concept, and which states are equilibria. If the
    states are too many to list, a constraint solver finds the Nash equilibria. It then tries other concepts only if
    --concepts names them, and only with answers of limited length. Several cases give a table with a row for each.
    """
    request, game = subject.request, subject.game()
    if request.table is not None and not subject.for_people:
        raise UsageError("--table chooses what people read; JSON and CSV hold all of it, so leave --table out")
    solved = _listed(subject, game) if isinstance(game, ListedGame) else _searched(subject, game)
    table = replace(solved, limit=request.limit or analysis.LIMIT, every=request.every)
    keys = _row_keys(table)
    # Asked for explicitly, all means all: --limit does not cut the verdicts on all states.
    row_keys = keys if request.every else keys[: request.limit or analysis.LIMIT]
    notes = [left_out_words(table)] if table.search is None and table.left_out else []
    if table.search is None and len(keys) > len(row_keys):
        notes.append(f"{len(keys) - len(row_keys):,} more states; --limit shows them")

    if request.actor is not None:
        check_actor(game, request.actor)
    proofs = _certificates(subject, table) if request.certificates else None
    answer = Solved(replace(table, row_keys=row_keys), request.actor, request.brief, proofs)

    # The brief costs about as much as the table, and is computed only where somebody reads it.
    def page(limit: int | None) -> Page:
        return stability_page(table, limit or analysis.LIMIT, _as_page(answer.made) if request.brief else None)

    def for_paper() -> PaperTables:
        return solve_tables(table, request.table, request.limit)

    def document(limit: int | None) -> Page:
        return [*page(limit), *as_page(for_paper())]

    only_table = None if request.table is None else lambda _: as_page(for_paper())
    return Answer(
        answer, only_table or page, tuple(notes), document=only_table or document,
        tables=lambda: [block for blocks in for_paper().values() for block in blocks],
        sheets=lambda: solve_sheets(answer.table),
    )  # fmt: skip


def _as_page(briefing: Briefing) -> Adapted:
    """The brief: as it is laid out for a screen, and in a document with nothing left out, under headings."""
    from countermove.report.chapters.answer import as_items

    # A document has a title of its own; of a page in Markdown the first section is the heading.
    parts: list[Section | Table] = [Section(briefing.game.case.title or "Untitled case", ())]
    for one in brief_sections(briefing):
        # A table says the same as the lines.
        parts += [Section(one.heading, () if one.table is not None else tuple(as_items(one.lines)))]
        parts += [one.table] if one.table is not None else []
    return Adapted(Verbatim(str(briefing)), tuple(parts))


def _listed(subject: Subject[StabilityRequest], game: ListedGame) -> StabilityTable:
    request = subject.request
    if request.assign is not None:
        check_assignment(game, request.assign)
    steps = len(request.concepts or concepts_for(game)) * len(game.movers)
    with subject.progress("Solving", steps, game.size) as step:
        return equilibria(game, request.concepts, assign=request.assign, on_progress=step)


def _searched(subject: Subject[StabilityRequest], game: Game) -> StabilityTable:
    request = subject.request
    if request.assign is not None or request.every or subject.merged:
        listed_game(subject.loaded.case, subject.scenario)  # raises the error that says which questions need no list
    most, depth = max(request.limit or 0, analysis.LIMIT), request.depth or bounded.DEPTH
    return subject.located(lambda: equilibria(game, request.concepts, limit=most, depth=depth, seconds=request.seconds))


def _certificates(subject: Subject[StabilityRequest], table: StabilityTable) -> Certificates:
    if subject.for_people:
        raise UsageError("--certificates are data for countermove verify; add --format json")
    with subject.progress("Proving", n_certified(table), table.game.size or 0) as step:
        return certificates(table, Allowance(seconds=subject.request.seconds), on_progress=step)


def _row_keys(table: StabilityTable) -> Sequence[int]:
    """The states that data are about: all where they fit or all are asked for, else the equilibria."""
    if table.search is not None:
        return list(table.search.equilibria)
    if table.every or table.listed.size <= FITS:
        return range(table.listed.size)
    keys = np.flatnonzero(table.strength())
    if table.assigned is not None:
        # Equilibria where each mover has a concept of its own need not be equilibria under any one concept.
        keys = np.union1d(keys, [state.key for state in table.assigned.equilibria])
    return keys.tolist()


def brief(
    game: Case | Game | StabilityTable,
    *,
    actor: str | None = None,
    seconds: float | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Briefing:
    """The briefing of a game: facts as data, and the brief when printed.

    Parameters
    ----------
    game
        The game, of either kind, or a case; or its stability table, where other concepts were asked or it is there already.
    actor
        The id of an actor for whom its own moves, what it can offer, and what would hurt it are shown besides.
    seconds
        Of a search: a limit of the clock; as in `equilibria`.
    seed, rng
        Of a search: the seed of its walks, or a generator of NumPy; as in `equilibria`. A stability table has its walks.

    Returns
    -------
    Briefing
        Facts as data; `print` shows the brief.

    Raises
    ------
    QuestionError
        For an unknown actor, and for a search without the extra ``solver``.

    Examples
    --------
    >>> import countermove as cm
    >>> print(str(brief(cm.compile(cm.load("prisoners-dilemma")))).splitlines()[1])
    BOTTOM LINE
    """
    briefing = brief_of(
        game if isinstance(game, StabilityTable) else equilibria(game, seconds=seconds, seed=seed, rng=rng), actor
    )
    return replace(briefing, text=printable(brief_text(briefing)))
