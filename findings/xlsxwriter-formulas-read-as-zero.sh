#!/usr/bin/env bash
# Guess: a formula that no spreadsheet program has computed yet is read as empty where stored values are read.
# So it is with workbooks that openpyxl wrote: openpyxl gives None, pandas NaN, and one can refuse the table.
# What happens: XlsxWriter stores 0 as the result of every formula, unless it is told another.
# openpyxl (data_only=True), pandas and calamine read that 0 as a number like any other.
# Which of the two writes is not visible in the code: pandas takes XlsxWriter where it is installed.
# Who is hurt: whoever keeps votes and quotas of a council in a sheet that a program made, with the total or the quota
# as a formula, and has it read before somebody opens and saves it: a quota of 0 lets everything pass.
# Seen in: xlsxwriter 3.3.1, worksheet.py, the parameter value of write_formula; pandas 3.1.1; openpyxl 3.1.5.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check \
  pandas==3.1.1 openpyxl==3.1.5 xlsxwriter==3.3.1 python-calamine==0.9.1

cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import openpyxl
import pandas as pd

table = pd.DataFrame({"member": ["a", "b", "c", "quota"], "votes": [5, 2, 1, "=ROUNDUP(SUM(B2:B4)/2,0)"]})


def quota(engine):
    """The quota as three readers see it in a workbook that the engine wrote."""
    table.to_excel("council.xlsx", index=False, **engine)
    stored = openpyxl.load_workbook("council.xlsx", data_only=True).active["B5"].value
    frames = (pd.read_excel("council.xlsx", engine=reader)["votes"].iloc[-1] for reader in ("openpyxl", "calamine"))
    return [None if value is None or pd.isna(value) else int(value) for value in (stored, *frames)]


default, by_xlsxwriter, by_openpyxl = quota({}), quota({"engine": "xlsxwriter"}), quota({"engine": "openpyxl"})
print("version:", ", ".join(f"{name} {version(name)}" for name in ("xlsxwriter", "openpyxl", "pandas")))
print("guess: the quota, a formula without a computed result, is read as empty")
print("behaviour: it is read as the number 0 if XlsxWriter wrote the workbook, which pandas prefers")
print("seen: written by XlsxWriter, read by openpyxl, pandas, and pandas with calamine:", by_xlsxwriter)
print("seen: written by openpyxl:", by_openpyxl)
print("seen: written by pandas with both installed:", default)
sys.exit(0 if (default, by_xlsxwriter, by_openpyxl) == ([0] * 3, [0] * 3, [None] * 3) else 1)
PY
