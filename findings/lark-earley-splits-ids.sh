#!/usr/bin/env bash
# Guess: in Lark, changing parser="lalr" to parser="earley" accepts more grammars, and reads what LALR reads alike.
# What happens: Earley's dynamic lexer, its default, matches keywords anywhere, also inside a word.
# With the keyword "not" and a pattern for ids, "notify" is read as: not "ify". LALR reads it as the id "notify".
# There is no error and, with the default ambiguity="resolve", no trace: the result is one clean tree, negated.
# lexer="basic" with Earley reads ids whole again.
# Who is hurt: whoever maintains a statement language for conflicts and tries Earley, for a rule that LALR refuses
# or to see ambiguities. Ids such as notify, notice, nothing and notes are what analysts write, and a preference turns
# into its opposite, or speaks of an option that does not exist.
# Seen in: lark 1.3.1, lark/parsers/xearley.py, which matches each terminal at each position.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check lark==1.3.1

"$dir/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from lark import Lark, Transformer

GRAMMAR = r"""
?start: start "and" term -> both | term
?term: "not" term -> negated | ID -> option
ID: /[a-z][a-z0-9-]*/
%ignore " "
"""


class Say(Transformer):
    def both(self, parts):
        return f"{parts[0]} and {parts[1]}"

    def negated(self, parts):
        return f"not <{parts[0].strip('<>')}>"

    def option(self, parts):
        return f"<{parts[0]}>"


text = "notify and notice"
lalr, earley, basic = (
    Say().transform(Lark(GRAMMAR, **way).parse(text))
    for way in ({"parser": "lalr"}, {"parser": "earley"}, {"parser": "earley", "lexer": "basic"})
)
print("version: lark", version("lark"))
print(f"guess: both parsers read {text!r} as two options")
print("behaviour: Earley cuts the ids at the keyword, and negates what is left of them")
print("seen: lalr:", lalr)
print("seen: earley:", earley)
print("seen: earley with the basic lexer:", basic)
whole, cut = "<notify> and <notice>", "not <ify> and not <ice>"
sys.exit(0 if (lalr, earley, basic) == (whole, cut, whole) else 1)
PY
