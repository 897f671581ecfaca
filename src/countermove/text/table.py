"""Other names for parts of `blocks` and `layout`, until all who import them have moved."""

from countermove.text.blocks import Table
from countermove.text.layout import table_csv as as_csv
from countermove.text.layout import table_markdown as as_markdown
from countermove.text.layout import table_text as as_text

__all__ = ["Table", "as_csv", "as_markdown", "as_text"]
