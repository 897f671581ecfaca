#!/usr/bin/env bash
# Guess: in pref_voting, somebody who ranks one candidate and leaves the others out prefers it to them.
# Ballots are commonly counted so: what is ranked stands above what is not.
# What happens: by default a pair counts only where both are ranked. The margin takes no notice of such a voter.
# So the candidate whom most voters name alone loses to one whom a single voter ranks above it.
# use_extended_strict_preference() on the profile switches to the usual reading; methods need not be told.
# Who is hurt: whoever lets members of a council rank outcomes, as far as they care, and asks which outcome wins.
# Short lists are what one gets from actors with one wish each. The winner turns round, and no warning is given.
# Seen in: pref_voting 1.18.2, pref_voting/profiles_with_ties.py, use_strict_preference is the default.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check pref_voting==1.18.2

"$dir/venv/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
from pref_voting.profiles_with_ties import ProfileWithTies  # noqa: E402
from pref_voting.voting_methods import copeland, minimax  # noqa: E402

DEAL, STRIKE = 0, 1


def winners(extended):
    # Four members name the deal and nothing else; one ranks the strike above the deal.
    profile = ProfileWithTies([{DEAL: 1}, {STRIKE: 1, DEAL: 2}], rcounts=[4, 1])
    if extended:
        profile.use_extended_strict_preference()
    return int(profile.margin(DEAL, STRIKE)), [int(w) for w in copeland(profile)], [int(w) for w in minimax(profile)]


default, extended = winners(False), winners(True)
print("version: pref_voting", version("pref_voting"))
print("guess: four of five members are for the deal (0) against the strike (1): margin 3, and it wins")
print("behaviour: by default the four do not count in that pair, and the strike wins")
print("seen: margin, Copeland, minimax by default:", default)
print("seen: the same with extended strict preference:", extended)
sys.exit(0 if (default, extended) == ((-1, [1], [1]), (3, [0], [0])) else 1)
PY
