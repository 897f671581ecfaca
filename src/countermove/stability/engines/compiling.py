"""Kernels as machine code: Numba compiles them where it is installed (the extra `fast`).

A kernel is a plain Python function over arrays. What serves a small case, or every case where Numba is missing, are
NumPy operations over listed moves; `dispatch` says which of the two.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

from countermove.errors import QuestionError

__all__ = ["Kernel", "compiled", "has_compiler", "without_compiler"]

Kernel = Callable[..., Any]
_COMPILING = Lock()


@cache
def has_compiler() -> bool:
    """Whether Numba is installed; it is not imported, which alone takes half a second.

    Returns
    -------
    bool
        The same for the life of the program.
    """
    try:
        return find_spec("numba") is not None
    except ImportError:
        return False


def without_compiler(task: str) -> QuestionError:
    """The error for a task that would take too long without machine code.

    Parameters
    ----------
    task
        What would take too long.

    Returns
    -------
    QuestionError
        With the way to install a compiler.
    """
    return QuestionError(f'without Numba {task} would take too long; install it with pip install "countermove[fast]"')


def compiled(kernel: Kernel) -> Kernel:
    """A kernel as machine code, kept on disk for the next run where the installation allows it.

    Parameters
    ----------
    kernel
        A plain function over arrays and numbers.

    Returns
    -------
    callable
        Takes the same arguments; releases the interpreter's lock while it runs.

    Raises
    ------
    QuestionError
        Where Numba is not installed.
    """
    with _COMPILING:  # Numba does not compile in several threads at once
        return _compiled(kernel)


@cache
def _compiled(kernel: Kernel) -> Kernel:
    try:
        import numba
    except ImportError:
        raise without_compiler("this case") from None

    try:
        machine_code: Kernel = numba.njit(nogil=True, cache=True)(kernel)
    except RuntimeError:  # no directory to keep it in
        machine_code = numba.njit(nogil=True)(kernel)
    return machine_code
