"""Who gains by an outcome and who can block a decision, in a case whose states are not listed."""

from __future__ import annotations

from countermove.analysis.blocking import Decision
from countermove.analysis.lines import Difference
from countermove.errors import SizeError
from countermove.game.searched import SearchedGame, SearchedMover

__all__ = ["line_differences", "unlisted_decisions"]


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


def unlisted_decisions(model: SearchedGame, code: int) -> tuple[Decision, ...]:
    """For every option of every body, what a decision to change it would meet; see `blocking.decisions`.

    `after` is a code. A body with too many options to look at its moves is left out.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> model = searched_game(load_case("european-security-2022"))
    >>> [(d.vetoes, d.passes) for d in unlisted_decisions(model, model.status_quo)]
    [(('usa', 'europe'), False), (('usa', 'europe', 'ukraine'), False)]
    """
    found = []
    for mover in model.movers:
        try:
            moves = list(model.moves(mover, code)) if mover.is_body else []
        except SizeError:
            continue
        for option in mover.votes:
            if not (model.options[option].level is not None and code >> option & 1):
                found.append(_decision(model, mover, option, code, moves))
    return tuple(found)


def _decision(model: SearchedGame, mover: SearchedMover, option: int, code: int, moves: list[int]) -> Decision:
    taking = not code >> option & 1
    able = [after for after in moves if (code ^ after) >> option & 1]
    if not able:
        return Decision(mover.id, option, taking, tuple(model.actors[a] for a in mover.votes[option].vetoes))
    after = min(able, key=lambda move: ((code ^ move).bit_count(), move))
    changed = [k for k in mover.votes if (code ^ after) >> k & 1]
    players = sorted(set().union(*(mover.votes[k].players for k in changed)))
    gain = {player: model.compare(player, code, after) for player in players}
    against = [model.actors[player] for player in players if gain[player] < 0]
    return Decision(
        mover.id,
        option,
        taking,
        tuple(model.actors[a] for a in sorted({a for k in changed for a in mover.votes[k].vetoes})),
        after,
        tuple(k for k in changed if k != option),
        tuple(model.actors[player] for player in players if gain[player] > 0),
        tuple((actor, next(iter(line_differences(model, actor, code, after)), None)) for actor in against),
        model.improves(mover, code, after),
    )
