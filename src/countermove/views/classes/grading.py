"""Grading in words: a sentence for each difference, which a student can use, and a table, which a teacher can paste."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from countermove.analysis.classes.pairing import ReadAs
from countermove.analysis.classes.records import Agreement, ConceptAgreement, Difference, GradedModel, Grading
from countermove.errors import printable
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.model.case import Case, OptionRow
from countermove.model.rules import Rule
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import doing_words, joined, statement_words
from countermove.text.phrases import plural, sentence, statement_quoted
from countermove.text.rules import rule_items

__all__ = ["difference_sentence", "grading_page"]

CHANGES = {
    "both": "it can be taken and given up",
    "take-only": "once taken, it cannot be given up",
    "drop-only": "once given up, it cannot be taken again",
}
"""What the direction of an option means."""
NOTES = (
    "states: common to both models, of those of the reference. An actor: the share of all pairs of common states that "
    "it ranks alike in both models (better, worse or equal).",
    "A concept: 1/3 +2 means that the model has one of three equilibria of the reference, and two others.",
)


def difference_sentence(
    difference: Difference, reference: ListedGame, student: ListedGame, labels: Mapping[str, str]
) -> str:
    """A difference as a sentence for the student: what the reference has, and what the student's model has.

    Parameters
    ----------
    difference
        The difference.
    reference, student
        The two games, for the names.
    labels
        What readers call the concepts.

    Returns
    -------
    str
        One sentence, or two where states show what it means.
    """
    writer = _Writer(difference, reference, student, labels)
    text = sentence(printable(WORDS[difference.part](writer)))
    return text if text.endswith(".") else f"{text}."


class _Writer:
    """A difference with the names of both cases."""

    def __init__(
        self, difference: Difference, reference: ListedGame, student: ListedGame, labels: Mapping[str, str]
    ) -> None:
        self.difference, self.labels = difference, labels
        self.mine, self.yours = reference.case, student.case

    @property
    def owner(self) -> str:
        """The name of the actor or body that the difference is about."""
        id_ = self.difference.about.partition(".")[0]
        return self.mine.label(id_)

    def cast(self) -> str:
        """An actor or body that only one model has."""
        extent, _, what = self.difference.kind.partition(" ")
        if extent == "missing":
            return f'the {what} "{self.owner}" is missing in your model'
        return f'the reference has no {what} "{self.yours.label(self.difference.about)}"'

    def options(self) -> str:
        """An option that only one model has."""
        is_missing = self.difference.kind == "missing option"
        case = self.mine if is_missing else self.yours
        row = _row(case, self.difference.about)
        where = "is missing in your model" if is_missing else "is not in the reference"
        return f'the option "{row.name}" of {case.label(row.owner)} {where}'

    def states(self) -> str:
        """States that only one model has, and the constraint that rules them out in the other."""
        one, is_missing = self.difference, self.difference.kind == "missing states"
        words = plural(one.count, "state", "states")
        examples = _examples(one.reference_states or one.student_states, one.count)
        case, positions = (self.yours, one.student_positions) if is_missing else (self.mine, one.reference_positions)
        if is_missing:
            text = f"your model rules out {one.count:,} {words} of the reference: {examples}"
            return f"{text}. Your constraint: {_constraint(case, positions[0])}" if positions else text
        text = f"your model has {one.count:,} {words} that the reference rules out: {examples}"
        return f"{text}. Missing in your model: {_constraint(case, positions[0])}" if positions else text

    def moves(self) -> str:
        """Options that can be taken or given up otherwise, or moves that only one model has."""
        one = self.difference
        if one.kind.endswith("moves"):
            states = one.reference_states or one.student_states
            path = f"from {_called(states[0])} to {_called(states[1])}"
            verb = "is missing" if one.kind == "missing moves" else "is not in the reference"
            more = f", and {one.count - 1:,} more" if one.count > 1 else ""
            return f"{self.owner}: the move {path} {verb}{more}"
        row = _row(self.mine, one.about)
        other = self._student_row(row)
        head = f'the option "{row.name}" of {self.owner}'
        if one.kind == "direction":
            mine, yours = CHANGES[row.record.change], CHANGES[other.record.change]
        else:
            mine, yours = _needs(self.mine, row), _needs(self.yours, other)
        return f"{head} differs. In the reference: {mine}. In your model: {yours}"

    def _student_row(self, row: OptionRow) -> OptionRow:
        """The student's option that a difference in moves is about, which its path leads to."""
        _, owner, _, id_, *_ = self.difference.path
        level = "" if row.level is None else f"-{row.level}"
        rows = {other.full: other for other in self.yours.option_rows}
        return rows.get(f"{owner}.{id_}{level}") or next(o for o in rows.values() if o.full.startswith(f"{owner}.{id_}"))

    def preferences(self) -> str:
        """Which statement differs, and two states that are ranked otherwise because of it."""
        one = self.difference
        mine = [_statement(self.mine, one.about, place) for place in one.reference_positions]
        student = str(one.path[1])
        yours = [_statement(self.yours, student, place) for place in one.student_positions]
        match one.kind:
            case "missing statement":
                text = f"your model leaves out {mine[0]}"
            case "extra statement":
                text = f"your model adds {yours[0]}"
            case "swapped statements":
                text = f"your model swaps {mine[0]} and {mine[1]}"
            case "moved statement":
                text = f"your model puts {mine[0]} in place {one.student_positions[0]}"
            case "opposite statement":
                text = f"your model has the opposite of {mine[0]}"
            case "other statement" if not yours:
                text = f"your model ends before {mine[0]}"
            case "other statement" if not mine:
                text = f"the reference ends before your {yours[0]}"
            case "other statement":
                text = f"the first difference is {mine[0]} of the reference; your model has {yours[0]}"
            case _:
                text = "the order of the states is different"
        return f"{self.owner}: {text}. {self._shown()}"

    def _shown(self) -> str:
        """How both models rank the two states that show a difference in preferences."""
        one = self.difference
        student = str(one.path[1])
        signs = [
            _sign(states, actor) for states, actor in ((one.reference_states, one.about), (one.student_states, student))
        ]
        low, high = map(_called, one.reference_states)
        forms = {
            1: f"{high} is better than {low}",
            0: f"{high} and {low} are equally good",
            -1: f"{high} is worse than {low}",
        }
        short = {1: "it is better", 0: "they are equally good", -1: "it is worse"}
        return f"In the reference {forms[signs[0]]}; in your model {short[signs[1]]}"

    def rules(self) -> str:
        """Other members, or another rule."""
        one, other = self.difference, str(self.difference.path[1])
        if one.kind == "members":
            mine = joined([self.mine.label(id_) for id_ in self.mine.bodies[one.about].members])
            yours = joined([self.yours.label(id_) for id_ in self.yours.bodies[other].members])
            return f"{self.owner}: the members in the reference are {mine}; in your model {yours}"
        options = joined([f'"{_row(self.mine, name).name}"' for name in one.names])
        head = f"{self.owner} decides {options} by another rule" if options else f"{self.owner} decides by another rule"
        mine = _rule(self.mine, one.about, self.mine.bodies[one.about].decides, one.names)
        # Options that are decided alike in the reference, and alike in the student's model, are one difference.
        yours = _rule(self.yours, other, self.yours.bodies[other].decides, one.student_names)
        return f"{head}. In the reference: {mine}. In your model: {yours}"

    def status_quo(self) -> str:
        """Which state is the status quo in each model."""
        mine, yours = (_called(states[0]) if states else "there is none" for states in
                       (self.difference.reference_states, self.difference.student_states))  # fmt: skip
        return f"the status quo of the reference: {mine}; of your model: {yours}"

    def equilibria(self) -> str:
        """Equilibria that only one model has."""
        one = self.difference
        concepts = joined([self.labels[id_] for id_ in one.names])
        states = _examples(one.reference_states or one.student_states, one.count)
        words = plural(one.count, "equilibrium", "equilibria")
        if one.kind == "missing equilibria":
            return f"under {concepts}, {one.count:,} {words} of the reference {_are(one.count)} missing: {states}"
        return f"under {concepts}, {one.count:,} {words} {_are(one.count)} not in the reference: {states}"


