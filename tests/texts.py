"""Texts that are awkward to write and to read back."""

from __future__ import annotations

from hypothesis import strategies as st

AWKWARD = [
    "", " ", "null", "~", "NO", "007", "1e3", "2022-01-13", "true", "on", "=", "<<", "-", "--- a", "...", "? a", ": a",
    "a: b", "a:", "a #b", "#a", "a,b", "[a]", "{a}", "!a", "&a", "*a", "|", "> a", "%a", "@a", "`a", "'", '"', "\\", "\\n",
    " a", "a ", "a\n", "\na", "a\n\nb\n", "a\n b", " a\nb", "a\tb", "\ta", "a\r\nb", "a\x85b", "a\u2028b", "\ufeffa",
    "\x00", "\x1b[31m", "\x7f", "\xa0", "\ud7ff", "\ue000", "\uffff", "\U0001f600", "\U0010ffff", "é", "word " * 40,
    "word " * 40 + "end", "a  b " * 40 + "end", "YN-Y", "Y", "-" * 5, "it's", "a\n\n", "\n", "a\n   \nb", "a" * 300,
]  # fmt: skip
TEXTS = st.sampled_from(AWKWARD) | st.text()
