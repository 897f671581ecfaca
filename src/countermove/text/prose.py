"""Other names for parts of `blocks` and `layout`, until all who import them have moved."""

from countermove.text.blocks import Item, Section
from countermove.text.layout import folded, one_line
from countermove.text.layout import sections_markdown as as_markdown
from countermove.text.layout import sections_text as as_text

__all__ = ["Item", "Section", "as_markdown", "as_text", "folded", "one_line"]
