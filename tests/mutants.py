"""Mistakes that the tests must notice: each is put into a copy of the program, and some test has to fail.

Run by ``make mutants``; some of them by ``python tests/mutants.py joint.py laps``, with parts of files or names.
Prints what happened to every mutation; exits with 1 if any survives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

__all__ = ["MUTATIONS", "ROOT", "Mutation", "killers", "mutated"]

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "countermove"
PARALLEL = 2
PATIENCE = 5
"""A mutation that runs on for so many times what all tests together take is caught too."""
LONGEST = 3_600
"""So many seconds all tests together may take at most."""


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

FORESIGHT = tuple(
    f"tests/stability/test_foresight.py::test_{name}"
    for name in (
        "limited_moves_are_those_of_the_reference[0]",
        "non_myopic_verdicts_are_those_of_the_reference[60]",
        "the_leader_looks_two_moves_ahead_and_the_other_one[0]",
        "published_games",
        "in_17_of_the_78_games_foresight_never_settles",
        "maximin_is_that_of_the_reference[40]",
        "a_body_played_through_is_what_its_ranks_say",
        "steps_are_repeated_exactly",
        "each_verdict_has_the_least_of_its_periods",
        "a_body_is_no_second_actor",
        "large_cases_are_judged_over_blocks_alike",
    )
)
GMCR = ("tests/io/gmcr/test_gmcr.py",)
COUNTING = ("tests/analysis/power/test_exact.py", "tests/analysis/power/test_power.py")
CLEANING = ("tests/reader/repair/test_repair.py", "tests/reader/repair/test_faults.py")
ELSEWHERE = {
    "report/render/html.py": ("tests/report/test_html.py",),
    "cli/read.py": ("tests/test_cli_read.py",),
    "report/render/pdf.py": ("tests/test_cli_report.py::test_the_same_case_gives_the_same_bytes[pdf]",),
    "report/chapters/material.py": ("tests/report/chapters/test_material.py",),
    "report/chapters/large.py": ("tests/report/test_whole_large.py",),
    "plots/sheet.py": ("tests/report/plots/test_kinds.py::test_names_are_written_as_they_are",),
    **{f"stability/{name}.py": FORESIGHT for name in ("limited_move", "non_myopic", "maximin", "engines/iteration")},
    **{f"io/gmcr/{name}.py": GMCR for name in ("fields", "reading", "writing")},
    **{f"reader/repair/{name}.py": CLEANING for name in ("joining", "parting")},
    "reader/repair/edits.py": ("tests/reader/repair/test_repair.py",),
    **{f"reader/speech/{name}.py": ("tests/reader/speech/test_speech.py",) for name in ("speakers", "quotes")},
    **{f"reader/events/{name}.py": (f"tests/reader/events/test_{name}.py",) for name in ("events", "hints")},
    "reader/dates.py": ("tests/reader/test_dates.py",),
    "io/gmcr/normal_form.py": ("tests/io/gmcr/test_normal_form.py",),
    "io/files.py": ("tests/test_output_files.py::test_an_interruption_before_any_line_leaves_the_old_file_or_the_new_one",),
    "explain/together.py": (
        "tests/test_explain.py::test_of_a_crowd_the_fewest_who_spoil_a_gain_are_named",
        "tests/test_explain.py::test_one_who_spoils_a_gain_alone_is_named_before_two_who_do_it_together",
    ),
    "analysis/equilibria.py": ("tests/analysis/test_equilibria.py",),
    "analysis/robustness/changes.py": (
        "tests/analysis/robustness/test_changes.py",
        "tests/analysis/robustness/test_breakpoints.py",
    ),
    "search/encoding.py": ("tests/analysis/test_nash_search.py", "tests/analysis/test_bounded.py"),
    "game/shares.py": ("tests/analysis/robustness/test_study.py",),
    "analysis/robustness/searched.py": tuple(
        f"tests/analysis/robustness/test_{name}.py" for name in ("searched", "breakpoints", "robustness")
    ),
    "game/findings.py": ("tests/game/test_findings.py",),
    "game/layout.py": ("tests/game/test_layout.py",),
    "game/packing.py": ("tests/game/test_layout.py",),
    "game/states.py": ("tests/game/test_states.py", "tests/game/test_layout.py"),
    "analysis/power/games.py": ("tests/analysis/power/test_games.py", *COUNTING),
    "analysis/power/layers.py": COUNTING,
    "analysis/power/exact.py": COUNTING,
    "analysis/power/indices.py": ("tests/analysis/power/test_power.py",),
}
"""Where the tests of modules stand that are not tested in a file of their own name, or not by that alone."""


def killers(file: str) -> tuple[str, ...]:
    """The tests to run, fast ones first: those of the module; for concepts also the traps and some cases."""
    path = Path(file)
    if file in ELSEWHERE:
        return ELSEWHERE[file]
    own = f"tests/{path.parent}/test_{path.name}"
    if file == "game/perceived.py":
        return ("tests/analysis/test_perceptions.py",)
    if file == "analysis/threats.py":
        return ("tests/analysis/test_credibility.py",)
    if path.stem in ("ahead", "dominance", "farsighted", "stable_sets"):
        return (own,)
    if file in ("stability/engines/components.py", "stability/engines/bitsets.py"):
        return (own, "tests/stability/test_coalition.py")
    if file == "game/listed.py":
        return (own, "tests/game/test_moves.py", "tests/game/test_game.py", "tests/game/test_layout.py", *TRAPS, *CHUNKS)
    if path.parent.name == "model":
        return (own,)
    if file in ("analysis/compare/matching.py", "analysis/compare/what_ifs.py"):
        return ("tests/analysis/compare/test_matching.py", "tests/analysis/compare/test_compare.py")
    return (own,) if path.parent.name in ("graph", "analysis", "plots") else (own, *TRAPS, *CHUNKS)


# ------------------------------------------------------------------------------------------------ reading

READING = (
    Mutation(
        "a compound loses its hyphen",
        "reader/repair/joining.py",
        "        if self.twice or _is_compound(low, high):\n            return False\n",
        "",
        "A cease-fire would be another word wherever a text has faults.",
    ),
    Mutation(
        "pieces are joined to what is no word",
        "reader/repair/joining.py",
        "        if usual < 1.2:\n            return self._unheard_of()\n",
        "        if usual < 1.2:\n            return True\n",
        "A hyphen goes only where the joined form is known, or is a name.",
    ),
    Mutation(
        "two small words are parted however usual the word is",
        "reader/repair/parting.py",
        "        return gain if gain >= 1.5 and",
        "        return gain if gain >= 0 and",
        "Words of their own that look like two would be taken apart.",
    ),
    Mutation(
        "beginnings and endings prove as much as other small words",
        "reader/repair/parting.py",
        "    if (lead, small) in LIKE_AFFIXES and not is_familiar:\n",
        "    if False:\n",
        "Rare words that begin with in- or a- would be taken apart.",
    ),
    Mutation(
        "a repair leads back to a place beside it",
        "reader/repair/edits.py",
        "            shifts.append(done - length)",
        "            shifts.append(done - length + 1)",
        "An item would cite other words than those that it was found in.",
    ),
    Mutation(
        "nobody's words are the last actor's",
        "reader/speech/speakers.py",
        "            return (UNKNOWN,)\n        if IT.search(lead):",
        "            return (self.last(start),)\n        if IT.search(lead):",
        "Two diplomats who give no name speak for nobody.",
    ),
    Mutation(
        "a quotation that never closes is none",
        "reader/speech/quotes.py",
        "            quotes.append(Quotation(start_at, end, depth, False))",
        "            pass",
        "What a speaker says behind a mark that never closes would be the author's.",
    ),
    Mutation(
        "a passive has its subject do the deed",
        "reader/events/events.py",
        "            return agent, subject\n",
        "            return subject, agent\n",
        "Who is attacked would be the attacker.",
    ),
    Mutation(
        "a group is one of the actors named before",
        "reader/events/events.py",
        "        if not self.groups:\n            return party\n",
        "        return party\n",
        "The evidence would name a party that is no actor.",
    ),
    Mutation(
        "what is refused is done",
        "reader/events/hints.py",
        '    act = "refuse" if refused else',
        '    act = "do" if refused else',
        "An option that an actor rules out would stand as one that he may take.",
    ),
    Mutation(
        "a weekday always lies behind",
        "reader/dates.py",
        "{'+' if is_future else '-'}W",
        "-W",
        "A meeting that is to come would have been.",
    ),
    Mutation(
        "two weeks ago lie ahead",
        "reader/dates.py",
        '((AGO, "-"), (FUTURE, "+"),',
        '((AGO, "+"), (FUTURE, "+"),',
        "The order of events would be turned round.",
    ),
)

# -------------------------------------------------------------------------------------------- pictures

PICTURES = (
    Mutation(
        "every move is drawn as a gain",
        "plots/moves.py",
        "        gains = _pairs(graph, mover, shown, improving=True)",
        "        gains = _pairs(graph, mover, shown, improving=False)",
        "Bold arrows would stand for moves that nobody wants.",
    ),
    Mutation(
        "arrows run through circles",
        "plots/network.py",
        "        fault = max(0.0, CLEAR - float(room)) * 10 + _together(way, taken)",
        "        fault = _together(way, taken)",
        "One would not see where such an arrow ends.",
    ),
    Mutation(
        "what SEQ holds is marked unstable",
        "plots/tableau.py",
        '    found[table.stable["seq"][mover.index]] = "s"\n',
        "",
        "The tableau would tell of another analysis than the table of verdicts.",
    ),
    Mutation(
        "trees have the worst states at the top",
        "plots/preferences.py",
        "np.unique(held[level][states])[::-1]",
        "np.unique(held[level][states])",
        "A tree is read from the top, where the best is said to be.",
    ),
    Mutation(
        "names are taken for formulas",
        "plots/sheet.py",
        "parse_math=False",
        "parse_math=True",
        "A name with two dollar signs would be drawn as mathematics.",
    ),
)

# --------------------------------------------------------------------------------------------- reports

REPORTS = (
    Mutation(
        "markup in names is kept in pages",
        "report/render/html.py",
        "    return escape(clean(text))",
        "    return clean(text)",
        "A case could run scripts in the browser of whoever reads a report on it.",
    ),
    Mutation(
        "a PDF knows the clock",
        "report/render/pdf.py",
        "invariant=1",
        "invariant=0",
        "The same case would give other bytes tomorrow, and nobody could check a report by its hash.",
    ),
    Mutation(
        "a decision that would not pass is a threat of its body",
        "views/brief_stakes.py",
        "    owned = [step for step in unwilling if isinstance(step.why, Preference)]",
        "    owned = unwilling",
        "A body likes nothing: it would be said to hold back what its members vote down.",
    ),
    Mutation(
        "the lines of a PDF are its paragraphs",
        "reader/documents.py",
        "    text = _in_paragraphs(pages)\n",
        '    text = "\\n\\n".join(pages)\n',
        "The first paragraph of an article would be taken for its headline and be lost.",
    ),
    Mutation(
        "evidence is written over cases",
        "cli/read.py",
        "    _spared(target)\n",
        "",
        "A case that took hours would be gone.",
    ),
    Mutation(
        "readers of a report are sent to the command line",
        "report/chapters/material.py",
        '    return SCREEN.sub("", text)',
        "    return text",
        "Options of the program are of no use on paper.",
    ),
    Mutation(
        "what constraints tie together is told apart",
        "plots/large_preferences.py",
        "        found |= set[int]().union(*(group for group in groups if group & found))\n",
        "",
        "A tree would have branches that no state is in.",
    ),
    Mutation(
        "who wins is told of losers",
        "plots/large.py",
        "SIGNS[change]",
        "SIGNS[-change]",
        "Whoever is worse off would be said to be better off.",
    ),
    Mutation(
        "weights that changed are left out",
        "views/edits.py",
        "    same = bool(weights) and weights == _weights(new, other, body)\n",
        "    same = bool(weights)\n",
        "A rule whose weights changed would be said to have the same ones.",
    ),
    Mutation(
        "a rule of another kind is told by its parts",
        "views/edits.py",
        "case (AllRule(olds), AllRule(news)) | (AnyRule(olds), AnyRule(news)):",
        "case (AllRule(olds) | AnyRule(olds), AllRule(news) | AnyRule(news)):",
        "Two rules of which one asks for all and the other for any of their parts would be told as the same.",
    ),
    Mutation(
        "options are named however long that is",
        "report/chapters/naming.py",
        "if max(map(len, cells), default=0) > LONGEST and sum(map(len, cells)) > TOGETHER:",
        "if False:",
        "A table would be many times as long as it need be.",
    ),
    Mutation(
        "the picture explains lines that are not in it",
        "plots/tableau.py",
        "< len(order)",
        "<= len(order)",
        "A reader would look for states that are equally good where there are none.",
    ),
    Mutation(
        "later outcomes leave out who stays for another reason",
        "report/chapters/large.py",
        "if words != before[mover]]",
        "if words == before[mover]]",
        "A report would say of a mover that it stays as in the first outcome, where it stays for another reason.",
    ),
)

# ------------------------------------------------------------------------------------- states and ranks

STATES = (
    Mutation(
        "a count is certain too early",
        "game/states.py",
        "inside, outside = (least >= low) & (most <= high),",
        "inside, outside = (least >= low),",
        "A partial code would be dropped though what is still open may make it feasible.",
    ),
    Mutation(
        "an implication is certain too early",
        "game/states.py",
        "return np.asarray((a & b) | (not_a & not_b))",
        "return np.asarray(a == b)",
        "Undecided is not false.",
    ),
    Mutation(
        "growth by the order of the options",
        "game/states.py",
        "key=lambda option: (worth[option], -option))",
        "key=lambda option: -option)",
        "Constraints would be decided late, and partial codes pile up before.",
    ),
    Mutation(
        "one state less than the limit",
        "game/states.py",
        "        if len(codes) > limit:\n            raise",
        "        if len(codes) >= limit:\n            raise",
        "As many states as the limit are allowed.",
    ),
    Mutation(
        "codes in the order of growth",
        "game/states.py",
        "return codes if np.all(codes[1:] > codes[:-1]) else np.sort(codes)",
        "return codes",
        "State numbers are ranks of ascending codes, so that published tables compare.",
    ),
    Mutation(
        "full words are packed on",
        "game/preferences.py",
        "score = dense(score).astype(np.int64)",
        "score = score.copy()",
        "Beyond 62 statements the scores would overflow.",
    ),
    Mutation(
        "a group counts as one statement",
        "game/preferences.py",
        "base = most + 1",
        "base = 2",
        "Several statements of a group would outweigh the line above it.",
    ),
    Mutation(
        "wide weights in one word",
        "game/preferences.py",
        "wide = sum(map(abs, integers)) > WORD",
        "wide = False",
        "Huge and tiny weights would overflow.",
    ),
    Mutation(
        "the worst of a ranking is the best",
        "game/preferences.py",
        "score[mask] = len(groups) - place",
        "score[mask] = place",
        "Rankings are written best first.",
    ),
)

# -------------------------------------------------------------------------------------------------- moves

MOVES = (
    Mutation(
        "directions swapped",
        "game/listed.py",
        'no_drop = _mask((row for row in rows if row.record.change == "take-only"), layout)',
        'no_drop = _mask((row for row in rows if row.record.change == "drop-only"), layout)',
        "A take-only option can be taken and not dropped.",
    ),
    Mutation(
        "preconditions ignored",
        "game/listed.py",
        "    if not conditions:\n        return Reach(mask, no_drop, no_take)",
        "    if conditions is not None:\n        return Reach(mask, no_drop, no_take)",
        "An option that needs another could always be taken.",
    ),
    Mutation(
        "preconditions asked after the move",
        "game/moves.py",
        "legal = ((there & ~here) & no_take[members][:, :, None]) == 0",
        "legal = ((there & ~here) & no_take[members][:, None, :]) == 0",
        "A precondition holds in the state before the move.",
    ),
    Mutation(
        "what may not be dropped may not be taken",
        "game/moves.py",
        "legal &= ((here & ~there) & reach.no_drop) == 0",
        "legal &= ((there & ~here) & reach.no_drop) == 0",
        "The two directions are not the same.",
    ),
    Mutation(
        "moves inside a coalesced state",
        "game/moves.py",
        "table = np.unique(table[table[:, 0] != table[:, 1]], axis=0)",
        "table = np.unique(table, axis=0)",
        "They vanish.",
    ),
    Mutation(
        "one set of rules for each target",
        "game/moves.py",
        "table = np.unique(table[table[:, 0] != table[:, 1]], axis=0)",
        "table = np.unique(table[table[:, 0] != table[:, 1]], axis=0)\n"
        "    table = table[np.unique(table[:, :2], axis=0, return_index=True)[1]]",
        "From a coalesced state a move may be realised with different changed options.",
    ),
    Mutation(
        "coalesced states in the wrong order",
        "game/checks.py",
        "ordinary.sum() + group)",
        "ordinary.sum() + group.max() - group)",
        "They are numbered in file order.",
    ),
    Mutation(
        "only one of the rules is asked",
        "game/listed.py",
        "rules |= np.where(",
        "rules = np.where(",
        "Every option changed must meet its own rule.",
    ),
)

# -------------------------------------------------------------------------------------------------- rules

RULES = (
    Mutation(
        "consensus with nobody for",
        "game/voting.py",
        "in_favour.any(axis=0) & ~opposed",
        "~opposed",
        "At least one member must be for.",
    ),
    Mutation(
        "half is a majority",
        "game/voting.py",
        "2 * in_favour.sum(axis=0) > len(self.members)",
        "2 * in_favour.sum(axis=0) >= len(self.members)",
        "A majority is more than half.",
    ),
    Mutation(
        "a quota must be exceeded",
        "game/voting.py",
        "axes=1) >= self.target",
        "axes=1) > self.target",
        "Reaching it is enough.",
    ),
    Mutation(
        "as many as the blocking number do not block",
        "game/voting.py",
        "(len(self.members) - count < self.blocking)",
        "(len(self.members) - count <= self.blocking)",
        "Fewer than k do not.",
    ),
    Mutation(
        "too few to block, and nobody for",
        "game/voting.py",
        "reached | ((count > 0) & (len",
        "reached | ((count >= 0) & (len",
        "No rule passes with nobody for.",
    ),
    Mutation(
        "an abstention is a veto",
        "game/voting.py",
        "np.logical_or.reduce([oppose[a] for a in self.actors])",
        "~np.logical_and.reduce([favour[a] for a in self.actors])",
        "Only who is against vetoes.",
    ),
    Mutation(
        "a body that cannot agree is against",
        "game/voting.py",
        "return carried, member.passes(oppose, favour) & ~carried",
        "return carried, ~carried",
        "A member body is against iff its rule passes for the reverse change.",
    ),
    Mutation(
        "somebody is everybody",
        "game/voting.py",
        "in_favour.all(axis=0)",
        "in_favour.any(axis=0)",
        "Unanimity asks every member.",
    ),
    Mutation(
        "one of all rules is enough",
        "game/voting.py",
        "np.logical_and.reduce([part.passes(",
        "np.logical_or.reduce([part.passes(",
        "All the listed rules must pass.",
    ),
    Mutation(
        "the absent are against",
        "game/voting.py",
        "{absent} if against else set()",
        "{absent}",
        "Who is needed and who has a veto are different questions.",
    ),
    Mutation(
        "every rule is transitive",
        "game/voting.py",
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
        "game/listed.py",
        "favour[player] = (rank[after] > rank[before]) & (player not in against)",
        "favour[player] = rank[after] > rank[before]",
        "In SEQ and SSEQ it counts as against every move of a body.",
    ),
    Mutation(
        "the focal mover is not against its sanction",
        "game/listed.py",
        "oppose[player] = (rank[after] < rank[before]) | (player in against)",
        "oppose[player] = rank[after] < rank[before]",
        "Under consensus it would abstain.",
    ),
    Mutation(
        "the indifferent are against",
        "game/listed.py",
        "oppose[player] = (rank[after] < rank[before])",
        "oppose[player] = (rank[after] <= rank[before])",
        "They are neither for nor against.",
    ),
    Mutation(
        "any rule of several is enough",
        "game/listed.py",
        "passing &= ~decides | vote.passes(favour, oppose)",
        "passing = ~decides | vote.passes(favour, oppose)",
        "Every option changed must meet its own rule.",
    ),
    Mutation(
        "a veto holder is overruled",
        "stability/improvements.py",
        "if mover.votes[vote].passes_against(against)",
        "if mover.votes[vote].passes_against(())",
        "In GMR and SMR it counts as against, too.",
    ),
)

# ------------------------------------------------------------------------------------------- sequences

SEQUENCES = (
    Mutation(
        "the last mover forgotten",
        "stability/engines/sequences.py",
        "others = np.delete(after, turn, axis=0).min(axis=0, initial=worst)",
        "others = after.min(axis=0, initial=worst)",
        "No mover moves twice in a row.",
    ),
    Mutation(
        "opponents move once",
        "stability/engines/sequences.py",
        "edges[turn].least(np.minimum(base, others), worst)",
        "edges[turn].least(base, worst)",
        "A sanction may be a sequence.",
    ),
    Mutation(
        "a sweep skipped",
        "stability/engines/sequences.py",
        "while unchanged < len(edges):",
        "while unchanged < 1:",
        "Sweeps go on until nothing changes for anybody.",
    ),
    Mutation(
        "only the first last mover is kept",
        "stability/engines/sequences.py",
        "new = np.unique(ends[length[k][ends] < 0])",
        "new = np.unique(ends[length.max(axis=0)[ends] < 0])",
        "The last movers of a state are a set; keeping only the first loses sequences.",
    ),
    Mutation(
        "the same mover again",
        "stability/engines/sequences.py",
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
        "stability/engines/dispatch.py",
        "    if credible:\n        return [",
        "    if credible is None:\n        return [",
        "In SEQ and SSEQ the others answer only by improvements.",
    ),
    Mutation(
        "the focal mover among its opponents",
        "stability/engines/dispatch.py",
        "    others = [m for m in graph.movers if m is not focal]",
        "    others = list(graph.movers)",
        "It does not answer itself.",
    ),
    Mutation(
        "sweeps for every rule",
        "stability/engines/dispatch.py",
        "    if credible and not all(",
        "    if False and not all(",
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
        "stability/engines/sweeps.py",
        "rank[order[better]] > rank[order[k]]",
        "rank[order[better]] >= rank[order[k]]",
        "An improvement is strict.",
    ),
    Mutation(
        "cells in the wrong order",
        "stability/engines/sweeps.py",
        "while place > first and rank[order[place - 1]] < rank[state]:",
        "while place > first and rank[order[place - 1]] > rank[state]:",
        "What is better than a state is a prefix only where the best come first.",
    ),
    Mutation(
        "one round of sweeps",
        "stability/engines/sweeps.py",
        "while unchanged < len(turns):",
        "while turn < len(turns) - 1:",
        "Sweeps go on until nothing changes.",
    ),
    Mutation(
        "improvements against the direction",
        "stability/engines/sweeps.py",
        "                    continue\n                # Both cells stand in order of rank",
        "                    pass\n                # Both cells stand in order of rank",
        "An irreversible option is not taken back by an opponent.",
    ),
    Mutation(
        "moves against the direction",
        "stability/engines/sweeps.py",
        "                    continue\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    least",
        "                    pass\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    least",
        "An irreversible option is not taken back by an opponent.",
    ),
    Mutation(
        "counter-moves against the direction",
        "stability/engines/sweeps.py",
        "                    continue\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    best",
        "                    pass\n                for k in range(cell_start[b], cell_start[b + 1]):\n"
        "                    best",
        "An irreversible option is not taken back by the focal mover.",
    ),
    Mutation(
        "ties in a whole cell are improvements",
        "stability/engines/sweeps.py",
        "ranked[1:] < ranked[:-1]",
        "ranked[1:] <= ranked[:-1]",
        "An improvement is strict, also where its place in the order of the cell decides.",
    ),
    Mutation(
        "ties are improvements in a cube",
        "stability/engines/product.py",
        "(ranks[b, k] > ranks[a, k])",
        "(ranks[b, k] >= ranks[a, k])",
        "An improvement is strict.",
    ),
    Mutation(
        "what changed before the last turn is forgotten",
        "stability/engines/product.py",
        "changed_at, now - len(turns), now)",
        "changed_at, now - 1, now)",
        "What any opponent changed since an opponent's own last turn concerns it.",
    ),
    Mutation(
        "changes are not noted",
        "stability/engines/product.py",
        "changed_at[np.uint64(at) // np.uint64(PIECE)] = now",
        "changed_at[np.uint64(at) // np.uint64(PIECE)] = since",
        "Opponents would pass over what has changed.",
    ),
    Mutation(
        "a cube with moves that cannot be undone",
        "stability/engines/dispatch.py",
        "if not graph.is_full or any(m.reach.mask & (m.reach.no_drop | m.reach.no_take) for m in movers):",
        "if not graph.is_full:",
        "In a cube all states of a block reach each other.",
    ),
    Mutation(
        "a flood of losses",
        "stability/engines/reach.py",
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
        "            if codes[low] == code:\n                # How",
        "            if codes[low] != -1:\n                # How",
        "Only feasible states are judged.",
    ),
    Mutation(
        "a combination must be worse",
        "stability/simultaneous.py",
        "np.array([[True, True, False]])",
        "np.array([[True, False, False]])",
        "Not better is enough.",
    ),
    Mutation(
        "the content take part",
        "stability/simultaneous.py",
        "~unstable[mover.index] | _stable_states(graph, mover, unstable)",
        "~unstable[mover.index] | _stable_states(graph, mover, np.ones_like(unstable))",
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
        "too many combinations are no combination",
        "stability/simultaneous.py",
        "            if tried > most:\n                return False",
        "            if tried > most:\n                break",
        "What is too much is refused, never silently cut.",
    ),
    Mutation(
        "everybody takes part in a crowd",
        "stability/simultaneous.py",
        "zip(others, present[:, source], strict=True) if there]",
        "zip(others, present[:, source], strict=True)]",
        "In conflict analysis only those join for whom the state is SEQ unstable, in crowds too.",
    ),
    Mutation(
        "another improvement's sanction counts",
        "stability/simultaneous.py",
        "ends = states[own_change == own.change[e]]",
        "ends = states",
        "What is reached by another move of the focal body does not sanction this one.",
    ),
    Mutation(
        "the stances of players exchanged",
        "stability/bodies.py",
        "favour[players], oppose[players] = digits == 2, digits == 0",
        "favour[players], oppose[players] = digits == 0, digits == 2",
        "Who likes the new state more is for the change.",
    ),
    Mutation(
        "one rule of several is enough",
        "stability/bodies.py",
        "~np.logical_and.reduce(passes)",
        "~np.logical_or.reduce(passes)",
        "All rules of the changed options must pass.",
    ),
    Mutation(
        "the last player decides",
        "stability/simultaneous.py",
        "stances = 3 * stances + (rank[p]",
        "stances = (rank[p]",
        "What all players think of a state decides whether it sanctions.",
    ),
    Mutation(
        "others need not move",
        "stability/joint.py",
        "ends = here ^ joint[len(own.changes) :]",
        "ends = here ^ joint",
        "At least one of the others takes part.",
    ),
    Mutation(
        "others need not move, code by code",
        "stability/joint.py",
        " & ((difference & theirs) != 0)",
        "",
        "At least one of the others takes part, however it is found.",
    ),
    Mutation(
        "options of those who do not take part may change",
        "stability/joint.py",
        "((difference & ~(own.mask | theirs)) == 0) & ",
        "",
        "Only those who take part change anything.",
    ),
    Mutation(
        "all others must move",
        "stability/joint.py",
        "np.isin(difference[place] & other.mask, np.append(np.uint64(0), other.changes))",
        "np.isin(difference[place] & other.mask, other.changes)",
        "Each of the others may stay.",
    ),
    Mutation(
        "the first changes nothing",
        "stability/joint.py",
        "    place = place[np.isin(difference[place] & own.mask, own.changes)]\n",
        "",
        "The focal mover makes one of its improvements.",
    ),
    Mutation(
        "moves counted by half",
        "stability/changes.py",
        "(size * (size - 1)).sum()",
        "(size * (size - 1)).sum() // 2",
        "Moves lead both ways.",
    ),
    Mutation(
        "a larger crowd is named first",
        "explain/together.py",
        "key=lambda one: (len(one[0]), *one)",
        "key=lambda one: (-len(one[0]), *one)",
        "The fewest who spoil a gain are named.",
    ),
    Mutation(
        "what spoils a gain need not spoil it",
        "explain/together.py",
        "ends[~trial.better(states)]",
        "ends",
        "A combination that leaves a gain spoils nothing.",
    ),
    Mutation(
        "combinations searched in the wrong half",
        "stability/simultaneous.py",
        "if codes[middle] < code:",
        "if codes[middle] <= code:",
        "A combination that is feasible is ends, in large cases too.",
    ),
    Mutation(
        "every combination of a coalesced state must hold",
        "stability/simultaneous.py",
        "    np.logical_or.at(some, of.ravel(), sanctioned)",
        "    some[:] = True\n    np.logical_and.at(some, of.ravel(), sanctioned)",
        "Some combination is enough, if all chosen moves are possible from it.",
    ),
)

PERCEPTIONS = (
    Mutation(
        "an unknown option can be changed",
        "game/perceived.py",
        "reach=mover.reach.within(mask)",
        "reach=mover.reach",
        "Who does not know of an option believes that nobody changes it.",
    ),
    Mutation(
        "an unseen state is one in which all entries hold",
        "game/perceived.py",
        "seen &= ~hidden",
        "seen &= ~hidden | ~unseen_by(graph, viewer)[0]",
        "One entry that holds is enough.",
    ),
    Mutation(
        "a body has the view of its first member",
        "game/perceived.py",
        "    if mover.actor is not None:\n        return own_game(graph, mover.id)",
        "    if graph.case.views:\n        return own_game(graph, next(iter(graph.case.actors)))",
        "A body is judged in the game as written.",
    ),
    Mutation(
        "an unseen state is left",
        "analysis/perceptions.py",
        "seen.spread(verdicts[m.index], True)",
        "seen.spread(verdicts[m.index], False)",
        "An actor has no move from a state that it does not see.",
    ),
    Mutation(
        "what is not known may have changed",
        "analysis/perceptions.py",
        "return np.asarray(as_now_states & seen)",
        "return seen",
        "An actor cannot have in mind that an option changes of which it does not know.",
    ),
    Mutation(
        "everybody improves as written",
        "analysis/perceptions.py",
        "games = [played(game, mover) for mover in game.movers]",
        "games = [OwnGame('', game, np.arange(game.size, dtype=np.int32), game.size) for mover in game.movers]",
        "Each moves by what it sees.",
    ),
    Mutation(
        "the mover's own game decides what is known",
        "analysis/perceptions.py",
        "((coming - awaited, own, True)",
        "((coming - awaited, theirs, True)",
        "What comes as a surprise is missing in the game of the one who is surprised.",
    ),
)

# -------------------------------------------------------------------------------------------- comparisons

COMPARISONS = (
    Mutation(
        "numbers are compared",
        "analysis/compare/matching.py",
        "columns[place[row.full]] = taken",
        "columns[min(row.index, len(columns) - 1)] = taken",
        "States are matched by the options taken, wherever these stand.",
    ),
    Mutation(
        "what is not there may be taken",
        "analysis/compare/matching.py",
        "fits &= taken == _holds_unsaid(row)",
        "fits &= np.True_",
        "An option that the other graph does not have counts as not taken there.",
    ),
    Mutation(
        "a part is the whole",
        "analysis/compare/matching.py",
        "same[same] = sizes[same] == wanted[low[same]]",
        "same[same] = sizes[same] <= wanted[low[same]]",
        "A coalesced state is another state if it holds more combinations.",
    ),
    Mutation(
        "what does not exist any more is not lost",
        "analysis/compare/compare.py",
        "np.flatnonzero(before & ~stays)",
        "np.flatnonzero(before & ~stays & (there.keys != NOWHERE))",
        "An equilibrium that cannot occur after the change is lost.",
    ),
    Mutation(
        "some better outcome is enough to gain",
        "analysis/compare/compare.py",
        "int(np.sign(int(new.min()) - int(old.max())))",
        "int(np.sign(int(new.max()) - int(old.max())))",
        "Whoever gains prefers each outcome after to each before.",
    ),
    Mutation(
        "improvements need not lead there",
        "analysis/compare/compare.py",
        'strength = np.where(table.reached["improvements"], strength, 0)',
        'strength = np.where(table.reached["moves"], strength, 0)',
        "Where it leads is where improvements lead.",
    ),
    Mutation(
        "a veto in place of the rule",
        "analysis/compare/what_ifs.py",
        "{k: Veto(actors, rule) for k, rule in old.items() if rule is not None}",
        "{k: rule for k, rule in old.items() if rule is not None}",
        "The rule must pass besides, and the veto must be there.",
    ),
    Mutation(
        "a level that is gone is not held",
        "model/scenario.py",
        "return level is not None and level == levels[0]",
        "return False",
        "Of an option with levels that nobody has, the first holds.",
    ),
    Mutation(
        "patterns keep their letters",
        "model/scenario.py",
        'if any(text[k] == ("N" if counts_as_taken else "Y") for k, counts_as_taken in self.gone.items()):',
        'if all(text[k] == ("N" if counts_as_taken else "Y") for k, counts_as_taken in self.gone.items()):',
        "A pattern in which any option that is gone is taken matches nothing any more.",
    ),
)

# ----------------------------------------------------------------------------------------------- foresight

DEEPER = (
    Mutation(
        "who gains nothing moves",
        "stability/limited_move.py",
        "best // width > self.rank(mover)",
        "best // width >= self.rank(mover)",
        "i stays unless some move is worth strictly more than staying.",
    ),
    Mutation(
        "of equal moves the best for the other",
        "stability/limited_move.py",
        "self.worth(value, mover).astype(np.int64) * width + (width - 1 - theirs)",
        "self.worth(value, mover).astype(np.int64) * width + theirs",
        "Where a mover is indifferent, the other expects the worst for itself.",
    ),
    Mutation(
        "one move too few in view",
        "stability/limited_move.py",
        "repeated(sight.nothing, sight.one_more, moves - 1)",
        "repeated(sight.nothing, sight.one_more, max(0, moves - 2))",
        "L_h looks h moves ahead.",
    ),
    Mutation(
        "a move is worth what its own mover would do next",
        "stability/limited_move.py",
        "value[3] if mover.index == 0 else value[1]",
        "value[0] if mover.index == 0 else value[2]",
        "After a move it is the other's turn.",
    ),
    Mutation(
        "the follower looks as far as the leader",
        "stability/limited_move.py",
        "limited_move(graph, mover, 2) if graph.mover(leader) is mover else nash(graph, mover)",
        "limited_move(graph, mover, 2)",
        "The follower does at once what is best for it.",
    ),
    Mutation(
        "bodies look ahead too",
        "stability/limited_move.py",
        "if len(movers) == 2 and not any(m.is_body for m in movers):",
        "if len(movers) == 2:",
        "Limited moves are not defined for a body.",
    ),
    Mutation(
        "staying counts as a move inside a cell",
        "stability/limited_move.py",
        "within = highest[1, a] if value[order[k]] == highest[0, a] else highest[0, a]",
        "within = highest[0, a]",
        "A state is no move from itself.",
    ),
    Mutation(
        "the verdict of one moment for ever",
        "stability/non_myopic.py",
        "np.asarray(verdicts.all(axis=0)), np.asarray(~verdicts.any(axis=0))",
        "np.asarray(verdicts[0]), np.asarray(~verdicts[0])",
        "Some verdicts go on changing.",
    ),
    Mutation(
        "the round of all for each",
        "stability/non_myopic.py",
        "np.where(stable | unstable, 0, _least_periods(verdicts))",
        "np.where(stable | unstable, 0, length)",
        "A verdict may repeat sooner than all expectations together.",
    ),
    Mutation(
        "the round begins too early",
        "stability/non_myopic.py",
        "value = repeated(sight.nothing, sight.one_more, before)",
        "value = sight.nothing",
        "What comes before the round does not return.",
    ),
    Mutation(
        "one's own reply first",
        "stability/maximin.py",
        "return others((best_after(graph, mover, value[0]),))",
        "return (best_after(graph, mover, others(value)[0]),)",
        "The others reply first to an improvement.",
    ),
    Mutation(
        "the last reply is one's own",
        "stability/maximin.py",
        "    if moves % 2 == 0:\n        value = others(value)\n    # From",
        "    if moves % 2:\n        value = others(value)\n    # From",
        "After an even number of moves the others had the last reply.",
    ),
    Mutation(
        "a body forgets what it asked",
        "stability/maximin.py",
        "together = np.searchsorted(self.sets, self.moves.rules | rules)",
        "together = np.searchsorted(self.sets, self.moves.rules)",
        "The rules of all options changed on the way decide.",
    ),
    Mutation(
        "a body must move again",
        "stability/maximin.py",
        "stuck = value[row].copy()",
        "stuck = np.ones_like(value[row])",
        "Staying is a reply.",
    ),
    Mutation(
        "whole rounds are left out once too often",
        "stability/engines/iteration.py",
        "times = done + (times - done) % (done - kept_at)",
        "times = done",
        "What remains after whole rounds is done step by step.",
    ),
    Mutation(
        "the round is counted from the wrong value",
        "stability/engines/iteration.py",
        "slow, fast = step(slow), step(fast)\n        before += 1",
        "slow, fast = step(slow), step(fast)\n        before += 2",
        "The steps before the first value that returns are counted one by one.",
    ),
    Mutation(
        "a concept named twice counts twice",
        "analysis/equilibria.py",
        "    return tuple(chosen.values())",
        "    return tuple(defined(game, id_) for id_ in ids)",
        "Concepts are counted, not names.",
    ),
)

# ------------------------------------------------------------------------------------------------- formats

FORMATS = (
    Mutation(
        "alternatives that exclude themselves",
        "io/gmcr/normal_form.py",
        "_absorbed(conjunction for conjunction in both if not conjunction.yes & conjunction.no)",
        "_absorbed(both)",
        "An option is not both taken and not taken.",
    ),
    Mutation(
        "one more than at most",
        "io/gmcr/normal_form.py",
        "_at_least(len(parts) - high, false)",
        "_at_least(len(parts) - high - 1, false)",
        "Between low and high of the parts hold.",
    ),
    Mutation(
        "exactly if, or not",
        "io/gmcr/normal_form.py",
        "other = right if wanted else Not(right)",
        "other = right",
        "A statement and its denial have opposite alternatives.",
    ),
    Mutation(
        "contained alternatives are kept",
        "io/gmcr/normal_form.py",
        "conjunction.yes & k.yes == k.yes and conjunction.no & k.no == k.no",
        "conjunction == k",
        "There are no more alternatives than needed.",
    ),
    Mutation(
        "feasible codes by descending order",
        "io/gmcr/normal_form.py",
        "        todo.append((level - 1, code | bit, tuple(Conjunction(y & ~bit, n) for y, n in alive if not n & bit)))\n"
        "        todo.append((level - 1, code, tuple(Conjunction(y, n & ~bit) for y, n in alive if not y & bit)))",
        "        todo.append((level - 1, code, tuple(Conjunction(y, n & ~bit) for y, n in alive if not y & bit)))\n"
        "        todo.append((level - 1, code | bit, tuple(Conjunction(y & ~bit, n) for y, n in alive if not n & bit)))",
        "State numbers count ascending codes.",
    ),
    Mutation(
        "directions exchanged in a file",
        "io/gmcr/fields.py",
        '{"both": "both", "fwd": "take-only", "back": "drop-only"}',
        '{"both": "both", "fwd": "drop-only", "back": "take-only"}',
        "fwd is from no to yes.",
    ),
    Mutation(
        "states from 0 in a ranking",
        "io/gmcr/reading.py",
        "[[patterns[number - 1] for number in group]",
        "[[patterns[number % len(patterns)] for number in group]",
        "State numbers count from 1.",
    ),
    Mutation(
        "ranked twice and not told",
        "io/gmcr/reading.py",
        "            if number in seen:",
        "            if number in seen and number < 0:",
        "A ranking that repeats a state is refused.",
    ),
    Mutation(
        "options in the order of the file",
        "io/gmcr/reading.py",
        'patterns = ["".join("Y" if code >> option & 1 else "N" for option in self.order)',
        'patterns = ["".join("Y" if code >> option & 1 else "N" for option in sorted(self.order))',
        "A pattern goes through the options owner by owner.",
    ),
    Mutation(
        "a compound inside a condition loses its parentheses",
        "io/gmcr/reading.py",
        'return f"({text})" if inside and len(parts) > 1 else text',
        "return text",
        "and binds more tightly than or.",
    ),
    Mutation(
        "the second owner of an option is not told",
        "io/gmcr/fields.py",
        "if place == maker.options.index(option) and first is maker:",
        "if place == maker.options.index(option):",
        "An option has one owner.",
    ),
    Mutation(
        "a ranking written worst first",
        "io/gmcr/writing.py",
        "    numbered.reverse()\n",
        "",
        "Rankings are written best first.",
    ),
    Mutation(
        "states written from 0",
        "io/gmcr/writing.py",
        "enumerate(codes, start=1)",
        "enumerate(codes)",
        "State numbers count from 1.",
    ),
    Mutation(
        "an option's yes written as no",
        "io/gmcr/writing.py",
        '"Y" if conjunction.yes >> k & 1 else "N"',
        '"Y" if conjunction.no >> k & 1 else "N"',
        "Y is taken.",
    ),
    Mutation(
        "bodies are left out in silence",
        "io/gmcr/writing.py",
        '    lost += [f"the body {body}" for body in case.bodies]\n',
        "",
        "What would change the meaning of the case is refused.",
    ),
    Mutation(
        "a temporary file stays behind",
        "io/files.py",
        "    temporary = target.with_name(",
        "    temporary = target.with_name('.begun.part')\n    temporary.touch()\n    temporary = target.with_name(",
        "Whatever ends the writing, nothing is left.",
    ),
    Mutation(
        "a signal ends the program before it has tidied up",
        "io/files.py",
        'for name in ("SIGTERM", "SIGHUP")',
        'for name in ("SIGTERM",)',
        "A closed terminal leaves nothing behind either.",
    ),
)

THREATS = (
    Mutation(
        "a threat that nobody minds",
        "analysis/threats.py",
        "(cost + (not wanted), length + 1,",
        "(cost + wanted, length + 1,",
        "The threat that costs least has the fewest moves against anybody's will.",
    ),
    Mutation(
        "an answer may move twice",
        "analysis/threats.py",
        "[pair for pair in settled if pair[1] != k]",
        "settled",
        "No mover moves twice in a row.",
    ),
    Mutation(
        "a gain that is as good is still a gain",
        "analysis/credibility.py",
        "held = least[targets] <= game.ranks[mover.actor][state]",
        "held = least[targets] < game.ranks[mover.actor][state]",
        "An answer that leaves the mover as it was undoes the gain.",
    ),
    Mutation(
        "only where all are held back are there threats",
        "analysis/credibility.py",
        "self._all(self.stable) & ~self._all(self.firm)",
        "self._all(self.stable) & ~self.firm.any(axis=0)",
        "One mover that is held back by a threat is enough.",
    ),
)

WINNERS = (
    Mutation(
        "better for one is better for all",
        "analysis/winners.py",
        "(self._ranks >= here).all(axis=0) & (self._ranks > here).any(axis=0)",
        "(self._ranks > here).any(axis=0)",
        "What dominates is worse for nobody.",
    ),
    Mutation(
        "as good counts as worse",
        "analysis/winners.py",
        "np.searchsorted(ranks, game.ranks[k, key])",
        'np.searchsorted(ranks, game.ranks[k, key], side="right")',
        "Only states that are strictly worse count.",
    ),
    Mutation(
        "a line that holds in part is met",
        "analysis/winners.py",
        "if count == size)",
        "if count)",
        "A group is met if all its statements hold.",
    ),
)

COALITIONS = (
    Mutation(
        "a member moves twice in a row",
        "stability/engines/bitsets.py",
        "np.bitwise_or.reduce(np.delete(after, turn, axis=0), axis=0)",
        "np.bitwise_or.reduce(after, axis=0)",
        "In a legal sequence no mover moves twice in a row.",
    ),
    Mutation(
        "every coalition carries every body",
        "stability/coalition.py",
        "mover.votes[vote].passes_by(self.actors)",
        "mover.votes[vote].passes_against(())",
        "All others count as against what a coalition does through a body.",
    ),
    Mutation(
        "members help bodies to answer",
        "stability/coalition.py",
        "return moves_against(self.graph, self.others, self.actors, credible)",
        "return moves_against(self.graph, self.others, (), credible)",
        "All members count as against what bodies answer.",
    ),
    Mutation(
        "nobody need gain",
        "stability/coalition.py",
        "lower[-1] = 0",
        "lower[-1] = 1",
        "Under Pareto somebody must gain.",
    ),
    Mutation(
        "no move after the answer of the others",
        "stability/coalition.py",
        "escapes = gains | met_by_moves(moves, gains) if concept.counter else gains",
        "escapes = gains",
        "In CSMR the coalition moves again.",
    ),
    Mutation(
        "one coordinate decides",
        "stability/engines/components.py",
        "below &= point[d] <= kept[f, d]",
        "below = point[d] <= kept[f, d]",
        "A point is left out only where another is as good in every coordinate.",
    ),
    Mutation(
        "answers spoil in any class that was met",
        "stability/engines/components.py",
        "gains = tried[their_of[state]] != turn",
        "gains = checked[of[state]] != turn",
        "What is known of the coalition's classes is not known of the answers.",
    ),
    Mutation(
        "merged actors may take what one of them may",
        "game/merge.py",
        "no_take = no_take | mover.reach.no_take",
        "no_take = no_take & mover.reach.no_take",
        "Directions and preconditions stay those of each option.",
    ),
    Mutation(
        "a way out in which one moves twice",
        "analysis/coalitions.py",
        "                if j != k:",
        "                if j >= 0:",
        "The ways that are told are legal sequences, too.",
    ),
)

# ------------------------------------------------------------------------------- coalitions that look ahead

FARSIGHTED = (
    Mutation(
        "half a consensus",
        "game/voting.py",
        "return _passes_words(vote, favour, ~favour)",
        "return _passes_words(vote, favour, np.zeros_like(favour))",
        "Those who are not for are against.",
    ),
    Mutation(
        "sums without a carry",
        "game/voting.py",
        "digits[k], carry = digits[k] ^ carry, digits[k] & carry",
        "digits[k], carry = digits[k] | carry, digits[k] & carry",
        "Weights are added, digit by digit.",
    ),
    Mutation(
        "a target in words must be exceeded",
        "game/voting.py",
        "return above | equal",
        "return above",
        "Reaching it is enough.",
    ),
    Mutation(
        "the indifferent help",
        "stability/dominance.py",
        "vote.passes(favour, ~favour)",
        "vote.passes(favour, np.zeros_like(favour))",
        "Those who are not for are against.",
    ),
    Mutation(
        "a coalition that does not gain",
        "stability/dominance.py",
        "worth[player][target] > graph.ranks[player][source]",
        "worth[player][target] >= graph.ranks[player][source]",
        "Whoever takes a step strictly gains.",
    ),
    Mutation(
        "an end that is as good",
        "stability/dominance.py",
        "np.bitwise_or.accumulate(above[::-1])[::-1][rank + 1]",
        "np.bitwise_or.accumulate(above[::-1])[::-1][rank]",
        "Everybody who takes a step strictly prefers its end.",
    ),
    Mutation(
        "one round of spreading",
        "stability/dominance.py",
        "    while unchanged < len(turns):",
        "    while turn < len(turns) - 1:",
        "Paths may be long.",
    ),
    Mutation(
        "some of the rules are enough",
        "stability/dominance.py",
        "np.bitwise_and.reduce(words) for words in in_favour",
        "np.bitwise_or.reduce(words) for words in in_favour",
        "Every option changed must meet its own rule.",
    ),
    Mutation(
        "steps against the direction",
        "stability/dominance.py",
        "if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:",
        "if cell_code[a] & ~cell_code[b] & no_take or cell_code[b] & ~cell_code[a] & no_drop:",
        "A step leads from a to b.",
    ),
    Mutation(
        "bits that are not turned",
        "stability/dominance.py",
        "upper ^= swapped << shift",
        "upper ^= swapped",
        "Rows hold states, words hold targets.",
    ),
    Mutation(
        "one rule is as good as several",
        "stability/dominance.py",
        "return plain and (not mover.is_body or len(mover.votes) == 1)",
        "return plain",
        "Blocks serve only where one rule decides all steps.",
    ),
    Mutation(
        "an end no better does not deter",
        "stability/farsighted.py",
        "_best(graph, mover, worth[mover.actor]) > graph.ranks[mover.actor]",
        "_best(graph, mover, worth[mover.actor]) >= graph.ranks[mover.actor]",
        "Whoever does not strictly gain is deterred.",
    ),
    Mutation(
        "one round of deterrence",
        "stability/farsighted.py",
        "        kept &= ~leaving\n",
        "        return kept & ~leaving\n",
        "An end that does not hold deters nobody.",
    ),
    Mutation(
        "ends that do not hold",
        "stability/farsighted.py",
        "members = np.flatnonzero(kept)",
        "members = np.arange(len(kept))",
        "Only ends in the set count.",
    ),
    Mutation(
        "the best end deters",
        "stability/farsighted.py",
        'np.argsort(rank[members], kind="stable")',
        'np.argsort(-rank[members], kind="stable")',
        "People are cautious: the worst end counts.",
    ),
    Mutation(
        "dominance inside",
        "stability/stable_sets.py",
        "model.add_bool_and([~other for other in above]).only_enforce_if(member[s])",
        "pass",
        "No state in a stable set dominates another.",
    ),
    Mutation(
        "states that nothing inside dominates",
        "stability/stable_sets.py",
        "model.add_bool_or([member[s], *above])",
        "pass",
        "Every state outside is dominated.",
    ),
    Mutation(
        "settled too early",
        "stability/stable_sets.py",
        "fresh = ~inside & ~dominates[~outside].any(axis=0)",
        "fresh = ~inside & ~outside & ~dominates[inside].any(axis=0)",
        "A state is inside once all that dominate it are outside.",
    ),
    Mutation(
        "a limit that hides",
        "stability/stable_sets.py",
        '        return Kernels(tuple(sets[:limit]), "limit")',
        "        return Kernels(tuple(sets[:limit]))",
        "Where there are more, this is said.",
    ),
)

# --------------------------------------------------------------------------------------------------- power

POWER = (
    Mutation(
        "only players outside the set vote against",
        "analysis/power/games.py",
        "back = Test(least - sum(direct.values()), counter, -1,",
        "back = Test(least, counter, 1,",
        "For the reverse change those outside the set are for.",
    ),
    Mutation(
        "a member body that is not for is against",
        "analysis/power/games.py",
        "nobody.append((_not(_joined([loses, _not(wins)])), _not(_joined([wins, _not(loses)]))))",
        "nobody.append((wins, loses))",
        "It may be neither, and then no consensus fails on it.",
    ),
    Mutation(
        "a blocking number counts one too few",
        "analysis/power/games.py",
        "max(1, len(members) - vote.blocking + 1)",
        "max(1, len(members) - vote.blocking)",
        "Fewer than k may be not for it.",
    ),
    Mutation(
        "dead counters tell players apart",
        "analysis/power/games.py",
        "any(base < step <= base + potential for step in steps)",
        "any(base <= step <= base + potential for step in steps)",
        "What the required members settle is settled.",
    ),
    Mutation(
        "what is settled is forgotten",
        "analysis/power/layers.py",
        "np.where(stuck, steps[reached], values[place])",
        "np.where(stuck, 0, values[place])",
        "A counter that reached a step has reached it, whoever follows.",
    ),
    Mutation(
        "swings of settled coalitions are counted twice",
        "analysis/power/layers.py",
        "(after[layer.with_] - after[layer.without])",
        "after[layer.with_]",
        "A coalition that wins anyway is no swing.",
    ),
    Mutation(
        "what is too heavy is forgotten",
        "analysis/power/exact.py",
        "self.over += (self.over << self.shift) + sum(self.rows(grown, self.top, self.top + weight))",
        "self.over += self.over << self.shift",
        "Minimal coalitions below a need that is never met are among all coalitions.",
    ),
    Mutation(
        "the lighter players may leave a blocking coalition",
        "analysis/power/exact.py",
        "self.game.window(weight, tail, others)",
        "self.game.window(weight)",
        "All players lighter than its lightest are outside.",
    ),
    Mutation(
        "one player is taken out once only",
        "analysis/power/exact.py",
        "for at in range(bound % weight, bound + 1, weight):",
        "for at in range(max(bound - weight, 0), bound + 1, weight):",
        "With the player they are the others', moved by its weight, all the way down.",
    ),
    Mutation(
        "swings are not mirrored",
        "analysis/power/exact.py",
        "tuple(s[::-1] for s in dual.swings)",
        "dual.swings",
        "A swing of the dual is the rest of one.",
    ),
    Mutation(
        "the needs of the dual are one too low",
        "analysis/power/games.py",
        "tuple(max(0, total - n + 1) for n in reversed(self.need))",
        "tuple(max(0, total - n) for n in reversed(self.need))",
        "To block is to leave less than what is needed.",
    ),
    Mutation(
        "the required come last in every order",
        "analysis/power/estimates.py",
        "np.array([comb(r + j, r) / comb(r + m, r) for j in range(m)])",
        "np.ones(m)",
        "A free player decides only if all required ones came before.",
    ),
    Mutation(
        "the required step forward with the others",
        "analysis/power/indices.py",
        "_shapley(counts.winning, r - 1, n)",
        "_shapley(counts.winning, r, n)",
        "A required player is not before itself.",
    ),
    Mutation(
        "members whom the rule does not ask are left out",
        "analysis/power/power.py",
        "simple_game(vote, (position[actor] for actor in _members(model, body)))",
        "simple_game(vote)",
        "They are players, though dummies.",
    ),
    Mutation(
        "who passes a decision is asked to turn it",
        "analysis/blocking.py",
        "_pass(votes, gains, [(p,) for p in players], -1 if passes else 1)",
        "_pass(votes, gains, [(p,) for p in players], 1 if passes else -1)",
        "What passes can only be turned by opposition, what fails by support.",
    ),
)

# ------------------------------------------------------------------------------------------- large cases

LARGE = (
    Mutation(
        "a lower line decides though a higher one is lost",
        "search/encoding.py",
        "self.all_of([keeps, preferred])",
        "preferred",
        "One higher line outweighs everything below it.",
    ),
    Mutation(
        "preconditions are asked after the move",
        "search/encoding.py",
        "self.holds(self.case.needs[k], before)",
        "self.holds(self.case.needs[k], after)",
        "An option taken in the same move does not satisfy a precondition.",
    ),
    Mutation(
        "a body is never against by its own rule",
        "search/encoding.py",
        "return carried, self.all_of([self.passes(member, reverse), -carried])",
        "return carried, FALSE",
        "A member body whose rule passes for the reverse change opposes.",
    ),
    Mutation(
        "a sum that all but the least reach needs all",
        "search/encoding.py",
        "if total - least < bound:",
        "if total - least <= bound:",
        "Where the others reach the bound, the least weight may be missing.",
    ),
    Mutation(
        "what has many choices is never looked at again",
        "search/nash.py",
        "if code in good else [(m.index, improving_choice(model, m, code, end)) for m in lazy]",
        "if code in good or lazy else []",
        "Movers with many choices are told to the solver only by what they would do.",
    ),
    Mutation(
        "what one side did not find counts as lost",
        "analysis/compare/compare.py",
        "        return is_nash(table.searched, code)\n",
        "        return False\n",
        "A search that was stopped misses what holds; it has to be tried.",
    ),
    Mutation(
        "a tempted actor pays the least distance of its moves",
        "search/inverse.py",
        "against = [encoding.any_of(loses[k + 1 : m]) for m in range(k + 2, len(loses) + 1)]",
        "against = [encoding.any_of(loses[k + 1 : m - 1]) for m in range(k + 2, len(loses) + 1)]",
        "A bound above the cost loses ways, and calls possible what is impossible.",
    ),
    Mutation(
        "only those who are tempted take part",
        "analysis/inverse/one_state.py",
        "wider = involved.union(*(self._players(turn) for turn in possible))",
        "wider = involved",
        "A decision that would pass can be stopped by members who are not tempted themselves.",
    ),
    Mutation(
        "ways of parts add up",
        "analysis/inverse/one_state.py",
        "count *= part.count",
        "count += part.count - 1",
        "Each way of one part goes with each way of another.",
    ),
    Mutation(
        "a decision of a body is asked by one vote alone",
        "search/nearby.py",
        "            passes &= vote.passes(favour, oppose)\n",
        "            passes = vote.passes(favour, oppose)\n",
        "All rules of the options that change have to pass.",
    ),
    Mutation(
        "two changes that a body sees apart are taken for alike",
        "analysis/robustness/breakpoints.py",
        "        key = (a, self.looks[pair[0]], b, self.looks[pair[1]])\n",
        "        key = (a, 0, b, 0)\n",
        "What one change of an actor does with another's says nothing of its other changes.",
    ),
    Mutation(
        "two changes of different actors are never tried together",
        "analysis/robustness/breakpoints.py",
        "        if pair[0] in self.unseen or pair[1] in self.unseen:\n",
        "        if True:\n",
        "Members who change together can let a decision pass that either alone would stop.",
    ),
    Mutation(
        "what is negated is turned round twice",
        "analysis/robustness/searched.py",
        "nodes += [that, Not(that)]",
        "nodes += [that, that]",
        "The second column of a line is where its negation holds.",
    ),
    Mutation(
        "the scale of a draw is that of the case",
        "analysis/robustness/searched.py",
        "        changed = replace(self.game, scales=scales)\n",
        "        changed = self.game\n",
        "Walks go as the drawn preferences have it.",
    ),
    Mutation(
        "a list that is full counts as whole",
        "search/nash.py",
        'return NashFound(tuple(sorted(list(good)[:limit])), "limit")',
        "return NashFound(tuple(sorted(list(good)[:limit])), None)",
        "That there are no others would be claimed without proof.",
    ),
    Mutation(
        "a mover may answer twice in a row",
        "search/bounded.py",
        "                if turns:\n",
        "                if False:\n",
        "No mover moves twice in a row in a legal sequence.",
    ),
    Mutation(
        "who is to be punished helps",
        "search/bounded.py",
        "encoding.improves(mover, before, after, against)",
        "encoding.improves(mover, before, after)",
        "The focal actor counts as against every move of a body.",
    ),
    Mutation(
        "a veto against oneself is forgotten",
        "search/bounded.py",
        "if not vote.passes_against([against]):",
        "if vote.passes_against([]) is False:",
        "Whoever holds a veto is never sanctioned through that body.",
    ),
    Mutation(
        "an unanswered gain counts as undone",
        "search/bounded.py",
        "if all(attempt.answer is not None for attempt in self.attempts):",
        "if any(attempt.answer is not None for attempt in self.attempts) or not self.attempts:",
        "Every gain must be undone, not some.",
    ),
    Mutation(
        "a walk settles where only the last mover would go on",
        "search/walks.py",
        "idle = not last or improving_choice(model, model.mover(last), here) is None",
        "idle = True",
        "Where somebody has an improvement, no Nash equilibrium is reached.",
    ),
    Mutation(
        "states that fill the limit are all there are",
        "analysis/states.py",
        "return len(codes) <= limit",
        "return len(codes) < limit",
        "One more has to be met before it is known that there are more.",
    ),
    Mutation(
        "a mover may move twice in a row on the way",
        "search/paths.py",
        "if mover.index == last or (first is not None and not depth and mover.index != first):",
        "if first is not None and not depth and mover.index != first:",
        "No mover moves twice in a row in a legal sequence.",
    ),
    Mutation(
        "how far a statement is counts options",
        "search/paths.py",
        "min(sum(bool((here ^ end) & m) for m in self._masks) for end in self._ends)",
        "min(((here ^ end) & self.mask).bit_count() for end in self._ends)",
        "One move can change several options of a mover, so a shorter way would be missed.",
    ),
    Mutation(
        "a greedy way is proved to be the shortest",
        "search/paths.py",
        "not greedy, looked)",
        "True, looked)",
        "What is only found must not be said to be the shortest.",
    ),
    Mutation(
        "what others open is not seen",
        "search/moves.py",
        "                free |= new\n                settled = False",
        "                free |= new",
        "One change makes another worth while, so what may change has to be asked again.",
    ),
    Mutation(
        "the first mover always walks first",
        "search/walks.py",
        "mover = able[int(rng.integers(len(able)))]",
        "mover = able[0]",
        "Each mover with an improvement is as likely as another.",
    ),
    Mutation(
        "a move in the wrong direction is explained",
        "analysis/history.py",
        "moved = (before ^ after) & ~own.mask == 0 and game.may_change(before, after)",
        "moved = (before ^ after) & ~own.mask == 0",
        "What cannot be undone cannot be undone by an event.",
    ),
    Mutation(
        "what others do is forgotten where gains are remembered",
        "search/moves.py",
        "found |= mask if mask & mover.mask else 0\n        return found\n\n\ndef",
        "found |= 0\n        return found\n\n\ndef",
        "A gain depends on all that the lines mention in which the mover's own options stand.",
    ),
    Mutation(
        "constraints are forgotten where moves are remembered",
        "search/moves.py",
        "_mentioned(needs) | _mentioned(self.model.ruled_out, touching=mover.mask)",
        "_mentioned(needs)",
        "Whether a move ends in a feasible state depends on the others' options in the same constraint.",
    ),
    Mutation(
        "a willing answer may be two moves of one mover",
        "search/threats.py",
        "if mover.index == last:",
        "if False:",
        "No mover moves twice in a row in a legal sequence.",
    ),
    Mutation(
        "who is threatened helps to decide",
        "search/threats.py",
        "moves.of(mover, here, True, focal.actor)",
        "moves.of(mover, here, True)",
        "The focal actor counts as against every move of a body.",
    ),
    Mutation(
        "the move after a threat is forgotten",
        "search/threats.py",
        "again = moves.of(focal, end, improving=False) if counter else ()",
        "again: tuple[int, ...] = ()",
        "Under SMR a threat holds only if no further move helps.",
    ),
    Mutation(
        "equally good states count as worse",
        "analysis/winners.py",
        "Share(bisect_left(self._drawn_worths[k], game.worth(k, key))",
        "Share(sum(drawn <= game.worth(k, key) for drawn in self._drawn_worths[k])",
        "The share is of states that are strictly worse.",
    ),
    Mutation(
        "the first level is always drawn",
        "search/samples.py",
        "levels[int(generator.integers(len(levels)))]",
        "levels[0]",
        "Each feasible state is as likely as another.",
    ),
    Mutation(
        "the last entry of a ranking is the best",
        "game/preferences.py",
        "Level(tuple((len(groups) - k, node)",
        "Level(tuple((k, node)",
        "Rankings are written best first.",
    ),
    Mutation(
        "what shares a field changes by rules of its own",
        "game/packing.py",
        "        return row.owner, case.rule_of(row), single, tuple(unaware.get(row.index, ()))",
        "        return row.owner, single, tuple(unaware.get(row.index, ()))",
        "A field is changed as a whole, so that one rule must decide on all of it.",
    ),
    Mutation(
        "fields stand in any order",
        "game/layout.py",
        "shift += field.width",
        "shift += 1",
        "Fields that overlap lose states.",
    ),
    Mutation(
        "groups are counted by one constraint each",
        "game/states.py",
        "mentioned <= group]",
        "mentioned == group]",
        "A group is what several constraints tie together; each of them rules codes out.",
    ),
)

# ------------------------------------------------------------------------------------------- robustness

ROBUSTNESS = (
    Mutation(
        "who opposes its own sanction counts as it prefers",
        "stability/engines/batch_kernels.py",
        "if player == against or rank[player, after] < rank[player, before]:",
        "if rank[player, after] < rank[player, before]:",
        "Nobody helps to sanction itself.",
    ),
    Mutation(
        "one mover twice in a row",
        "stability/engines/batch_kernels.py",
        "                                if j != k:\n                                    least = min(least, after[j, t])",
        "                                least = min(least, after[j, t])",
        "The last mover of a sequence does not move at once again.",
    ),
    Mutation(
        "a body answers itself",
        "stability/engines/batch_kernels.py",
        "if k in (focal, last) or is_undone:",
        "if k == last or is_undone:",
        "Only the others answer.",
    ),
    Mutation(
        "counter-moves of a body by their own rules alone",
        "stability/engines/batch_kernels.py",
        "voting = rules[e] | rules[g] if own else rules[e]",
        "voting = rules[g] if own else rules[e]",
        "The rules of the first move must still pass.",
    ),
    Mutation(
        "only what makes worse off spoils",
        "stability/engines/batch_kernels.py",
        "is_undone = rank[actor, t] <= rank[actor, s]",
        "is_undone = rank[actor, t] < rank[actor, s]",
        "Not better off is sanction enough.",
    ),
    Mutation(
        "all stand in the middle of a table",
        "stability/engines/rule_tables.py",
        "side = columns // 3**place % 3",
        "side = columns // 2**place % 3",
        "A column is a number to the base 3.",
    ),
    Mutation(
        "what is left out may still change",
        "stability/engines/move_table.py",
        "legal = stays[source] & stays[target]",
        "legal = stays[source]",
        "An option that is left out stays as it is.",
    ),
    Mutation(
        "other preferences, the same verdict",
        "stability/engines/batch.py",
        "key = (kept, mover.index, *(draw.rows[actor] for actor in voters))",
        "key = (kept, mover.index)",
        "A verdict is found again only for the same preferences.",
    ),
    Mutation(
        "sure and doubtful exchanged",
        "analysis/robustness/models.py",
        "if part.sure < 1 and stream.next() >= part.sure:",
        "if part.sure < 1 and stream.next() < part.sure:",
        "A line fails with probability 1 - sure.",
    ),
    Mutation(
        "the pass goes down only",
        "analysis/robustness/models.py",
        "for k in reversed(range(len(numbers))) if upward else range(len(numbers)):",
        "for k in range(len(numbers)):",
        "Lines would sink further than they rise.",
    ),
    Mutation(
        "every draw the same",
        "analysis/robustness/models.py",
        "np.random.SeedSequence(seed, spawn_key=(k,))",
        "np.random.SeedSequence(seed)",
        "Each draw has a stream of its own.",
    ),
    Mutation(
        "a normal interval",
        "game/shares.py",
        "centre = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)",
        "centre = share",
        "The interval is Wilson's.",
    ),
    Mutation(
        "exchanges of lines instead of places",
        "analysis/robustness/changes.py",
        "upper, lower = entries[change.index : change.index + 2]",
        "upper, lower = change.index, change.index + 1",
        "A second exchange is one of what stands there then.",
    ),
    Mutation(
        "pairs that one change decides",
        "analysis/robustness/breakpoints.py",
        "before & ~verdict & ~breaks[pair[0]] & ~breaks[pair[1]]",
        "before & ~verdict & ~breaks[pair[0]]",
        "A pair is listed where neither change is enough alone.",
    ),
    Mutation(
        "reached though it does not hold",
        "analysis/robustness/study.py",
        "total.led[level] += holding.states & holding.reached",
        "total.led[level] += holding.states | holding.reached",
        "Led to means: it holds, and improvements lead there.",
    ),
    Mutation(
        "bodies are not asked",
        "analysis/robustness/single_breakers.py",
        "if mover.actor == changed or any(changed in vote.players for vote in mover.votes):",
        "if mover.actor == changed:",
        "Whoever has a say in a body can unseat an outcome through it.",
    ),
)

# ----------------------------------------------------------------------------- paths, improvement walks and smallest changes

WAYS = (
    Mutation(
        "a mover moves twice in a row",
        "analysis/paths.py",
        "_arrivals(graph, mover, states[last != mover.index], length, improving)",
        "_arrivals(graph, mover, states, length, improving)",
        "Such a sequence is not legal.",
    ),
    Mutation(
        "ways of one mover after itself are counted",
        "analysis/paths.py",
        "                    if m != last:\n                        after[m, t]",
        "                    if True:\n                        after[m, t]",
        "The shortest sequences would be counted with some that are not legal.",
    ),
    Mutation(
        "an improvement walk draws a move, and not a mover first",
        "analysis/improvement_walk.py",
        "    chance = 1.0 / (able[row] * choices[turn])",
        "    chance = 1.0 / np.bincount(row)[row]",
        "A mover with many improvements is not likelier to move than one with a single one.",
    ),
    Mutation(
        "an improvement walk leaves a set before all that leads to it",
        "analysis/chains.py",
        "    waiting = np.bincount(component[chain.target[entering]], minlength=len(closed))",
        "    waiting = np.bincount(np.unique(component[chain.target[entering]]), minlength=len(closed))",
        "What arrives later would be lost.",
    ),
    Mutation(
        "events are undone in the order in which they happened",
        "analysis/history.py",
        "    for event in reversed(earlier):",
        "    for event in earlier:",
        "An option that was taken and dropped again would stand wrongly in between.",
    ),
    Mutation(
        "lines below the one that comes next are counted, not those above",
        "analysis/inverse/bounds.py",
        "            skipped += weights[k]",
        "            skipped = weights[k]",
        "A line that passes several others costs an exchange for each of them.",
    ),
    Mutation(
        "a line may favour a move that nothing above it decides",
        "analysis/inverse/bounds.py",
        "if not form.favours & ~decided:",
        "if not form.favours & decided:",
        "The actor would move there.",
    ),
    Mutation(
        "whoever would move need not change",
        "analysis/inverse/preferences.py",
        "        moving = [~self.games.base(movers[id_])",
        "        moving = [self.games.base(movers[id_])",
        "Bounds above the least cost hide solutions.",
    ),
    Mutation(
        "preferences have one effect where an actor's own moves are liked alike",
        "analysis/inverse/alternatives.py",
        "if units.actor in self.games.players(mover)]",
        "if units.actor == mover.actor]",
        "What a member says to its body's decisions opens and closes ways.",
    ),
    Mutation(
        "the dearer of two sets of preferences that do the same is kept",
        "analysis/inverse/alternatives.py",
        "if self.cheapest.setdefault((id_, effect), cost) >= cost:",
        "if self.cheapest.setdefault((id_, effect), cost) <= cost:",
        "Nothing would be left out, and many actors take too long.",
    ),
    Mutation(
        "what is left to bear does not matter where nothing was found",
        "analysis/inverse/preferences.py",
        "key = (left, tuple(effect for _, effect in chosen))",
        "key = (0, tuple(effect for _, effect in chosen))",
        "With more to spend the same beginning may do.",
    ),
    Mutation(
        "an actor is against whatever one of its lines disfavours",
        "analysis/inverse/bounds.py",
        "    return can, must & ~can",
        "    return can, must",
        "Another line may come first.",
    ),
    Mutation(
        "a tie group counts as one state in an exchange",
        "analysis/inverse/changes.py",
        "tuple(int(g.sum()) for g in groups), {})",
        "(1,) * len(groups), {})",
        "An exchange of places reverses every pair of their states.",
    ),
    Mutation(
        "exchanges are of lines, wherever they stand, and not of places",
        "analysis/robustness/changes.py",
        "                upper, lower = entries[change.index : change.index + 2]\n"
        "                entries[change.index : change.index + 2] = lower, upper",
        "                one, other = entries.index(change.index), entries.index(change.index + 1)\n"
        "                entries[one], entries[other] = entries[other], entries[one]",
        "Two exchanges one after the other carry a line two places.",
    ),
)

MUTATIONS = (
    *LARGE,
    *WAYS,
    *POWER,
    *PERCEPTIONS,
    *THREATS,
    *WINNERS,
    *PICTURES,
    *REPORTS,
    *COALITIONS,
    *STATES,
    *MOVES,
    *RULES,
    *IMPROVEMENTS,
    *SEQUENCES,
    *SANCTIONS,
    *SWEEPS,
    *SIMULTANEOUS,
    *FARSIGHTED,
    *COMPARISONS,
    *DEEPER,
    *FORMATS,
    *ROBUSTNESS,
    *READING,
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


def run(folder: Path, *arguments: str, seconds: float = LONGEST) -> subprocess.CompletedProcess[str]:
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
        timeout=seconds,
    )


def pytest(folder: Path, tests: tuple[str, ...], seconds: float = LONGEST) -> subprocess.CompletedProcess[str]:
    """The tests up to the first that fails, without those that wait for the compiler."""
    return run(folder, "-m", "pytest", "-x", "-q", "--tb=no", "-k", "not compiled", *tests, seconds=seconds)


def check_sound(mutations: Sequence[Mutation]) -> str:
    """What is wrong with the program as it stands; empty where all tests that are needed pass on a copy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = copied(folder)
        found = run(folder, "-c", "import countermove; print(countermove.__file__)").stdout.strip()
        if Path(found).resolve() != (copy / "__init__.py").resolve():
            return f"the tests would not run on the copy, but on {found}"
        tests = dict.fromkeys(test for m in mutations for test in killers(m.file))
        result = pytest(folder, tuple(tests))
        return "" if result.returncode == 0 else f"the tests fail without a mutation\n{result.stdout}"


