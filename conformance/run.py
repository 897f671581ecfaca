"""Ask a program about every case of this folder, and print each point at which its answer differs.

    python conformance/run.py python conformance/countermove_adapter.py
    python conformance/run.py --only tie-sanctions -- my-program --json

The program is started once. It reads one question a line from its standard input, each a JSON object, and prints one
answer a line, in the same order; `README.md` beside this file has both forms. Needs Python alone.
"""

import json
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def points(value, path=""):
    """Each answer by itself, under a name such as `stable/gmr/ann`."""
    if isinstance(value, dict) and value and not all(key.isdigit() for key in value):
        for key in value:
            yield from points(value[key], f"{path}/{key}" if path else key)
    else:
        yield path, value


def settled(value):
    """An answer in one order: states ascending, and sets of states likewise."""
    return sorted(map(settled, value), key=json.dumps) if isinstance(value, list) else value


def judge(case, answer):
    """The points at which an answer differs, and the number that it leaves out."""
    given = {path: settled(value) for path, value in points(answer)}
    wanted = {path: settled(value) for path, value in points(case["answers"])}
    wrong = {path: settled(value) for path, value in points(case.get("wrong", {}).get("answers", {}))}
    lines = []
    for path, value in wanted.items():
        if path in given and given[path] != value:
            hint = f"\n    {case['wrong']['says']}" if wrong.get(path, value) == given[path] else ""
            lines.append(f"{case['id']}: {path} is {json.dumps(value)}, not {json.dumps(given[path])}{hint}")
    return lines, len(wanted.keys() - given.keys())


def main(arguments):
    """Run the program on the cases; 0 if no answer differs and none is missing altogether, else 1."""
    only = arguments[1] if arguments[:1] == ["--only"] else ""
    command = [word for word in (arguments[2:] if only else arguments) if word != "--"]
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))]
    cases = [case for case in cases if only in case["id"]]
    if not command or not cases:
        print(__doc__ if not command else f"no case has {only!r} in its id", file=sys.stderr)
        return 1
    asked = [json.dumps({"id": c["id"], "case": c["case"], "asked": [p for p, _ in points(c["answers"])]}) for c in cases]
    try:
        run = subprocess.run(command, input="\n".join(asked) + "\n", stdout=subprocess.PIPE, text=True, encoding="utf-8")
        answers = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
    except (OSError, ValueError) as error:  # no such program, or what it printed is not JSON
        print(f"{command[0]}: {error}", file=sys.stderr)
        return 1
    if run.returncode or len(answers) != len(cases):
        print(f"{len(answers)} answers to {len(cases)} cases, exit status {run.returncode}", file=sys.stderr)
        return 1
    judged = [judge(case, answer) for case, answer in zip(cases, answers, strict=True)]
    lines, left_out = [line for found, _ in judged for line in found], sum(number for _, number in judged)
    total = sum(len(list(points(case["answers"]))) for case in cases)
    print("\n".join([*lines, f"{len(cases)} cases: {total} points, {len(lines)} differ, {left_out} not answered"]))
    return 1 if lines or left_out == total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