WORDS = {
    "actors": _Writer.cast,
    "options": _Writer.options,
    "states": _Writer.states,
    "moves": _Writer.moves,
    "preferences": _Writer.preferences,
    "rules": _Writer.rules,
    "status quo": _Writer.status_quo,
    "equilibria": _Writer.equilibria,
}
"""What writes the sentence of each part of a model."""


def _row(case: Case, full: str) -> OptionRow:
    return next(row for row in case.option_rows if row.full == full)


def _are(count: int) -> str:
    return plural(count, "is", "are")


def _called(state: State) -> str:
    """A state by its label, or by what is done in it; numbers are those of one model, so they mean nothing in the other."""
    if state.label is not None:
        return f'"{state.label}"'
    if state.id is not None:
        name = (state.game.case.states or {}).get(state.id)
        return f'"{name}"' if name else f"state {state.id}"
    return f"[{'; '.join(doing_words(state.game, state.key, idle=False)) or 'nobody does anything'}]"


def _examples(states: tuple[State, ...], count: int) -> str:
    more = [f"{count - len(states):,} {plural(count - len(states), 'other', 'others')}"] if count > len(states) else []
    return joined([*map(_called, states), *more])


def _constraint(case: Case, position: int) -> str:
    """A constraint by its position from 1, those under `impossible` first."""
    ruled_out = len(case.impossible)
    if position <= ruled_out:
        return f"{statement_words(case, case.impossible[position - 1].that)}, which is impossible"
    return f"{statement_words(case, case.always[position - 1 - ruled_out].that)}, which is always so"


