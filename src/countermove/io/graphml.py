"""A game as GraphML, the format that programs for graphs have in common: Gephi, Cytoscape, yEd, igraph."""

from __future__ import annotations

from countermove.errors import printable
from countermove.game.listed import ListedGame

__all__ = ["dump_graphml"]


def dump_graphml(game: ListedGame) -> str:
    """The states and moves of a game as a GraphML file; nodes and edges have the attributes of `Game.to_networkx`.

    Parameters
    ----------
    game
        A listed game.

    Returns
    -------
    str
        The text of the file. Each attribute is declared once, with one type: ``boolean``, ``long`` or ``string``.

    Raises
    ------
    QuestionError
        Where networkx is missing.
    SizeError
        For more than a million moves.

    Examples
    --------
    >>> import countermove as cm
    >>> text = dump_graphml(cm.compile(cm.load("chicken")))
    >>> text.count("<node "), text.count("<edge ")
    (4, 8)
    """
    graph = game.to_networkx()
    from networkx.readwrite.graphml import GraphMLWriter

    # Characters that XML cannot hold would make a file that nobody can read.
    for attributes in (graph.graph, *(attributes for _, attributes in graph.nodes(data=True))):
        attributes.update({key: printable(value) for key, value in attributes.items() if isinstance(value, str)})
    writer = GraphMLWriter(graph)
    truth = {key.get("id") for key in writer.xml.iter("key") if key.get("attr.type") == "boolean"}
    for data in writer.xml.iter("data"):
        # Written as in Python, with a capital; the format has true and false.
        if data.get("key") in truth:
            data.text = (data.text or "").lower()
    return f"<?xml version='1.0' encoding='utf-8'?>\n{writer}\n"
