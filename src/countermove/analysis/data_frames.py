"""Data frames need pandas, which is an extra: where it is missing, one message says how to get it."""

from __future__ import annotations

from countermove.errors import QuestionError

__all__ = ["require_pandas"]


def require_pandas() -> None:
    """Raise `QuestionError` where pandas is not installed; call it before pandas is imported.

    >>> require_pandas()
    """
    try:
        import pandas  # noqa: F401
    except ImportError:
        raise QuestionError('tables as data frames need pandas: install it with pip install "countermove[frames]"') from None
