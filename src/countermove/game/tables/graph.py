"""A listed game as a graph of networkx, whose attributes programs for graphs can read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from countermove.errors import QuestionError, SizeError
from countermove.game.tables.extras import require_extra
from countermove.game.tables.moves import MoveList
from countermove.game.tables.ranks import places
from countermove.game.tables.source import Source

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["graph_of"]

MOST_MOVES = 1_000_000
"""Moves in one graph: networkx keeps about a kilobyte for each, and no program draws more."""
RESERVED = frozenset({"number", "code", "label", "options", "id", "status_quo"})
"""What every state has as attributes; marks have other names."""


def graph_of(game: Source[Any, Any], marks: Mapping[str, Collection[int]], improvements: bool) -> nx.MultiDiGraph[int]:
    """The game as a graph: a node for each state, an edge for each move.

    Parameters
    ----------
    game
        A listed game.
    marks
        Names of true-or-false attributes, each with the positions of the states that have it.
    improvements
        Whether only moves become edges that their own mover gains by.

    Returns
    -------
    networkx.MultiDiGraph
        As `Game.to_networkx` says.
    """
    require_extra("networkx", "graphs", "graphs for other programs")
    import networkx as nx

    moves: MoveList[Any] = MoveList(game)
    moves = moves.improvements if improvements else moves
    if len(moves) > MOST_MOVES:
        way = "take improvements only (improvements=True), or rule states out" if not improvements else "rule states out"
        raise SizeError(f"the game has {len(moves):,} moves, and a graph takes at most {MOST_MOVES:,}; {way}")
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(title=game.case.title or "")
    columns = {**_state_columns(game), **_marked(game, marks)}
    # An attribute that a state does not have is left out: programs for graphs know no missing value.
    for number, *values in zip(range(1, game.size + 1), *columns.values(), strict=True):
        graph.add_node(number, **{name: value for name, value in zip(columns, values, strict=True) if value is not None})
    # A key of its own for every edge, not only between two states: GraphML has it as the edge's id, and Gephi reads of
    # several edges with one id only the first.
    for key, (mover, before, after, improvement) in enumerate(moves.plain_rows(), start=1):
        id_ = game.mover_ids[mover]
        graph.add_edge(before + 1, after + 1, key=key, mover=id_, label=id_, improvement=improvement)
    return graph


def _state_columns(game: Source[Any, Any]) -> dict[str, list[Any]]:
    """For each attribute of states its values in the order of their numbers, as plain data of one type."""
    taken = {row.full: game.option_column(row.index).tolist() for row in game.options}
    listing = [", ".join(full for full, values in taken.items() if values[key] == 1) for key in range(game.size)]
    labels = game.label_names().tolist()
    columns: dict[str, list[Any]] = {"number": list(range(1, game.size + 1))}
    if game.case.states is not None:
        columns["id"] = list(game.case.states)
        # `label` is what programs for graphs write beside a node.
        columns["label"] = [label or name for label, name in zip(labels, game.case.states.values(), strict=True)]
    else:
        codes = [None if code is None else int(code) for code in game.code_column()]
        # Beyond 63 options a code fits no number of GraphML; as text it stays exact.
        columns["code"] = codes if len(game.options) <= 63 else [None if c is None else str(c) for c in codes]
        columns["label"] = [label or options or "nothing" for label, options in zip(labels, listing, strict=True)]
        columns["options"] = listing
    columns["status_quo"] = [key == game.status_quo_key for key in range(game.size)]
    for full, values in taken.items():
        columns[full] = [None if value < 0 else value == 1 for value in values]
    for actor, rank, place in zip(game.actors, game.rank_rows, places(game.rank_rows), strict=True):
        columns[f"rank.{actor}"], columns[f"place.{actor}"] = rank.tolist(), place.tolist()
    return columns


def _marked(game: Source[Any, Any], marks: Mapping[str, Collection[int]]) -> dict[str, list[Any]]:
    taken = {*RESERVED, *(row.full for row in game.options)}
    for name in marks:
        if name in taken or name.startswith(("rank.", "place.")):
            raise QuestionError(f"every state has an attribute {name!r} already; give the mark another name")
    return {name: [key in keys for key in range(game.size)] for name, keys in marks.items()}
