"""How many silent changes of one cell are caught: each plausible in itself, made in a copy of the whole project.

Usage: python benchmarks/silent_changes.py [NUMBER] [SEED]

For each change the record's checks run in the order of their cost until one catches it: `expulsions check`, the tests
of the record, the notebooks (nbval, strict). The last line is the figure that the README quotes.
"""

import csv
import datetime
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORD_TESTS = ["tests/test_released.py", "tests/test_article.py", "tests/test_data.py", "tests/test_reconcile.py"]
MEASURES = ["persona_non_grata", "expelled", "accreditation_withdrawn", "staff_reduction"]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def plausible_change(data: Path, chance: random.Random) -> str:
    """Change one cell of a table in a way that looks right by itself, and say which."""
    kind = chance.choice(["count", "announced", "side", "measure", "count_reported", "url"])
    table = "citations" if kind in ("count_reported", "url") else "expulsions"
    path = data / f"{table}.csv"
    rows = rows_of(path)
    column = chance.choice(["expelling", "expelled"]) if kind == "side" else kind
    fitting = [row for row in rows if row[column] and (column != "announced" or len(row[column]) == 10)]
    row = chance.choice(fitting)
    old = row[column]
    if column in ("count", "count_reported"):
        row[column] = str(max(0, int(old) + chance.choice([-2, -1, 1, 2, 10])))
        if row[column] == old:
            row[column] = str(int(old) + 1)
    elif column == "announced":
        day = datetime.date.fromisoformat(old) + datetime.timedelta(days=chance.choice([-30, -7, -1, 1, 7, 30]))
        row[column] = day.isoformat()
    elif column == "measure":
        row[column] = chance.choice([one for one in MEASURES if one != old])
    elif column == "url":
        row[column] = old.rstrip("/") + "-2"
    else:
        row[column] = chance.choice(sorted({other[column] for other in rows} - {old}))
    write(path, rows)
    return f"{table} {row.get('id') or row.get('expulsion')} {column}: {old} -> {row[column]}"


def caught_by(project: Path) -> str:
    """The first check that fails on the copy, or an empty text."""
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    python = [sys.executable, "-m"]
    tests = [*python, "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]
    steps = {
        "check": [*python, "expulsions", "check"],
        "tests of the record": [*tests, *RECORD_TESTS],
        "notebooks": [*tests, "--nbval", "notebooks"],
    }
    for name, command in steps.items():
        if subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False).returncode:
            return name
    return ""


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    caught: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        ignored = shutil.ignore_patterns(".git", ".venv", "build", "dist", ".*cache*")
        shutil.copytree(ROOT, project, ignore=ignored)
        if by := caught_by(project):
            sys.exit(f"The unchanged copy fails already ({by}); mend that first.")
        for _ in range(number):
            change = plausible_change(project / "data", chance)
            by = caught_by(project)
            caught[by] = caught.get(by, 0) + 1
            print(f"{by or 'NOT CAUGHT':>20}  {change}", flush=True)
            for table in ("expulsions", "citations"):
                shutil.copyfile(ROOT / "data" / f"{table}.csv", project / "data" / f"{table}.csv")
    found = number - caught.get("", 0)
    steps = ", ".join(f"{name} {count}" for name, count in sorted(caught.items(), key=lambda one: -one[1]) if name)
    print(f"{found} of {number} silent changes caught ({found / number:.0%}): {steps}.")


if __name__ == "__main__":
    main()
