"""Text in Markdown: signs that would have a meaning there, as themselves."""

from __future__ import annotations

import re

__all__ = ["escaped_markdown"]

ADDRESS = re.compile(r"\b(https?|ftp)(://)|\b(www)\.", re.IGNORECASE)


def escaped_markdown(text: str, more: str = "") -> str:
    """Text in which no sign has a meaning: no mark-up, no formula between dollars, no link made of a bare address.

    Parameters
    ----------
    text
        Text on one line.
    more
        Further signs to escape.

    Examples
    --------
    >>> print(escaped_markdown("*Pay* $5, see https://example.org or www.example.org"))
    \\*Pay\\* \\$5, see https\\://example.org or www\\.example.org
    """
    text = re.sub(rf"([\\`*_<>\[\]|${re.escape(more)}])", r"\\\1", text)
    return ADDRESS.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"{match[3]}\\.", text)
