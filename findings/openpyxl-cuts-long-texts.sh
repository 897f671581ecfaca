#!/usr/bin/env bash
# Guess: a text that is too long for a cell of a workbook is refused, or written whole for readers that take it.
# So it is elsewhere: XlsxWriter does not write the cell and says so, and for a character that a cell cannot hold, openpyxl
# raises IllegalCharacterError.
# What happens: openpyxl keeps the first 32,767 characters and drops the others, without an error and without a warning.
# It does so when the value is assigned, so that even reading the cell back in the same program gives the shorter text.
# Who is hurt: whoever keeps sources with a case in a workbook, such as an interview, a treaty or the minutes of a meeting:
# the demands at its end are gone, and every later reader, coder or search sees a complete text.
# Seen in: openpyxl 3.1.5, openpyxl/cell/cell.py, check_string: value = value[:32767].
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check openpyxl==3.1.5 xlsxwriter==3.3.1

cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

import openpyxl
import xlsxwriter

minutes = "The chair opens the meeting. " * 1200 + "Demand 9: the dam is not filled in dry years."

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    book = openpyxl.Workbook()
    book.active["A1"] = minutes
    assigned = book.active["A1"].value
    book.save("minutes.xlsx")
    stored = openpyxl.load_workbook("minutes.xlsx").active["A1"].value
    by_openpyxl = len(said)

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    with xlsxwriter.Workbook("other.xlsx") as other:
        status = other.add_worksheet().write_string("A1", minutes)
    by_xlsxwriter = status

print("version: openpyxl", version("openpyxl"), "with xlsxwriter", version("xlsxwriter"))
print(f"guess: {len(minutes):,} characters are refused, or all of them are stored")
print("behaviour: openpyxl stores the first 32,767 and says nothing; the end of the text is lost")
print(f"seen: characters assigned, stored: {len(assigned):,}, {len(stored):,}; warnings: {by_openpyxl}")
print("seen: the last demand is in the text, in the cell:", "Demand 9" in minutes, "Demand 9" in stored)
print("seen: what xlsxwriter returns for the same text (0: written):", by_xlsxwriter)
same = (len(assigned), len(stored), by_openpyxl) == (32767, 32767, 0) and "Demand 9" not in stored and by_xlsxwriter != 0
sys.exit(0 if same else 1)
PY
