"""Repairs words that were broken or glued on the way, and wrongly decoded characters, and touches nothing else.

Every repair is an `Edit`, so that nothing of the original is lost. Doubtful repairs wait until sure ones have proven
that a text is noisy.
"""

from __future__ import annotations

from countermove.reader.repair.edits import Edit, EditMap, decoded
from countermove.reader.repair.joining import joined, vocabulary_of
from countermove.reader.repair.parting import parted

__all__ = ["cleaned"]

NOISY_REPAIRS = 2
"""Sure repairs inside lines that prove a document to be noisy; a single one may be an oddity of the text."""


def cleaned(original: str) -> EditMap:
    """A text with its broken words joined, glued words split, and wrongly decoded characters put right.

    Parameters
    ----------
    original
        The text as it came.

    Returns
    -------
    EditMap
        The repaired text, and the way back.

    Examples
    --------
    >>> cleaned("The Rus-sian side im-mediately refused; itwill not give way on long-range missiles.").text
    'The Russian side immediately refused; it will not give way on long-range missiles.'
    """
    vocabulary = vocabulary_of(original)
    repairs = [*joined(original, vocabulary, noisy=False), *parted(original, vocabulary, noisy=False)]
    # Hyphens at the ends of lines are ordinary typesetting and prove nothing.
    if sum("\n" not in original[edit.start : edit.end] for edit in repairs) >= NOISY_REPAIRS:
        repairs = [*joined(original, vocabulary, noisy=True), *parted(original, vocabulary, noisy=True)]
    edits: list[Edit] = []
    for edit in sorted([*decoded(original), *repairs], key=lambda e: (e.start, -e.end)):
        # Of two repairs of the same word the one that begins first, or is longer, counts.
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return EditMap(original, edits)
