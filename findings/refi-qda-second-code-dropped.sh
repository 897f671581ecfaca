#!/usr/bin/env bash
# Guess: a reader of REFI-QDA projects (.qdpx) gives every code that a passage bears.
# In that format one PlainTextSelection may hold any number of Coding elements, one for each code.
# What happens: pyqdpx keeps the first of them and goes on. The passage is there, so nothing looks missing.
# pyrefiqda and qdaPy give both codes from the same file.
# Which of the two survives is a matter of the order in the file.
# Who is hurt: whoever brings coded interviews or articles into a case: a sentence coded as "threat" and as "Russia"
# becomes evidence for one of them. Counts of codes and agreement between coders come out too low.
# Seen in: pyqdpx 0.1.5, pyqdpx/pyqdpx.py, _parse_selections_from_xml, which asks for one Coding; so in 0.1.8,
# which needs Python 3.12, whatever its metadata says.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check pyqdpx==0.1.5 pyrefiqda==0.3.1

cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import sys
import zipfile
from importlib.metadata import version

from pyqdpx import QDPX
from pyrefiqda import RefiProject

USER, THREAT, RUSSIA, SOURCE, PASSAGE, ONE, TWO = (f"00000000-0000-4000-8000-{n:012d}" for n in range(7))
PROJECT = f"""<?xml version="1.0" encoding="utf-8"?>
<Project name="Talks" xmlns="urn:QDA-XML:project:1.0">
<Users><User guid="{USER}" name="Coder"/></Users>
<CodeBook><Codes>
<Code guid="{THREAT}" name="threat" isCodable="true"/><Code guid="{RUSSIA}" name="Russia" isCodable="true"/>
</Codes></CodeBook>
<Sources><TextSource guid="{SOURCE}" name="Interview" plainTextPath="internal://{SOURCE}.txt" creatingUser="{USER}">
<PlainTextSelection guid="{PASSAGE}" name="1" startPosition="0" endPosition="20" creatingUser="{USER}">
<Coding guid="{ONE}" creatingUser="{USER}"><CodeRef targetGUID="{THREAT}"/></Coding>
<Coding guid="{TWO}" creatingUser="{USER}"><CodeRef targetGUID="{RUSSIA}"/></Coding>
</PlainTextSelection></TextSource></Sources></Project>"""
with zipfile.ZipFile("talks.qdpx", "w") as archive:
    archive.writestr("project.qde", PROJECT)
    archive.writestr(f"Sources/{SOURCE}.txt", "Moscow will respond.")

names = {THREAT: "threat", RUSSIA: "Russia"}
(source,) = QDPX("talks.qdpx").get_project().sources.values()
first = [selection.code.name for selection in source.coded_selections.values()]
project = RefiProject.load("talks.qdpx", extract_dir="unpacked")
both = [names[c.code_ref.target_guid] for s in project.sources.text_source[0].plain_text_selection for c in s.coding]

print("version: pyqdpx", version("pyqdpx"), "beside pyrefiqda", version("pyrefiqda"))
print("guess: the passage has two codes, and a reader gives both")
print("behaviour: pyqdpx gives the first, without a warning")
print("seen: pyqdpx:", first)
print("seen: pyrefiqda:", both)
sys.exit(0 if (first, both) == (["threat"], ["threat", "Russia"]) else 1)
PY
