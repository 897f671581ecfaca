"""What an assistant can read: the catalogue, the pages on solution concepts, the case format."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import countermove

__all__ = ["concept_pages", "page"]

INSTALLED = Path(countermove.__file__).parent / "pages"
"""Where the wheel has the pages of the documentation that are served."""
CHECKOUT = Path(countermove.__file__).parents[2] / "docs"
"""Where they are while the program runs from its sources."""


def page(name: str) -> str:
    """The text of a page of the documentation, such as ``concepts/nash.md``.

    >>> page("concepts/nash.md").splitlines()[0]
    '# Nash stability'
    """
    file = INSTALLED / name
    return (file if file.is_file() else CHECKOUT / name).read_text(encoding="utf-8")


@cache
def concept_pages() -> tuple[str, ...]:
    """The names of the pages on solution concepts, without their ending.

    >>> concept_pages()[:3]
    ('cgmr', 'cnash', 'conflict-analysis')
    """
    folder = INSTALLED / "concepts"
    if not folder.is_dir():
        folder = CHECKOUT / "concepts"
    return tuple(sorted(file.stem for file in folder.glob("*.md")))
