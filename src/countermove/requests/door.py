"""The one door: a request goes in, an answer comes out.

A *question* is a name, a model of what may be asked (`Request`), and a function that compiles, asks the library and
returns an `Answer`: the record, and the view that makes a page of it. The questions register themselves in
`QUESTIONS` with `@question`; the command line, and whatever else asks, goes through `ask`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from countermove.analysis.result import Result
from countermove.errors import CaseError, QuestionError, quoted
from countermove.game.compile import compile
from countermove.game.findings import in_scenario, view_errors
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.merge import merge
from countermove.game.names.outcome_labels import label_errors
from countermove.io.loading import Loaded, locate
from countermove.requests.documents.workbook import DataSheet
from countermove.text.blocks import Page, Table

__all__ = [
    "LINES",
    "LONG",
    "MANY_FILES",
    "QUESTIONS",
    "Answer",
    "Question",
    "Request",
    "Subject",
    "UsageError",
    "all_questions",
    "ask",
    "question",
]

R = TypeVar("R", bound="Request")
T = TypeVar("T")

LINES = 30
"""Rows that a search looks for where people read them: with its head and notes a table fits on one screen."""


Progress = Callable[[str, int | None, int], AbstractContextManager[Callable[[], None] | None]]
"""What shows the progress of long work: `what` is done, in how many steps if that is known, on how many states.