def outcome(mutation: Mutation, seconds: float) -> str:
    """What became of a mutation: killed (also by running on for so long) or survived; or not tried, and why."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = copied(folder) / mutation.file
        try:
            path.write_text(mutated(mutation, path.read_text(encoding="utf-8")), encoding="utf-8")
        except ValueError as fault:
            return f"not applied ({fault})"
        try:
            result = pytest(folder, killers(mutation.file), seconds)
        except subprocess.TimeoutExpired:
            return "killed"
        if result.returncode in (0, 1):
            return "killed" if result.returncode else "survived"
        return f"not tested\n{result.stdout}{result.stderr}"


def main() -> int:
    """Try every mutation whose name or file contains one of the arguments (all, without any)."""
    wanted = sys.argv[1:]
    chosen = [m for m in MUTATIONS if not wanted or any(word in m.name or word in m.file for word in wanted)]
    if not chosen:
        print(f"no mutation has {' or '.join(wanted)} in its name or file")
        return 1
    begun = perf_counter()
    fault = check_sound(chosen)
    if fault:
        print(fault)
        return 1
    patience = PATIENCE * (perf_counter() - begun)
    survived = []
    with ThreadPoolExecutor(PARALLEL) as pool:
        for mutation, result in zip(chosen, pool.map(partial(outcome, seconds=patience), chosen), strict=True):
            print(f"{result:9} {mutation.file}: {mutation.name}", flush=True)
            if result != "killed":
                print(f"          {mutation.why}")
                survived.append(mutation)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} killed in {perf_counter() - begun:.0f} s")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
