"""The question how models of students differ from a reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from countermove.analysis.classes.grading import graded
from countermove.analysis.classes.records import Difference, GradedModel, Grading
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.errors import CountermoveError, Diagnostic, require_list
from countermove.game.compile import case_of, game_of
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.io.loading import Loaded, locate
from countermove.io.opening import opened
from countermove.model.case import Case
from countermove.requests.classes.solve_files import findings_of
from countermove.requests.door import LONG, MANY_FILES, Answer, Request, Subject, question
from countermove.requests.fields import CONCEPTS, option
from countermove.stability.concept import find_concept
from countermove.views.classes.grading import difference_sentence, grading_page
from countermove.views.classes.solved_files import broken_words

__all__ = ["GradeRequest", "grade"]


class GradeRequest(Request):
    """Which models are compared with the reference, and under which concepts."""

    students: tuple[str, ...] = option(
        "The students' files, each taken once.", default=..., metavar="STUDENT", argument=True, reading="files", is_file=True
    )
    concepts: tuple[str, ...] | None = CONCEPTS


@dataclass(frozen=True)
class _Model:
    """A student's model: its file, how to get its game, and where its values stand, where it is a file."""

    file: str
    solve: Callable[[], tuple[StabilityTable, Loaded | None]]


@question("grade", GradeRequest, heading="Differences from the reference")
def answer(subject: Subject[GradeRequest]) -> Answer:
    """Compare models of students with a reference.

    It says what is missing, added or different: actors, options, states, moves, preferences, rules and equilibria. Each
    difference comes with the line in the student's file. There is no mark. A model with errors is reported with them.
    """
    request, game = subject.request, subject.game()
    names = tuple(dict.fromkeys(request.students))
    models = [_Model(name, partial(_solved_file, subject, name)) for name in names]
    with subject.progress("Comparing", len(names), 0 if len(names) < MANY_FILES else LONG) as step:
        result = _grading(game, models, request.concepts, step)
    broken = tuple(one.file for one in result.students if one.errors)
    return Answer(result, lambda _: grading_page(result), failed=broken_words(broken, len(names)))


def grade(
    reference: Case | Game | str | Path,
    students: Iterable[Case | Game | str | Path],
    concepts: Sequence[str] | None = None,
    *,
    on_progress: Callable[[], None] | None = None,
) -> Grading:
    """How models of students differ from a reference: each difference in a sentence, and shares of agreement.

    Things are matched by id, then by name, then where only one is left. States are matched by the options taken. The
    share of an actor is that of the pairs of common states which it ranks alike in both models: better, worse or equal.
    A model with errors is reported with them. There is no mark.

    Parameters
    ----------
    reference
        A case, its game, a file, or the id of a catalogue case; its states have to be few enough to list.
    students
        Models of the same kinds; differences have a line where a model is a file.
    concepts
        Ids of concepts; None: those that are always asked.
    on_progress
        Called after each model.

    Returns
    -------
    Grading
        The models in their order.

    Raises
    ------
    CaseError
        Where the reference has errors.
    QuestionError
        For an unknown concept, and where the states of the reference are too many to list.

    Notes
    -----
    The share is that of concordant pairs, with ties, over all S (S - 1) / 2 pairs, as a fraction without rounding.

    References
    ----------
    M. G. Kendall, A new measure of rank correlation, Biometrika 30 (1938) 81-93.

    Examples
    --------
    >>> import countermove as cm
    >>> case = cm.load("chicken")
    >>> cm.grade(case, [case]).students[0].differences
    ()
    """
    require_list(students, "students", (str, Path, Case, Game))
    require_list(concepts, "concepts")
    own = reference if isinstance(reference, Case | Game) else opened(str(reference)).case
    models = []
    for place, one in enumerate(students, 1):
        if isinstance(one, Case | Game):
            models.append(_Model(case_of(one).title or f"model {place}", partial(_solved, one, concepts)))
        else:
            request = GradeRequest(students=(str(one),), concepts=None if concepts is None else tuple(concepts))
            models.append(_Model(str(one), partial(_solved_file, Subject(None, None, (), request), str(one))))
    return _grading(game_of(own), models, concepts, on_progress)


def _grading(
    game: Game, models: Sequence[_Model], concepts: Sequence[str] | None, on_progress: Callable[[], None] | None
) -> Grading:
    game.require("grade")
    table = equilibria(game, concepts)
    case, asked = game.case, [concept.id for concept in table.concepts]
    labels = {id_: case.label(id_) for id_ in case.actors} | {id_: find_concept(id_).label for id_ in asked}
    students = []
    for model in models:
        students.append(_graded(model, table, labels))
        if on_progress is not None:
            on_progress()
    return Grading(case.title, tuple(case.actors), tuple(asked), tuple(students), labels)


def _graded(model: _Model, reference: StabilityTable, labels: dict[str, str]) -> GradedModel:
    """One model beside the reference, with sentences; its errors where it has some, since the others go on."""
    try:
        table, loaded = model.solve()
        result = graded(model.file, reference, table)
    except CountermoveError as fault:
        return GradedModel(model.file, None, findings_of(fault, model.file))
    differences = (_worded(one, reference, table, loaded, labels) for one in result.differences)
    return replace(result, differences=tuple(differences))


def _worded(
    one: Difference, reference: StabilityTable, table: StabilityTable, loaded: Loaded | None, labels: dict[str, str]
) -> Difference:
    line = cell = None
    if loaded is not None and one.path:
        (placed,) = locate([Diagnostic("", "error", one.path, "")], loaded.places, loaded.file)
        if placed.place is not None:
            line, cell = placed.place.line, placed.place.cell
    return replace(one, line=line, cell=cell, sentence=difference_sentence(one, reference.listed, table.listed, labels))


def _solved_file(subject: Subject[GradeRequest], name: str) -> tuple[StabilityTable, Loaded]:
    loaded = opened(name)
    game = Subject(loaded, subject.scenario, (), subject.request).game()
    table, _ = _solved(game, subject.request.concepts)
    return table, loaded


def _solved(model: Case | Game, concepts: Sequence[str] | None) -> tuple[StabilityTable, None]:
    game = game_of(model)
    game.require("grade")
    assert isinstance(game, ListedGame)
    return equilibria(game, concepts), None
