#!/usr/bin/env bash
# Guess: dateparser gives for "the 1990s" the year 1990, or nothing, for it is not a day.
# What happens: it reads 1990 s, that is 1990 seconds, and gives the moment 33 minutes before the reference date.
# STRICT_PARSING, and REQUIRE_PARTS with the year, accept that as well.
# A bare span is read in the same way: "three weeks" lies three weeks back, though in talks it is a time limit.
# Who is hurt: whoever dates the statements of an article on a conflict. "The promises of the 1990s" are dated
# to the evening before the article appeared, and stand in the chronology among the latest events.
# "since the 1990s" gives nothing, so trying the phrase with its preposition does not bring the trap to light.
# Seen in: dateparser 1.5.0, dateparser/freshness_date_parser.py, with "s" for seconds in the data of English.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check dateparser==1.5.0

"$dir/venv/bin/python" -W ignore - <<'PY'
import sys
from datetime import datetime
from importlib.metadata import version

import dateparser

BASE = {"RELATIVE_BASE": datetime(2022, 1, 13), "TIMEZONE": "UTC"}


def read(text, **more):
    found = dateparser.parse(text, languages=["en"], settings={**BASE, **more})
    return found and found.isoformat(sep=" ")


loose = read("the 1990s")
strict = read("the 1990s", STRICT_PARSING=True, REQUIRE_PARTS=["year"])
since, weeks = read("since the 1990s"), read("three weeks")
print("version: dateparser", version("dateparser"))
print("guess: of 13 January 2022, 'the 1990s' is some day of 1990, or no date")
print("behaviour: it is the evening before, 1990 seconds back, in strict mode, too")
print("seen: the 1990s:", loose)
print("seen: the 1990s, strict, year required:", strict)
print("seen: since the 1990s:", since)
print("seen: three weeks:", weeks)
evening = "2022-01-12 23:26:50"
sys.exit(0 if (loose, strict, since, weeks) == (evening, evening, None, "2021-12-23 00:00:00") else 1)
PY
