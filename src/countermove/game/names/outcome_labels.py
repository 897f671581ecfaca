"""Which state bears which label: first the label that is for the state itself, else the first statement that holds."""

from __future__ import annotations

from countermove.errors import Diagnostic, QuestionError, quoted
from countermove.game.game import Game
from countermove.game.labels import BoundLabel
from countermove.game.names.labels import joined
from countermove.model.statements import And, Bit, Node, Not

__all__ = [
    "key_of_label", "label_errors", "label_named", "labels_called", "labels_dropped", "unborne", "where_labelled",
]  # fmt: skip

FEW = 3
"""States that an error names: enough to see which are meant."""


def key_of_label(game: Game, label: BoundLabel) -> int | None:
    """The key of the one state that a label is for; None where a statement says it, and where there is no such state."""
    return label.state if label.code is None else game.key_of(label.code)


def labels_called(game: Game, text: str) -> list[int]:
    """The positions in `game.labels` of the labels with this id, else of those with this name."""
    # Ids are unique; two labels may have one name, and small and capital letters may be mixed up.
    ids = [place for place, label in enumerate(game.labels) if label.entry.id == text]
    return ids or [place for place, label in enumerate(game.labels) if label.name.casefold() == text.casefold()]


def where_labelled(game: Game, place: int) -> Node:
    """A label as a statement over positions: it holds in exactly those combinations that bear the label.

    Every label that comes before it is ruled out: those for one state, and those of earlier statements.
    """
    label = game.labels[place]
    if label.code is not None:
        return _exactly(game, label.code)
    assert label.where is not None, "a case that lists its states has no statements"
    earlier = [Not(other.where) for other in game.labels[:place] if other.where is not None]
    single = [Not(_exactly(game, other.code)) for other in game.labels if other.code is not None]
    return And((label.where, *earlier, *single)) if earlier or single else label.where


def _exactly(game: Game, code: int) -> Node:
    """The statement that holds in one combination of options only."""
    signs: list[Node] = [Bit(row.index) if code >> row.index & 1 else Not(Bit(row.index)) for row in game.options]
    return And(tuple(signs)) if len(signs) > 1 else signs[0]


def label_named(game: Game, text: str) -> int | None:
    """The key of the state whose label has this id or name; ids first. None where no label is called so.

    Raises
    ------
    QuestionError
        Where several states bear the label, with some of them, and where none does.
    """
    places = labels_called(game, text)
    return _only(game, text, places) if places else None


def _only(game: Game, text: str, places: list[int]) -> int:
    keys = game.keys_labelled(places)
    if keys is None:
        raise QuestionError(
            f"{quoted(text)} is a label for every state in which a statement holds, and the states of this case are too "
            "many to be looked through; give the options taken"
        )
    if len(keys) == 1:
        return int(keys[0])
    if not len(keys):
        raise QuestionError(f"no state has the label {quoted(text)}; give the number of a state, or the options taken")
    states = [game.at(key) for key in keys[:FEW].tolist()]
    names = [state.id or str(state.number or quoted(",".join(state.options) or "nothing")) for state in states]
    which = f"{'such as ' if len(keys) > FEW else ''}{joined(names)}"
    way = "give the number of one" if game.is_listed else "give the options taken in one"
    raise QuestionError(f"{quoted(text)} is the label of {len(keys):,} states, {which}; {way}")


def unborne(game: Game) -> list[tuple[BoundLabel, str]]:
    """The labels that no feasible state bears, each with the reason; of a searched game those for one state only."""
    labels = []
    for place, label in enumerate(game.labels):
        if label.where is None:
            if key_of_label(game, label) is None:
                labels.append((label, "the state is not feasible"))
            continue
        keys = game.keys_labelled([place])
        if keys is not None and not len(keys):
            somewhere = game.holds_somewhere(label.where)
            reason = "every state in which it holds has another label" if somewhere else "it holds in no feasible state"
            labels.append((label, reason))
    return labels


def label_errors(game: Game) -> list[Diagnostic]:
    """The labels of a case that no feasible state bears (CM307), and two that are for one state (CM308).

    In a scenario, a label that no state bears is left out, which `labels_dropped` says.
    """
    problems = []
    if game.scenario is None:
        for label, reason in unborne(game):
            message = f"no state has the label {quoted(label.name)}: {reason}"
            hint = "correct it, or take it out"
            if reason.startswith("every"):
                hint = "the first one that holds counts: put the narrower label first, or take this one out"
            problems.append(Diagnostic("CM307", "error", label.entry.path, message, hint))
    first: dict[int, BoundLabel] = {}
    for label in game.labels:
        key = key_of_label(game, label)
        if key is None:
            continue
        if first.setdefault(key, label) is not label:
            message = f"the state has the label {quoted(first[key].entry.id or first[key].name)} already"
            problems.append(
                Diagnostic("CM308", "error", label.entry.path, message, "a state has one label: keep one of the two")
            )
    return problems


def labels_dropped(game: Game) -> list[Diagnostic]:
    """Warnings about the labels that no state of a scenario bears (CM910), at the name of the scenario."""
    if game.scenario is None:
        return []
    hint = "null at its key says that this is meant"
    return [
        Diagnostic(
            "CM910", "warning", ("scenarios", game.scenario),
            f"with this change no state has the label {quoted(label.name)}, so it is left out: {reason}", hint,
        )
        for label, reason in unborne(game)
    ]  # fmt: skip
