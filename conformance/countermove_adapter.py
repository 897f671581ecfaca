"""Answers the questions of `run.py` with countermove, through its public interface: an example for other programs."""

import json
import sys
from contextlib import suppress
from itertools import product

import countermove as cm


def case_from(data):
    """A case of the suite as a case of countermove, which is written in options, directions and preconditions."""
    return cm.Case.model_validate(_with_options(data) if "options" in data else _listed(data))


def _listed(data):
    actors = {
        id_: {"moves": row["moves"], "ranking": _ranking(data["states"], row["ranks"])}
        for id_, row in data["actors"].items()
    }
    return {"states": {name: name for name in data["states"]}, "actors": actors}


def _with_options(data):
    names = [f"{row['owner']}.{row['id']}" for row in data["options"]]
    groups = [[state] if isinstance(state, str) else state for state in data["states"]]
    feasible = {vector for group in groups for vector in group}
    everything = {"".join(signs) for signs in product("NY", repeat=len(names))}
    case = {
        "actors": {id_: {"ranking": _ranking(groups, row["ranks"])} for id_, row in data["actors"].items()},
        "bodies": {id_: {"members": row["members"]} for id_, row in data.get("bodies", {}).items()},
        "impossible": [_statement(names, [vector]) for vector in sorted(everything - feasible)],
        "coalesce": [_statement(names, group) for group in groups if len(group) > 1],
    }
    for id_, row in data.get("bodies", {}).items():
        if "decides" in row:
            case["bodies"][id_]["decides"] = row["decides"]
    for k, row in enumerate(data["options"]):
        owners = "bodies" if row["owner"] in case["bodies"] else "actors"
        moves = data[owners][row["owner"]]["moves"]
        option = {"name": row["id"]} | _limits(names, k, moves, feasible)
        if "decides" in row:
            option["decides"] = row["decides"]
        case[owners][row["owner"]].setdefault("options", {})[row["id"]] = option
    return {key: value for key, value in case.items() if value}


def _limits(names, k, moves, feasible):
    """In which direction an option may change, and what has to be true before it is taken, as the moves have it."""
    takes = {before for before, after in moves if (before[k], after[k]) == ("N", "Y")}
    drops = any((before[k], after[k]) == ("Y", "N") for before, after in moves)
    free = {vector for vector in feasible if vector[k] == "N"}
    if not takes:
        return {"change": "drop-only"} if drops else {"change": "take-only", "needs": "false"}
    # Where the option is free and no move takes it, either there is no state to move to, or a precondition fails.
    blocked = {v for v in free - takes if v[:k] + "Y" + v[k + 1 :] in feasible}
    limits = {} if drops else {"change": "take-only"}
    return limits | ({"needs": _statement(names, sorted(takes))} if blocked else {})


def _statement(names, vectors):
    """A statement that is true of these combinations of options, and of no others."""
    parts = [
        "(" + " and ".join(name if sign == "Y" else f"not {name}" for name, sign in zip(names, v, strict=True)) + ")"
        for v in vectors
    ]
    return " or ".join(parts)


def _ranking(states, ranks):
    """The states in groups, best first; the combinations that count as one state stay together."""
    groups = [[s for s, rank in zip(states, ranks, strict=True) if rank == r] for r in sorted(set(ranks), reverse=True)]
    return [[entry for state in group for entry in ([state] if isinstance(state, str) else state)] for group in groups]


def answer(question):
    """The answers to all points that a question asks for."""
    game = cm.compile(case_from(question["case"]))
    asked = [path.split("/") for path in question["asked"]]
    concepts = dict.fromkeys(path[1] for path in asked if path[0] == "stable")
    result = {}
    if concepts:
        table = cm.equilibria(game, list(concepts)).to_dict()
        result["stable"] = table["stable"]
        result["cycling"] = table.get("cycling", {})
        result["equilibria"] = {
            id_: [row["state"] for row in table["equilibria"] if id_ in row["concepts"]] for id_ in concepts
        }
    for id_ in dict.fromkeys(path[1] for path in asked if path[0] == "coalitions"):
        rows = cm.coalitions(game, concept=id_).to_dict()["stable"]
        result.setdefault("coalitions", {})[id_] = {"+".join(row["coalition"]): row["states"] for row in rows}
    if any(path[0] in ("core", "largest-consistent-set") for path in asked):
        ahead = cm.farsighted(game)
        result["core"] = [state.number for state in ahead.core]
        result["largest-consistent-set"] = [state.number for state in ahead.largest_consistent_set]
    for path in asked:
        if path[0] == "stable-sets":
            with suppress(cm.QuestionError):  # stable sets need the extra `solver`; without it they are left out
                result.setdefault("stable-sets", {})[path[1]] = cm.stable_sets(game, path[1]).to_dict()["stable_sets"]
    return result


def main():
    """Read a question a line, print an answer a line."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
