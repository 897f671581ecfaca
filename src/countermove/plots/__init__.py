"""Pictures of a case, one module for each kind; they need the extra `plots`.

>>> from countermove import catalog
>>> from countermove.game.compile import compile
>>> figure = plot(compile(catalog.load_case("chicken")), "winners")
>>> svg(figure).startswith("<svg")
True
"""

from countermove.plots.choice import Choice, state_list
from countermove.plots.kinds import KINDS, Kind, check_large, find_kind, kinds_for, plot
from countermove.plots.output import ENDINGS, alt_text, ending_of, rendered, svg, undrawn

__all__ = [
    "ENDINGS", "KINDS", "Choice", "Kind", "alt_text", "check_large", "ending_of", "find_kind", "kinds_for", "plot",
    "rendered", "state_list", "svg", "undrawn",
]  # fmt: skip
