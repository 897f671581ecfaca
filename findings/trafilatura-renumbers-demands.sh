#!/usr/bin/env bash
# Guess: trafilatura keeps the numbers of a numbered list, at least in Markdown, where it writes numbers.
# What happens: as text, the numbers are replaced by dashes. As Markdown, each list counts from 1:
# the attribute start, with which a list goes on after a paragraph, is ignored.
# So point 5 of a draft treaty is printed as point 1, and there are two points 1.
# Who is hurt: whoever reads demands, articles of a treaty or points of a resolution from a web page.
# Reports refer to them by number ("refused point 5"), and the refusal is then tied to another demand.
# Without numbers one sees that something is missing; with wrong ones one does not.
# Seen in: trafilatura 2.3.1, trafilatura/xml.py, where list items are written.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6

"$dir/venv/bin/python" - <<'PY'
import re
import sys
from importlib.metadata import version

import trafilatura

TALK = "".join(
    f"<p>In round {k} the delegations went through the draft line by line, and each side put its view on record.</p>"
    for k in ("one", "two", "three", "four")
)
PAGE = f"""<html><head><title>The draft</title></head><body><article><h1>The draft</h1>{TALK}
<ol><li>No missiles are deployed.</li><li>The parties consult.</li><li>Flights are announced.</li></ol>
<p>The delegation of the north asked for two further points, which the mediator added on the last evening.</p>
<ol start="4"><li>Inspections are allowed.</li><li>Exercises stay away from the border.</li></ol>
<p>The delegation of the south called point 5 unacceptable, and said that it would not come back for it.</p>
</article></body></html>"""


def points(form):
    text = trafilatura.extract(PAGE, output_format=form)
    return [line for line in text.splitlines() if re.match(r"(\d+\.|-) ", line)]


plain, markdown = points("txt"), points("markdown")
print("version: trafilatura", version("trafilatura"))
print("guess: the points are numbered 1 to 5, and point 5 is about exercises")
print("behaviour: dashes as text; as Markdown the second list, which starts at 4, counts 1 and 2")
print("seen: txt:", plain)
print("seen: markdown:", markdown)
same = (
    len(plain) == 5
    and all(line.startswith("- ") for line in plain)
    and [line.split()[0] for line in markdown] == ["1.", "2.", "3.", "1.", "2."]
)
sys.exit(0 if same else 1)
PY
