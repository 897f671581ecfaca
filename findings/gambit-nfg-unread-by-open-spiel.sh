#!/usr/bin/env bash
# Guess: OpenSpiel's load_nfg_game, its loader for Gambit's .nfg files, reads what Gambit writes.
# What happens: it refuses every such file. Gambit's writer always names the strategies, and gives a table of outcomes
# with their numbers after it. OpenSpiel takes only the other form of the format: counts of strategies, then payoffs.
# Reading a file in that form with Gambit and saving it unchanged is enough to make it unreadable.
# The other direction works, but OpenSpiel's payoffs are rounded decimals, and Gambit takes decimals as exact.
# Who is hurt: whoever hands a conflict, saved as a strategic game, from one peer to the other,
# and whoever writes .nfg for both: a test with one of them says nothing about the other.
# Seen in: pygambit 16.7.0, Game.to_nfg; open_spiel 2.0.2, open_spiel/games/nfg_game/nfg_game.cc and the head of its
# header file, which speaks of the payoff version only.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check pygambit==16.7.0 open_spiel==2.0.2

"$dir/venv/bin/python" - <<'PY'
import io
import re
import sys
from importlib.metadata import version

import pygambit
import pyspiel


def load(text):
    try:
        game = pyspiel.load_nfg_game(text)
    except pyspiel.SpielError as error:
        return "refused: " + re.sub(r"^\S*/(?=nfg_game)", "", str(error))
    return [game.row_utilities().tolist(), game.col_utilities().tolist()]


payoffs = 'NFG 1 R "Talks" { "A" "B" } { 2 2 }\n\n2 2 0 3 3 0 1 1\n'
written = pygambit.read_nfg(io.StringIO(payoffs)).to_nfg()
plain, handed = load(payoffs), load(written)
third = pyspiel.create_matrix_game("t", "t", ["x", "y"], ["l", "r"], [[1 / 3, 0], [0, 0]], [[0, 0], [0, 0]])
back = pygambit.read_nfg(io.StringIO(pyspiel.game_to_nfg_string(third)))
best = max(player.max_payoff for player in back.players)

print("version: pygambit", version("pygambit"), "with open_spiel", version("open_spiel"))
print("guess: a game that Gambit reads and saves again is still read by OpenSpiel")
print("behaviour: the saved file is in the form that OpenSpiel refuses")
print("seen: OpenSpiel on the payoff form:", plain)
print("seen: Gambit saves it as:", " ".join(written.split()))
print("seen: OpenSpiel on that:", handed)
print("seen: a payoff of 1/3 in a file by OpenSpiel, as Gambit reads it:", best)
sys.exit(0 if isinstance(plain, list) and isinstance(handed, str) and best != pygambit.Rational(1, 3) else 1)
PY
