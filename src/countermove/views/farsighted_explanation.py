"""Why a state holds for people who look far ahead, or does not, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.paths import Step
from countermove.errors import printable
from countermove.explanation.far_steps import Doubt, FarStep
from countermove.explanation.reasons import preference
from countermove.game.listed import ListedGame
from countermove.text.naming import joined, move_words, state_name
from countermove.views.explanation_phrases import described, preference_words

__all__ = ["sentences"]

MOST = 20
"""How many steps are told in full."""
MOST_DOUBTS = 6
"""How many members who cannot be sure are told of one step."""
LISTED = 8
"""How many states are listed in one sentence."""
LEGEND = (
    "A step is deterred if it may end no better for somebody who must take it. It may end where it leads, or where "
    "more steps lead, if all who take those prefer that end; only ends that hold themselves count."
)
Line = tuple[int, str]


def sentences(graph: ListedGame, state: int, consistent: bool, core: bool, steps: Sequence[FarStep]) -> list[Line]:
    """The sentences, each with its level of indentation: the verdict, the steps that decide it, and the others."""
    lines = [*_verdict(graph, state, consistent), *_steps(graph, core, steps)]
    return [(level, printable(text).replace("\n", "\\n")) for level, text in lines]


def _verdict(graph: ListedGame, state: int, consistent: bool) -> Iterator[Line]:
    here = described(graph, state)
    here = here if graph.is_graph else here[:1].upper() + here[1:]
    holds, is_ = ("holds", "is") if consistent else ("does not hold", "is not")
    yield 0, f"{here} {holds} for people who look far ahead: it {is_} in the largest consistent set."


def _steps(graph: ListedGame, core: bool, steps: Sequence[FarStep]) -> Iterator[Line]:
    if not steps:
        yield 0, "Nobody can take a step from it."
        return
    yield 0, LEGEND
    best = "no single step is" if core else "some single step is"
    yield 0, f"It is {'' if core else 'not '}in the core: {best} better at once for all who must take it."
    open_ = [step for step in steps if not step.deterred]
    held = [step for step in steps if step.deterred]
    if open_:
        yield from _undeterred(graph, open_)
        if held:
            yield 0, f"{len(held)} other {_counted(held, 'step is', 'steps are')} deterred."
    else:
        yield from _held(graph, held)


def _held(graph: ListedGame, steps: Sequence[FarStep]) -> Iterator[Line]:
    """Steps that are deterred: those that would pay but for what follows, and those that there is no reason to take."""
    idle = [step for step in steps if _is_idle(graph, step)]
    others = [step for step in steps if step not in idle]
    for step in others[:MOST]:
        yield from _deterred(graph, step)
    if len(others) > MOST:
        yield 0, f"{len(others) - MOST} more {_counted(others[MOST:], 'step is', 'steps are')} deterred, too."
    for mover in dict.fromkeys(step.mover for step in idle):
        ends = [step.after for step in idle if step.mover == mover]
        what = f"in {_states(graph, ends)} it is no better off, or would step back"
        yield (
            0,
            f"{graph.case.label(mover)} has no reason to take {_counted(ends, 'this step', 'these steps')}: {what}.",
        )


def _is_idle(graph: ListedGame, step: FarStep) -> bool:
    """Whether an actor's step is deterred by where it leads, or by its own way back."""
    if step.mover not in graph.case.actors or not step.deterred:
        return False
    (doubt,) = step.doubts
    back = doubt.state == step.before and [way.mover for way in doubt.path] == [step.mover]
    return back or doubt.state == step.after


def _undeterred(graph: ListedGame, steps: Sequence[FarStep]) -> Iterator[Line]:
    """Steps that nothing deters, those of one mover together if they may end in the same states."""
    groups: dict[tuple[str, tuple[str, ...], tuple[int, ...]], list[FarStep]] = {}
    for step in steps:
        groups.setdefault((step.mover, step.sure, step.ends), []).append(step)
    for (mover, sure, ends), group in groups.items():
        who = joined([graph.case.label(actor) for actor in sure])
        carried = f", who {_counted(sure, 'carries', 'carry')} it" if mover in graph.case.bodies else ""
        steps_, they = _counted(group, "this step", "these steps"), _counted(group, "It", "They")
        better = f"{_counted(ends, 'which is', 'all of them')} better than {state_name(graph, group[0].before)} for {who}"
        may = f"{they} may end in {_states(graph, ends)}, {better}{carried}:" if ends else f"{they} lead nowhere that holds:"
        yield 0, f"Nothing deters {graph.case.label(mover)} from {steps_}. {may}"
        yield from ((1, f"{_move(graph, step)}.") for step in group[:MOST])
        if len(group) > MOST:
            yield 1, f"and {len(group) - MOST} more."


def _deterred(graph: ListedGame, step: FarStep) -> Iterator[Line]:
    """A step that something further on deters, or that too few in a body can be sure to gain by."""
    yield 0, f"{_move(graph, step)}: deterred."
    if step.mover in graph.case.bodies:
        sure = joined([graph.case.label(actor) for actor in step.sure])
        yield 1, f"Sure to be better off in the end: {f'{sure}, which is not enough' if sure else 'nobody'}."
    for doubt in step.doubts[:MOST_DOUBTS]:
        yield from _doubt(graph, step, doubt)
    if len(step.doubts) > MOST_DOUBTS:
        yield 1, f"Nor can {len(step.doubts) - MOST_DOUBTS} others be sure."


def _doubt(graph: ListedGame, step: FarStep, doubt: Doubt) -> Iterator[Line]:
    who, end, here = graph.case.label(doubt.actor), state_name(graph, doubt.state), state_name(graph, step.before)
    way = f" The way there: {'; then '.join(_move(graph, each) for each in doubt.path)}." if doubt.path else ""
    if doubt.state == step.before:
        yield 1, f"It may lead back to {end}, and then {who} has gained nothing.{way}"
        return
    thought = preference(graph, graph.actors.index(doubt.actor), step.before, doubt.state)
    yield 1, f"It may end in {end}, where {who} is no better off than in {here}: {preference_words(graph, thought)}."
    if way:
        yield 1, way.strip()


def _move(graph: ListedGame, step: FarStep | Step) -> str:
    """A move, and where it leads."""
    move, target = move_words(graph, step.mover, step.before, step.after), state_name(graph, step.after)
    return move if move.endswith(target) else f"{move} (to {target})"


def _counted(items: Sequence[object], one: str, many: str) -> str:
    return one if len(items) == 1 else many


def _states(graph: ListedGame, states: Sequence[int]) -> str:
    """States by number or name: ``state 3``, ``state 3 or 5``, ``state 3, 5 or one of 7 others``."""
    shown = [state_name(graph, state) for state in states[:LISTED]]
    if not graph.is_graph:
        shown[1:] = [name.removeprefix("state ") for name in shown[1:]]
    rest = len(states) - len(shown)
    return joined([*shown, *([f"one of {rest:,} others"] if rest else [])], "or")
