"""Who gains by an outcome, in a case whose states are not listed."""

from __future__ import annotations

from countermove.analysis.lines import Difference
from countermove.game.searched import SearchedGame

__all__ = ["line_differences"]


def line_differences(model: SearchedGame, actor: str, before: int, after: int) -> tuple[Difference, ...]:
    """The lines of an actor that the code `after` fulfils better or worse than `before`, most important first.

    None where the actor has a ranking or weights.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> model = searched_game(load_case("european-security-2022"))
    >>> [(d.position + 1, d.gained) for d in line_differences(model, "russia", model.status_quo, 179)]
    [(5, True), (6, True), (7, False)]
    """
    found = []
    scale = model.scales[model.actors.index(actor)]
    for k, (line, level) in enumerate(zip(model.case.actors[actor].prefers or (), scale, strict=False)):
        was, is_ = (sum(model.holds(node, code) for _, node in level.terms) for code in (before, after))
        if was != is_:
            found.append(Difference(actor, k, line, is_ > was))
    return tuple(found)
