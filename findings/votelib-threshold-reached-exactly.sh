#!/usr/bin/env bash
# Guess: votelib's RelativeThreshold lets a share pass that reaches the threshold exactly, by default.
# Its parameter accept_equal says so, and is True unless told otherwise.
# What happens: it does not pass. The share is compared for "more", but for "equal" the raw number of votes is compared
# with the fraction, and 5 votes never equal 1/2. AbsoluteThreshold, beside it, does what it says.
# Rounding plays no part: the threshold is a Fraction.
# Who is hurt: whoever models a quota of one half, two thirds or 5 percent with it, and compares the votes that pass
# with ours, where a quota that is reached exactly is reached. The difference shows only in the cases that matter.
# Seen in: votelib 0.4.0, votelib/evaluate/threshold.py, the last line of RelativeThreshold.evaluate.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check votelib==0.4.0

"$dir/venv/bin/python" - <<'PY'
import sys
from fractions import Fraction
from importlib.metadata import version

from votelib.evaluate.threshold import AbsoluteThreshold, RelativeThreshold

votes = {"for": 4, "against": 2}
relative = RelativeThreshold(Fraction(2, 3), accept_equal=True).evaluate(votes)
below = RelativeThreshold(Fraction(2, 3) - Fraction(1, 1000), accept_equal=True).evaluate(votes)
absolute = AbsoluteThreshold(4, accept_equal=True).evaluate(votes)

print("version: votelib", version("votelib"))
print("guess: 4 of 6 votes reach a threshold of two thirds, as accept_equal is set")
print("behaviour: exactly two thirds do not pass; a hair below they do; a threshold of 4 votes passes, too")
print("seen: two thirds", relative)
print("seen: a thousandth less than two thirds", below)
print("seen: AbsoluteThreshold(4)", absolute)
sys.exit(0 if (relative, below, absolute) == ([], ["for"], ["for"]) else 1)
PY
