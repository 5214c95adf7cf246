"""The report beside `jupyter nbconvert --execute --to html` of the same notebooks one after another.

Usage: python benchmarks/building.py [--grown]

Several processes work at once, so these are seconds on the clock. With --grown a report of ten thousand decisions is
built besides, without pictures, to see whether a page stays as cheap as in the small one.
"""

import csv
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bars import Bar, say, wall_time
from grown import grow

from expulsions import schema

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def report(output: Path, data: Path, *more: str) -> tuple[float, int]:
    """Seconds of a build, and how many pages it made."""
    command = [sys.executable, "-m", "expulsions", "report", "--output", str(output), "--data", str(data)]
    command += ["--notebooks", str(ROOT / "notebooks"), *more]
    said: list[str] = []

    def build() -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        if done.returncode:
            sys.exit(f"The report is not built: {done.stderr.strip()[-500:]}")
        said.append(done.stdout)

    seconds = wall_time(build)
    pages = re.search(r"([0-9,]+) pages", said[0])
    return seconds, int(pages[1].replace(",", "")) if pages else 0


def nbconvert(output: Path) -> float:
    def convert() -> None:
        for notebook in NOTEBOOKS:
            command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "html"]
            command += [str(notebook), "--output-dir", str(output)]
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT / "notebooks")

    return wall_time(convert)


def change_one_row(data: Path) -> None:
    path = data / "expulsions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    row = next(row for row in rows if row[0] == "2022-03-29-irl-rus")
    row[-1] = (row[-1] + " Announced at noon.").strip()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(schema.data_folder(), folder / "data")
        peer = nbconvert(folder / "html")
        cold, pages = report(folder / "site", folder / "data")
        warm, _ = report(folder / "site", folder / "data")
        change_one_row(folder / "data")
        changed, _ = report(folder / "site", folder / "data")
        say(Bar(f"cold build of {pages:,} pages / nbconvert of {len(NOTEBOOKS)}", cold, peer, cold / peer, 0.8))
        say(Bar("nothing changed / nbconvert", warm, peer, warm / peer, 0.1))
        say(Bar("one row changed / nbconvert", changed, peer, changed / peer, 0.5))
        if "--grown" in sys.argv[1:]:
            plain, few = report(folder / "plain", schema.data_folder(), "--no-pictures")
            times = -(-10_000 // (len((folder / "data" / "expulsions.csv").read_text("utf-8").splitlines()) - 1))
            many, much = report(folder / "many", grow(folder / "grown", times), "--no-pictures")
            each = (many / much) / (plain / few)
            say(Bar(f"a page of {much:,} / a page of {few:,}", many / much, plain / few, each, 1.2))


if __name__ == "__main__":
    main()
