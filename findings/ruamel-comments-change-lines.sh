#!/usr/bin/env bash
# Guess: ruamel.yaml, made for keeping comments, keeps the comment beside the line that it was written for.
# What happens: comments belong to positions in a list, not to its entries.
# Exchanging two entries leaves the comments where they were: each now stands beside the other's line.
# Taking an entry out and inserting it further up loses its comment altogether.
# A comment inside a list in brackets is lost on the way in and out, without any change to the data.
# Who is hurt: whoever edits ranked preferences by program, in a case file whose comments say why a line stands there.
# "said on 12 January" ends beside a line that nobody said. The data are right, so no test on them shows it.
# Seen in: ruamel.yaml 0.19.1, ruamel/yaml/comments.py, CommentedSeq: comments are kept by index in ca.items.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check ruamel.yaml==0.19.1

"$dir/venv/bin/python" - <<'PY'
import io
import sys
from importlib.metadata import version

from ruamel.yaml import YAML

LINES = """\
prefers:
- not attack  # said on 12 January
- insist  # a guess
"""
BRACKETS = """\
prefers: [not attack,  # said on 12 January
  insist]
"""


def after(text, change=lambda lines: None):
    """The entries or comments of a file after a change, one string for each line that is written."""
    yaml, out = YAML(), io.StringIO()
    data = yaml.load(text)
    change(data["prefers"])
    yaml.dump(data, out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def exchange(lines):
    lines[0], lines[1] = lines[1], lines[0]


def move_up(lines):
    lines.insert(0, lines.pop(1))


swapped, moved, flow = after(LINES, exchange), after(LINES, move_up), after(BRACKETS)
print("version: ruamel.yaml", version("ruamel.yaml"))
print("guess: a comment goes where its line goes, and stays if nothing is changed")
print("behaviour: it stays when its line goes, is lost when its line is moved up, and is lost in brackets anyhow")
print("seen: two lines exchanged:", swapped[1:])
print("seen: the second line moved up:", moved[1:])
print("seen: in brackets, nothing changed:", flow)
same = (
    swapped[1:] == ["- insist # said on 12 January", "- not attack # a guess"]
    and moved[1:] == ["- insist", "- not attack # said on 12 January"]
    and flow == ["prefers: [not attack, insist]"]
)
sys.exit(0 if same else 1)
PY
