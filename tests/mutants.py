"""Mistakes that the tests must notice: each is put into a copy of the program, and some test has to fail.

Run by ``make mutants``. Prints what happened to every mutation; exits with 1 if any survives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

__all__ = ["MUTATIONS", "ROOT", "Mutation", "killers", "mutated"]

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "countermove"
PARALLEL = 2
PATIENCE = 120
"""After so many seconds a mutation that runs on is caught too."""


class Mutation(NamedTuple):
    """One mistake: in a file below `src/countermove`, `old` (found there once) becomes `new`."""

    name: str
    file: str
    old: str
    new: str
    why: str


CONCEPT = "tests/stability/test_concept.py"
VERDICTS = f"{CONCEPT}::test_verdicts_are_those_of_the_reference"
TRAPS = (f"{CONCEPT}::test_no_trap_is_fallen_into", f"{CONCEPT}::test_no_trap_is_fallen_into_over_blocks")
CHUNKS = tuple(f"{VERDICTS}[{chunk}]" for chunk in ("any-0", "blocks-0", "listed-0", "listed-40"))


def killers(file: str) -> tuple[str, ...]:
    """The tests to run, fast ones first: those of the module; for concepts also the traps and some cases."""
    path = Path(file)
    own = f"tests/{path.parent}/test_{path.name}"
    if file in ("graph/own_games.py", "analysis/surprises.py"):
        return ("tests/analysis/test_perceptions.py",)
    if file == "graph/compile.py":
        return (own, "tests/graph/test_moves.py")
    if path.parent.name == "model" or file in ("analysis/counterparts.py", "analysis/what_ifs.py"):
        return (own, "tests/analysis/test_scenarios.py")
    return (own,) if path.parent.name in ("graph", "analysis") else (own, *TRAPS, *CHUNKS)


# ------------------------------------------------------------------------------------- states and ranks

STATES = (
    Mutation(
        "a count is certain too early",
        "graph/states.py",
        "np.asarray((least >= low) & (most <= high))",
        "np.asarray(least >= low)",
        "A partial code would be dropped though what is still open may make it feasible.",
    ),
    Mutation(
        "an implication is certain too early",
        "graph/states.py",
        "return (a & b) | (not_a & not_b), (a & not_b) | (not_a & b)",
        "return (a & b) | (not_a & not_b), ~(a & b) & ~(not_a & not_b)",
        "Undecided is not false.",
    ),
    Mutation(
        "one state less than the limit",
        "graph/states.py",
        "        if len(codes) > limit:\n            raise",
        "        if len(codes) >= limit:\n            raise",
        "As many states as the limit are allowed.",
    ),
    Mutation(
        "codes in the order of growth",
        "graph/states.py",
        "return codes if np.all(codes[1:] > codes[:-1]) else np.sort(codes)",
        "return codes",
        "State numbers are ranks of ascending codes, so that published tables compare.",
    ),
    Mutation(
        "full words are packed on",
        "graph/ranks.py",
        "score = dense(score).astype(np.int64)",
        "score = score.copy()",
        "Beyond 62 statements the scores would overflow.",
    ),
    Mutation(
        "a group counts as one statement",
        "graph/ranks.py",
        "base = most + 1",
        "base = 2",
        "Several statements of a group would outweigh the line above it.",
    ),
    Mutation(
        "wide weights in one word",
        "graph/ranks.py",
        "wide = sum(map(abs, whole)) > WORD",
        "wide = False",
        "Huge and tiny weights would overflow.",
    ),
    Mutation(
        "the worst of a ranking is the best",
        "graph/ranks.py",
        "score[mask] = len(groups) - place",
        "score[mask] = place",
        "Rankings are written best first.",
    ),
)

# -------------------------------------------------------------------------------------------------- moves

MOVES = (
    Mutation(
        "directions swapped",
        "graph/compile.py",
        'no_drop = _mask(row for row in rows if row.record.change == "take-only")',
        'no_drop = _mask(row for row in rows if row.record.change == "drop-only")',
        "A take-only option can be taken and not dropped.",
    ),
    Mutation(
        "preconditions ignored",
        "graph/compile.py",
        "    if not conditions:\n        return Reach(mask, no_drop, no_take)",
        "    if conditions is not None:\n        return Reach(mask, no_drop, no_take)",
        "An option that needs another could always be taken.",
    ),
    Mutation(
        "preconditions asked after the move",
        "graph/moves.py",
        "legal = ((there & ~here) & no_take[members][:, :, None]) == 0",
        "legal = ((there & ~here) & no_take[members][:, None, :]) == 0",
        "A precondition holds in the state before the move.",
    ),
    Mutation(
        "what may not be dropped may not be taken",
        "graph/moves.py",
        "legal &= ((here & ~there) & reach.no_drop) == 0",
        "legal &= ((there & ~here) & reach.no_drop) == 0",
        "The two directions are not the same.",
    ),
    Mutation(
        "moves inside a coalesced state",
        "graph/moves.py",
        "table = np.unique(table[table[:, 0] != table[:, 1]], axis=0)",
        "table = np.unique(table, axis=0)",
        "They vanish.",
    ),
    Mutation(
        "one set of rules for each target",
        "graph/moves.py",
        "table = np.unique(table[table[:, 0] != table[:, 1]], axis=0)",
        "table = np.unique(table[table[:, 0] != table[:, 1]], axis=0)\n"
        "    table = table[np.unique(table[:, :2], axis=0, return_index=True)[1]]",
        "From a coalesced state a move may be realised with different changed options.",
    ),
    Mutation(
        "coalesced states in the wrong order",
        "graph/checks.py",
        "ordinary.sum() + group)",
        "ordinary.sum() + group.max() - group)",
        "They are numbered in file order.",
    ),
    Mutation(
        "only one of the rules is asked",
        "graph/compile.py",
        "rules |= np.where(",
        "rules = np.where(",
        "Every option changed must meet its own rule.",
    ),
)

# -------------------------------------------------------------------------------------------------- rules

RULES = (
    Mutation(
        "consensus with nobody for",
        "graph/votes.py",
        "in_favour.any(axis=0) & ~opposed",
        "~opposed",
        "At least one member must be for.",
    ),
    Mutation(
        "half is a majority",
        "graph/votes.py",
        "2 * in_favour.sum(axis=0) > len(self.members)",
        "2 * in_favour.sum(axis=0) >= len(self.members)",
        "A majority is more than half.",
    ),
    Mutation(
        "a quota must be exceeded",
        "graph/votes.py",
        "axes=1) >= self.target",
        "axes=1) > self.target",
        "Reaching it is enough.",
    ),
    Mutation(
        "as many as the blocking number do not block",
        "graph/votes.py",
        "(len(self.members) - count < self.blocking)",
        "(len(self.members) - count <= self.blocking)",
        "Fewer than k do not.",
    ),
    Mutation(
        "too few to block, and nobody for",
        "graph/votes.py",
        "reached | ((count > 0) & (len",
        "reached | ((count >= 0) & (len",
        "No rule passes with nobody for.",
    ),
    Mutation(
        "an abstention is a veto",
        "graph/votes.py",
        "np.logical_or.reduce([oppose[a] for a in self.actors])",
        "~np.logical_and.reduce([favour[a] for a in self.actors])",
        "Only who is against vetoes.",
    ),
    Mutation(
        "a body that cannot agree is against",
        "graph/votes.py",
        "return carried, member.passes(oppose, favour) & ~carried",
        "return carried, ~carried",
        "A member body is against iff its rule passes for the reverse change.",
    ),
    Mutation(
        "somebody is everybody",
        "graph/votes.py",
        "in_favour.all(axis=0)",
        "in_favour.any(axis=0)",
        "Unanimity asks every member.",
    ),
    Mutation(
        "one of all rules is enough",
        "graph/votes.py",
        "np.logical_and.reduce([part.passes(",
        "np.logical_or.reduce([part.passes(",
        "All the listed rules must pass.",
    ),
    Mutation(
        "the absent are against",
        "graph/votes.py",
        "favour[absent], oppose[absent] = False, against",
        "favour[absent], oppose[absent] = False, True",
        "Who is needed and who has a veto are different questions.",
    ),
    Mutation(
        "every rule is transitive",
        "graph/votes.py",
        'return self.kind == "actor" or (self.kind == "all" and',
        'return self.kind != "all" or (',
        "Two majorities in a row need not be one.",
    ),
)

# ----------------------------------------------------------------------------------------- improvements

IMPROVEMENTS = (
    Mutation(
        "as good is better",
        "stability/improvements.py",
        "rank[edges.target] > rank[edges.source]",
        "rank[edges.target] >= rank[edges.source]",
        "An improvement is strict.",
    ),
    Mutation(
        "the focal mover helps to sanction itself",
        "stability/improvements.py",
        "favour[player] = (rank[after] > rank[before]) & (player != against)",
        "favour[player] = rank[after] > rank[before]",
        "In SEQ and SSEQ it counts as against every move of a body.",
    ),
    Mutation(
        "the focal mover is not against its sanction",
        "stability/improvements.py",
        "oppose[player] = (rank[after] < rank[before]) | (player == against)",
        "oppose[player] = rank[after] < rank[before]",
        "Under consensus it would abstain.",
    ),
    Mutation(
        "the indifferent are against",
        "stability/improvements.py",
        "oppose[player] = (rank[after] < rank[before])",
        "oppose[player] = (rank[after] <= rank[before])",
        "They are neither for nor against.",
    ),
    Mutation(
        "any rule of several is enough",
        "stability/improvements.py",
        "passing &= ~asked | vote.passes(favour, oppose)",
        "passing = ~asked | vote.passes(favour, oppose)",
        "Every option changed must meet its own rule.",
    ),
    Mutation(
        "a veto holder is overruled",
        "stability/improvements.py",
        "if mover.votes[vote].passes_without(against)",
        "if mover.votes[vote].passes_without(None)",
        "In GMR and SMR it counts as against, too.",
    ),
)

# ------------------------------------------------------------------------------------------- sequences

SEQUENCES = (
    Mutation(
        "the last mover forgotten",
        "stability/sequences.py",
        "others = np.delete(after, turn, axis=0).min(axis=0, initial=worst)",
        "others = after.min(axis=0, initial=worst)",
        "No mover moves twice in a row.",
    ),
    Mutation(
        "opponents move once",
        "stability/sequences.py",
        "edges[turn].least(np.minimum(base, others), worst)",
        "edges[turn].least(base, worst)",
        "A sanction may be a sequence.",
    ),
    Mutation(
        "a sweep skipped",
        "stability/sequences.py",
        "while unchanged < len(edges):",
        "while unchanged < 1:",
        "Sweeps go on until nothing changes for anybody.",
    ),
    Mutation(
        "only the first last mover is kept",
        "stability/sequences.py",
        "new = np.unique(found[length[k][found] < 0])",
        "new = np.unique(found[length.max(axis=0)[found] < 0])",
        "The last movers of a state are a set; keeping only the first loses sequences.",
    ),
    Mutation(
        "the same mover again",
        "stability/sequences.py",
        "[visited[j][-1] for j in movers if j != k]",
        "[visited[j][-1] for j in movers]",
        "No mover moves twice in a row, in the search for answers either.",
    ),
)

# ------------------------------------------------------------------------------------------- sanctions

SANCTIONS = (
    Mutation(
        "a sanction is strictly worse",
        "stability/sanction.py",
        "best_after(graph, mover, np.minimum(rank, held_down)) <= rank",
        "best_after(graph, mover, np.minimum(rank, held_down + 1)) <= rank",
        "Not better is enough.",
    ),
    Mutation(
        "no counter-move",
        "stability/sanction.py",
        "after_counter_move = best_after(graph, mover, rank) if counter else rank",
        "after_counter_move = rank",
        "SMR and SSEQ let the focal mover move once more.",
    ),
    Mutation(
        "two counter-moves",
        "stability/sanction.py",
        "after_counter_move = best_after(graph, mover, rank) if counter else rank",
        "after_counter_move = best_after(graph, mover, best_after(graph, mover, rank)) if counter else rank",
        "One move, not two in a row.",
    ),
    Mutation(
        "incredible answers",
        "stability/answers.py",
        "    if credible:\n        return {",
        "    if credible is None:\n        return {",
        "In SEQ and SSEQ the others answer only by improvements.",
    ),
    Mutation(
        "the focal mover among its opponents",
        "stability/answers.py",
        "    others = [m for m in graph.movers if m is not focal]",
        "    others = list(graph.movers)",
        "It does not answer itself.",
    ),
    Mutation(
        "sweeps for every rule",
        "stability/answers.py",
        "return not credible or all(",
        "return True or all(",
        "The last mover of improvements matters where a rule is not transitive.",
    ),
    Mutation(
        "consensus by one minimum for each member",
        "stability/bodies.py",
        "worse | self._nobody_gains(members, before, after)",
        "worse",
        "It fails also where nobody gains.",
    ),
    Mutation(
        "only the counter-move's rules are asked",
        "stability/bodies.py",
        "passes(edges.rules[moves] | rules, edges.target[moves])",
        "passes(edges.rules[moves], edges.target[moves])",
        "An escape must meet the rules of the first move, too.",
    ),
    Mutation(
        "the needed must lose",
        "stability/bodies.py",
        "found |= least <= rank if actor in needed else least < rank",
        "found |= least < rank",
        "Without a gain they are no longer for.",
    ),
    Mutation(
        "counter-moves against a body are forgotten",
        "stability/bodies.py",
        "base = best_after(self.graph, self.body, rank) if self.counter else rank",
        "base = rank",
        "A body may move once more, too.",
    ),
)

# ------------------------------------------------------------------------------- sweeps and simultaneous

SWEEPS = (
    Mutation(
        "ties are improvements in a sweep",
        "stability/sweeps.py",
        "rank[order[better]] > rank[order[k]]",
        "rank[order[better]] >= rank[order[k]]",
        "An improvement is strict.",
    ),
    Mutation(
        "cells in the wrong order",
        "stability/sweeps.py",
        "while place > first and rank[order[place - 1]] < rank[state]:",
        "while place > first and rank[order[place - 1]] > rank[state]:",
        "What is better than a state is a prefix only where the best come first.",
    ),
    Mutation(
        "one round of sweeps",
        "stability/sweeps.py",
        "while unchanged < len(turns):",
        "while turn < len(turns) - 1:",
        "Sweeps go on until nothing changes.",
    ),
    Mutation(
        "improvements against the direction",
        "stability/sweeps.py",
        "                    continue\n                # Both cells stand in order of rank",
        "                    pass\n                # Both cells stand in order of rank",
        "An irreversible option is not taken back by an opponent.",
    ),
    Mutation(
        "moves against the direction",
        "stability/sweeps.py",
        "                    continue\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    least",
        "                    pass\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    least",
        "An irreversible option is not taken back by an opponent.",
    ),
    Mutation(
        "counter-moves against the direction",
        "stability/sweeps.py",
        "                    continue\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    best",
        "                    pass\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    best",
        "An irreversible option is not taken back by the focal mover.",
    ),
    Mutation(
        "a flood of losses",
        "stability/floods.py",
        "(not improving or rank[order[k]] > lowest)",
        "(not improving or rank[order[k]] >= lowest)",
        "Improvements are strict, in what they reach too.",
    ),
)

SIMULTANEOUS = (
    Mutation(
        "combinations are not tried afresh",
        "stability/simultaneous.py",
        "        for k in range(movers):\n            choice[k] = 0\n",
        "",
        "Every improvement is tried against all combinations of the others.",
    ),
    Mutation(
        "an infeasible combination sanctions",
        "stability/simultaneous.py",
        "codes[low] == code and rank[low]",
        "rank[low]",
        "Only feasible states are judged.",
    ),
    Mutation(
        "a combination must be worse",
        "stability/simultaneous.py",
        "rank[low] <= rank[here]",
        "rank[low] < rank[here]",
        "Not better is enough.",
    ),
    Mutation(
        "the content take part",
        "stability/simultaneous.py",
        "~unstable[mover.index] | _held(graph, mover, unstable)",
        "~unstable[mover.index] | _held(graph, mover, np.ones_like(unstable))",
        "In conflict analysis only those join for whom the state is SEQ unstable.",
    ),
    Mutation(
        "one at a time",
        "stability/simultaneous.py",
        "                choice[turn] = 0\n                turn += 1",
        "                turn += 1",
        "Several others may move together, or some of them stay.",
    ),
    Mutation(
        "combinations searched in the wrong half",
        "stability/simultaneous.py",
        "if codes[middle] < code:",
        "if codes[middle] <= code:",
        "A combination that is feasible is found, in large cases too.",
    ),
    Mutation(
        "every combination of a coalesced state must hold",
        "stability/simultaneous.py",
        "    np.logical_or.at(some, of.ravel(), held)",
        "    some[:] = True\n    np.logical_and.at(some, of.ravel(), held)",
        "Some combination is enough, if all chosen moves are possible from it.",
    ),
)

PERCEPTIONS = (
    Mutation(
        "an unknown option can be changed",
        "graph/own_games.py",
        "reach=mover.reach.within(~unknown)",
        "reach=mover.reach",
        "Who does not know of an option believes that nobody changes it.",
    ),
    Mutation(
        "an unseen state is one in which all entries hold",
        "graph/own_games.py",
        "seen &= ~hidden",
        "seen &= ~hidden | ~unseen_by(graph, viewer)[0]",
        "One entry that holds is enough.",
    ),
    Mutation(
        "a body has the view of its first member",
        "graph/own_games.py",
        "    if mover.actor is not None:\n        return own_game(graph, mover.id)",
        "    if graph.case.views:\n        return own_game(graph, next(iter(graph.case.actors)))",
        "A body is judged in the game as written.",
    ),
    Mutation(
        "an unseen state is left",
        "analysis/perceptions.py",
        "game.spread(verdicts[m.index], True)",
        "game.spread(verdicts[m.index], False)",
        "An actor has no move from a state that it does not see.",
    ),
    Mutation(
        "what is not known may have changed",
        "analysis/perceptions.py",
        "return np.asarray(found & seen)",
        "return seen",
        "An actor cannot have in mind that an option changes of which it does not know.",
    ),
    Mutation(
        "everybody improves as written",
        "analysis/perceptions.py",
        "games = [played(graph, mover) for mover in graph.movers]",
        "games = [OwnGame('', graph, np.arange(graph.size, dtype=np.int32), graph.size) for mover in graph.movers]",
        "Each moves by what it sees.",
    ),
    Mutation(
        "the mover's own game decides what is known",
        "analysis/surprises.py",
        "((coming - awaited, own, True)",
        "((coming - awaited, theirs, True)",
        "What comes as a surprise is missing in the game of the one who is surprised.",
    ),
)

# -------------------------------------------------------------------------------------------- comparisons

COMPARISONS = (
    Mutation(
        "numbers are compared",
        "analysis/counterparts.py",
        "codes |= bit << np.uint64(place[row.full])",
        "codes |= bit << np.uint64(row.index)",
        "States are matched by the options taken, wherever these stand.",
    ),
    Mutation(
        "what is not there may be taken",
        "analysis/counterparts.py",
        "fits &= (bit != 0) == _holds_unsaid(row)",
        "fits &= np.True_",
        "An option that the other graph does not have counts as not taken there.",
    ),
    Mutation(
        "a part is the whole",
        "analysis/counterparts.py",
        "same[same] = sizes[same] == wanted[low[same]]",
        "same[same] = sizes[same] <= wanted[low[same]]",
        "A coalesced state is another state if it holds more combinations.",
    ),
    Mutation(
        "what does not exist any more is not lost",
        "analysis/scenarios.py",
        "np.flatnonzero(before & ~stays)",
        "np.flatnonzero(before & ~stays & (there != NOWHERE))",
        "An equilibrium that cannot occur after the change is lost.",
    ),
    Mutation(
        "some better outcome is enough to gain",
        "analysis/scenarios.py",
        "if is_.min() > was.max():",
        "if is_.max() > was.max():",
        "Whoever gains prefers each outcome after to each before.",
    ),
    Mutation(
        "improvements need not lead there",
        "analysis/scenarios.py",
        'strength = np.where(table.reached["improvements"], strength, 0)',
        'strength = np.where(table.reached["moves"], strength, 0)',
        "Where it leads is where improvements lead.",
    ),
    Mutation(
        "a veto in place of the rule",
        "analysis/what_ifs.py",
        "{k: Veto(actors, rule) for k, rule in old.items() if rule is not None}",
        "{k: rule for k, rule in old.items() if rule is not None}",
        "The rule must pass besides, and the veto must be there.",
    ),
    Mutation(
        "a level that is gone is not held",
        "model/without.py",
        "return level is not None and level == levels[0]",
        "return False",
        "Of an option with levels that nobody has, the first holds.",
    ),
    Mutation(
        "patterns keep their letters",
        "model/without.py",
        'if any(text[k] == ("N" if held else "Y") for k, held in self.gone.items()):',
        'if all(text[k] == ("N" if held else "Y") for k, held in self.gone.items()):',
        "A pattern in which any option that is gone is taken matches nothing any more.",
    ),
)

MUTATIONS = (
    *PERCEPTIONS,
    *STATES,
    *MOVES,
    *RULES,
    *IMPROVEMENTS,
    *SEQUENCES,
    *SANCTIONS,
    *SWEEPS,
    *SIMULTANEOUS,
    *COMPARISONS,
)


# ------------------------------------------------------------------------------------------------ the run


def mutated(mutation: Mutation, text: str) -> str:
    """The text of the file with the mistake; `ValueError` where the old text is not found exactly once."""
    if text.count(mutation.old) != 1:
        raise ValueError(f"{mutation.name}: found {text.count(mutation.old)} times in {mutation.file}: {mutation.old}")
    return text.replace(mutation.old, mutation.new)


def copied(folder: Path) -> Path:
    """A copy of the program in a folder, without anything compiled."""
    copy = folder / "countermove"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the program in `folder`; what it compiles stays in there."""
    settings = {
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NUMBA_CACHE_DIR": str(folder / "numba"),
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def pytest(folder: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """The tests up to the first that fails, without those that wait for the compiler."""
    return run(folder, "-m", "pytest", "-x", "-q", "--tb=no", "-k", "not compiled", *tests)


def check_sound() -> str:
    """What is wrong with the program as it stands; empty where all tests pass, and are those of the copy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = copied(folder)
        found = run(folder, "-c", "import countermove; print(countermove.__file__)").stdout.strip()
        if Path(found).resolve() != (copy / "__init__.py").resolve():
            return f"the tests would not run on the copy, but on {found}"
        tests = dict.fromkeys(test for m in MUTATIONS for test in killers(m.file))
        result = pytest(folder, tuple(tests))
        return "" if result.returncode == 0 else f"the tests fail without a mutation\n{result.stdout}"


def outcome(mutation: Mutation) -> str:
    """What became of a mutation: killed or survived; or not applied, or not tested, with the reason."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = copied(folder) / mutation.file
        try:
            path.write_text(mutated(mutation, path.read_text(encoding="utf-8")), encoding="utf-8")
        except ValueError as fault:
            return f"not applied ({fault})"
        try:
            result = pytest(folder, killers(mutation.file))
        except subprocess.TimeoutExpired:
            return "killed"
        if result.returncode in (0, 1):
            return "killed" if result.returncode else "survived"
        return f"not tested\n{result.stdout}{result.stderr}"


def main() -> int:
    """Try every mutation whose name contains one of the arguments (all, without any)."""
    wanted = sys.argv[1:]
    chosen = [m for m in MUTATIONS if not wanted or any(word in m.name for word in wanted)]
    begun = perf_counter()
    fault = check_sound()
    if fault:
        print(fault)
        return 1
    survived = []
    with ThreadPoolExecutor(PARALLEL) as pool:
        for mutation, result in zip(chosen, pool.map(outcome, chosen), strict=True):
            print(f"{result:9} {mutation.file}: {mutation.name}", flush=True)
            if result != "killed":
                print(f"          {mutation.why}")
                survived.append(mutation)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} killed in {perf_counter() - begun:.0f} s")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
