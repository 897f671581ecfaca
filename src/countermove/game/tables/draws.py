"""Where random numbers come from: a seed, or a generator of NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from countermove.errors import QuestionError

__all__ = ["SEED", "generator_of", "seed_of"]

SEED = 1
"""The seed where none is given: equal calls have equal results."""


def generator_of(seed: Any = None, rng: Any = None) -> np.random.Generator:
    """The generator of all draws of a question.

    Parameters
    ----------
    seed
        A whole number from 0; the same seed gives the same result.
    rng
        A generator of NumPy, which goes on from where it is.

    Returns
    -------
    numpy.random.Generator
        `rng`, or a new one from the seed; from `SEED` where neither is given.

    Raises
    ------
    QuestionError
        Where both are given, or one is of another kind.

    Examples
    --------
    >>> int(generator_of(seed=3).integers(100)), int(generator_of(rng=np.random.default_rng(3)).integers(100))
    (81, 81)
    >>> generator_of(seed=3, rng=np.random.default_rng(3))
    Traceback (most recent call last):
    countermove.errors.QuestionError: give seed= or rng=, not both
    """
    if seed is not None and rng is not None:
        raise QuestionError("give seed= or rng=, not both")
    if rng is not None:
        if not isinstance(rng, np.random.Generator):
            raise QuestionError(f"rng= takes a generator, such as np.random.default_rng(3), not {rng!r:.80}; seed= a number")
        return rng
    return np.random.default_rng(_checked(seed))


def seed_of(seed: Any = None, rng: Any = None) -> int:
    """The same as a seed, for what draws in parts of its own: that given, one drawn from `rng`, or `SEED`.

    >>> seed_of(), seed_of(seed=7)
    (1, 7)
    """
    generator = generator_of(seed, rng)
    return int(generator.integers(2**63)) if rng is not None else _checked(seed)


def _checked(seed: Any) -> int:
    if seed is None:
        return SEED
    # True is 1 in Python, and 1.5 would be cut: neither was meant as a seed.
    if not isinstance(seed, int | np.integer) or isinstance(seed, bool) or seed < 0:
        raise QuestionError(f"seed= takes a whole number from 0, not {seed!r:.80}; rng= takes a generator")
    return int(seed)
