"""Pictures of records, one module for each subject; they need the extra `plots`, and compute nothing.

>>> import countermove as cm
>>> figure = cm.plot(cm.compile(cm.load("chicken")), "winners")
>>> svg(figure).startswith("<svg")
True
"""

from countermove.plots.kinds import KINDS, Kind, find_kind, kinds_for
from countermove.plots.output import ENDINGS, alt_text, ending_of, rendered, sentence, svg, undrawn

__all__ = [
    "ENDINGS",
    "KINDS",
    "Kind",
    "alt_text",
    "ending_of",
    "find_kind",
    "kinds_for",
    "rendered",
    "sentence",
    "svg",
    "undrawn",
]