def _needs(case: Case, row: OptionRow) -> str:
    needs = row.record.needs
    return "it can be taken at any time" if needs is None else f"it needs: {statement_words(case, needs, row.owner)}"


def _statement(case: Case, actor: str, position: int) -> str:
    entries = case.actors[actor].prefers or ()
    return f"statement {position} ({statement_quoted(case, actor, entries[position - 1])})"


def _sign(states: tuple[State, ...], actor: str) -> int:
    low, high = states
    return low.game.compare(low.game.actors.index(actor), low.key, high.key)


def _rule(case: Case, body: str, rule: Rule | None, options: Sequence[str]) -> str:
    """The rule that decides some options of a body, or the body's own where there are none, on one line."""
    if options:
        rule = case.rule_of(_row(case, options[0]))
    if rule is None:
        return "no rule"
    texts = [item.text for item in rule_items(rule, case.bodies[body].members, case.label)]
    # A text that ends in a colon heads those after it.
    return "; ".join(texts).replace(":; ", ": ")


def grading_page(result: Grading) -> Page:
    """The grading as a page: one table with a line for each file, then a section for each student.

    Parameters
    ----------
    result
        The grading.

    Returns
    -------
    Page
        The table first.
    """
    names = [result.labels[id_] for id_ in (*result.actors, *result.concepts)]
    columns = ("file", "differences", "states", *names)
    rows = tuple(tuple(_cells(one, result)) for one in result.students)
    table = Table(columns, rows, frozenset(columns[1:]), NOTES)
    return [table, *(Section(_heading(one), tuple(_items(one))) for one in result.students)]


def _heading(one: GradedModel) -> str:
    return printable(f"{one.file}: {one.title}" if one.title else one.file)


def _cells(one: GradedModel, result: Grading) -> Iterator[str]:
    yield printable(one.file)
    yield f"{len(one.errors)} {plural(len(one.errors), 'error', 'errors')}" if one.errors else str(len(one.differences))
    yield "" if one.states is None else f"{one.states.common:,} of {one.states.reference:,}"
    yield from (_share(one.preferences.get(id_)) for id_ in result.actors)
    yield from (_counts(one.equilibria.get(id_)) for id_ in result.concepts)


def _share(agreement: Agreement | None) -> str:
    if agreement is None or agreement.share is None:
        return ""
    share: Fraction = agreement.share
    # Cut, not rounded: 100 % is said only where all pairs agree.
    return f"{int(share * 100)} %"


def _counts(agreement: ConceptAgreement | None) -> str:
    if agreement is None:
        return ""
    same, missing, extra = len(agreement.same), len(agreement.missing), len(agreement.extra)
    return f"{same}/{same + missing}" + (f" +{extra}" if extra else "")


def _items(one: GradedModel) -> Iterator[Item]:
    yield from (Item(str(error.diagnostic), mark="-") for error in one.errors)
    for difference in one.differences:
        yield Item(difference.placed_sentence, mark="-")
    yield from (Item(_read_as(pair), mark="-") for pair in one.read_as)
    yield from (Item(sentence(note), mark="-") for note in one.notes)
    if not one.errors and not one.differences:
        yield Item("No differences.", mark="-")


def _read_as(pair: ReadAs) -> str:
    reasons = {"name": "by its name", "options": "by its options", "only one left": "as the only one left"}
    return printable(f'"{pair.student}" is read as "{pair.reference}", {reasons[pair.by]}.')
