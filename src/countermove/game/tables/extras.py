"""Packages that are extras: the message where one is missing."""

from __future__ import annotations

from importlib import import_module

from countermove.errors import QuestionError, raise_interrupt

__all__ = ["require_extra"]


def require_extra(module: str, group: str, purpose: str) -> None:
    """Raise `QuestionError` with the command that installs a package where it is missing; import it afterwards.

    Parameters
    ----------
    module
        Its name.
    group
        The extra of this program that installs it.
    purpose
        What needs it, in the plural: the subject of the message.

    Raises
    ------
    QuestionError
        Where it cannot be imported.

    Examples
    --------
    >>> require_extra("no_such_module", "graphs", "graphs for other programs")
    Traceback (most recent call last):
    countermove.errors.QuestionError: graphs for other programs need no_such_module: install it with pip install ...
    """
    try:
        import_module(module)
    except ImportError as fault:
        raise_interrupt(fault)
        raise QuestionError(f'{purpose} need {module}: install it with pip install "countermove[{group}]"') from None