While it is open it gives the function to call after each step, or None where nobody watches.
"""


@contextmanager
def unwatched(_what: str, _steps: int | None, _size: int) -> Iterator[None]:
    """Progress that nobody watches."""
    yield None


MANY_FILES = 10
"""Files from which on work on all of them is long enough for a progress bar: about a second."""
LONG = 100_000
"""States that work counts as which is worth a progress bar, however many states there are (`cli.progress`)."""


class Request(BaseModel):
    """What is asked, apart from the case: the parameters of one question."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class UsageError(QuestionError):
    """Parameters that do not go together; the command line says so as it does of an option that it cannot read."""


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    `view` makes the page that people read, with at most this many rows in a table; it is called where somebody reads.
    `notes` are said beside tables of data that cannot hold them, `remarks` beside pages and JSON. `without_rows` is
    what was asked, in the words of the command line, where this answer has no rows for a table of data though others to
    the same question do. `failed` says what could not be answered where other parts are: it goes to standard error, with
    the exit status of an error. `document` makes the page of a file such as HTML, DOCX or PDF, where it is another than
    that of a screen, and `tables` those tables of it that stand in a paper, for LaTeX. `sheets` makes the tables of a
    workbook, where it has others than the rows.
    """

    result: Result
    view: Callable[[int | None], Page]
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    without_rows: str | None = None
    failed: str = ""
    document: Callable[[int | None], Page] | None = None
    tables: Callable[[], Sequence[Table]] | None = None
    sheets: Callable[[], Sequence[DataSheet]] | None = None


@dataclass(frozen=True)
class Subject(Generic[R]):
    """What a question is asked about: a case with the places of its values, a scenario, coalitions that move as one."""

    opened: Loaded | None
    scenario: str | None
    merged: Sequence[Sequence[str]]
    request: R
    for_people: bool = False
    progress: Progress = unwatched

    @property
    def loaded(self) -> Loaded:
        """The case; a question about files, such as `check`, has none."""
        assert self.opened is not None, "this question is about a case"
        return self.opened

    def game(self, scenario: str | None = None) -> Game:
        """The compiled case; what is wrong with it is said at its place in the file."""
        scenario = self.scenario if scenario is None else scenario
        return self.located(lambda: self._compiled(scenario), scenario)

    def _compiled(self, scenario: str | None) -> Game:
        game = compile(self.loaded.case, scenario)
        if isinstance(game, ListedGame):
            # Views are compiled only where their question is asked; an error in one is an error of the case all the same.
            if wrong := [*view_errors(game), *label_errors(game)]:
                raise CaseError(wrong)
            return merge(game, self.merged) if self.merged else game
        if wrong := label_errors(game):
            raise CaseError(wrong)
        if self.merged:
            game.require("merge")
        return game

    def located(self, compute: Callable[[], T], scenario: str | None = None) -> T:
        """The result of `compute`; an error in the case names its place in the file, in this scenario or its own."""
        try:
            return compute()
        except CaseError as fault:
            case, places, file = self.loaded.case, self.loaded.places, self.loaded.file
            # A compiled case knows ids and options, but no lines of the file: those the loaded case has.
            diagnostics = [in_scenario(case, scenario or self.scenario, d) for d in fault.diagnostics]
            raise CaseError(locate(diagnostics, places, file)) from None


@dataclass(frozen=True)
class Question:
    """One question: its name, the model of its parameters, and the function that answers it.

    `heading` stands above its answer in a document. `has_rows`: whether the answer can be a table of data (CSV);
    `has_tables`: whether it has tables for a paper (LaTeX). `many`: the question that answers where the command line
    names several cases; empty: it is asked of one.
    """

    name: str
    request: type[Request]
    answer: Callable[[Subject[Any]], Answer]
    heading: str = ""
    has_rows: bool = True
    has_tables: bool = False
    many: str = ""

    @property
    def is_command(self) -> bool:
        """Whether the command line can ask it as it stands: all its parameters are declared for it."""
        fields = self.request.model_fields.values()
        return all(isinstance(extra := f.json_schema_extra, dict) and "command line" in extra for f in fields)


ELSEWHERE = {
    **dict.fromkeys(("check", "show", "new", "catalog"), "files"),
    **dict.fromkeys(("plot", "report"), "rendering"),
    "paths": "evolution",
    "solve": "stability",
    "solve-files": "solve_files",
}
"""Questions that stand in a module of another name."""
QUESTIONS: dict[str, Question] = {}
"""All questions by name, as far as their modules have been imported; see `find`."""


def question(
    name: str,
    request: type[R],
    *,
    heading: str = "",
    has_rows: bool = True,
    has_tables: bool = False,
    many: str = "",
) -> Callable[[Callable[[Subject[R]], Answer]], Callable[[Subject[R]], Answer]]:
    """Register a function as the answer to the question `name`; the rest as in `Question`."""

    def register(answer: Callable[[Subject[R]], Answer]) -> Callable[[Subject[R]], Answer]:
        QUESTIONS[name] = Question(name, request, answer, heading or name.capitalize(), has_rows, has_tables, many)
        return answer

    return register


def find(name: str) -> Question:
    """The question with this name; raises `QuestionError` where there is none."""
    # A question usually stands in the module of its name, so that no other has to be imported.
    home = ELSEWHERE.get(name, name)
    for module in sorted(_modules(), key=lambda module: module.rpartition(".")[2] != home):
        if name in QUESTIONS:
            break
        import_module(module)
    if name not in QUESTIONS:
        raise QuestionError(f"unknown question {quoted(name)}; known: {', '.join(sorted(QUESTIONS))}")
    return QUESTIONS[name]


def all_questions() -> dict[str, Question]:
    """All questions by name; imports every module of this folder."""
    for module in _modules():
        import_module(module)
    return QUESTIONS


def _modules() -> list[str]:
    """The modules of this folder and of those in it: whatever lies there may have questions."""
    folder = "countermove.requests"
    return [row.name for row in walk_packages(import_module(folder).__path__, f"{folder}.") if not row.ispkg]


def ask(
    name: str,
    loaded: Loaded | None,
    /,
    scenario: str | None = None,
    *,
    merged: Sequence[Sequence[str]] = (),
    for_people: bool = False,
    progress: Progress = unwatched,
    **parameters: Any,
) -> Answer:
    """Ask one question of a case.

    Parameters
    ----------
    name
        The name of the question, as the command line has it: ``solve``, ``paths``, ``winners``, ...
    loaded
        The case with the places of its values, as `io.opening` reads it; None for questions about files, such as
        ``check``, which name the file in their request.
    scenario
        The scenario to apply first; None for the case as written.
    merged
        Coalitions of actors that move as one, each a list of ids.
    for_people
        Whether the answer is read on a screen, so that a search may stop at as many rows as fit there.
    progress
        What shows the progress of long work.
    parameters
        What the question's `Request` takes; what is None, or left out, has its default.

    Raises
    ------
    CaseError, QuestionError
        For what is wrong with the case, with its place, and with the question.
    """
    row = find(name)
    # The command line hands on every option; one that was not given leaves the default of the request in force.
    given = {key: value for key, value in parameters.items() if value is not None}
    try:
        request = row.request(**given)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise QuestionError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return row.answer(Subject(loaded, scenario, merged, request, for_people, progress))
