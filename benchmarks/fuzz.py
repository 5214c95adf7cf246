"""Files that were broken on purpose: each must give data, or our own error that names the place.

Usage: python benchmarks/fuzz.py [NUMBER] [SEED] [EVERY]       NUMBER mutated files through load, some through check
       python benchmarks/fuzz.py --giants                      files of up to 1 GB, each in a process of its own
       python benchmarks/fuzz.py --one SEED NUMBER             one mutated file again, with its traceback

The tables are the real ones: loading sees the whole of them, checking a folder cut down to some forty decisions with
all that belongs to them, since a check of the whole takes long. A case is decided by its seed and number alone.
"""

import contextlib
import csv
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

SECONDS, MEGABYTES = 30, 1_000
TABLES = ("expulsions", "citations", "episodes", "actors", "tallies", "changes", "datapackage")
CELLS = (
    *(
        '"',
        '""',
        '"""',
        "a,b",
        "\x00",
        "\r",
        "\n",
        "\r\n",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\u2028",
        "\u202e",
        "\ufeff",
    ),
    *("=1+1", "+1", "-1", "@x", "NA", "nan", "inf", "1e3", "0x1F", "9" * 5_000, "-0", "٣", "１", " 1", "1.0", "true"),
    *("0000-00-00", "0000", "9999-12-31", "2022-02-30", "2022-3-1", "10000-01-01", "e\u0301", "é", "ż" * 999, "\ud800"),
    *(
        "2022-03-29-bel-rus",
        "BEL",
        "EU members",
        "|",
        "a||b",
        "espionage|espionage",
        "https://" + "a" * 9_999,
        "[" * 9_999,
    ),
)
SIZES = (300, 140_000, 2_000_000)
Chance = random.Random
Mutation = Callable[[bytes, Chance], bytes]


def flip_bytes(content: bytes, chance: Chance) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 50])):
        if changed:
            changed[chance.randrange(len(changed))] = chance.choice([chance.randrange(256), 0x22, 0x2C, 0x0A, 0x0D, 0])
    return bytes(changed)


def cut(content: bytes, chance: Chance) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return chance.choice([content[:end], content[start:], content[:start] + content[end:], content[start:end]])


def put_in(piece: Callable[[Chance], bytes]) -> Mutation:
    def mutate(content: bytes, chance: Chance) -> bytes:
        at = chance.randrange(len(content) + 1)
        return content[:at] + piece(chance) + content[at:]

    return mutate


def change_lines(content: bytes, chance: Chance) -> bytes:
    lines = content.split(b"\n")
    kind = chance.choice(["double", "many", "shuffle", "drop", "blank"])
    at = chance.randrange(len(lines))
    if kind == "shuffle":
        chance.shuffle(lines)
    elif kind == "drop":
        del lines[at]
    else:
        lines[at:at] = [b""] * 3 if kind == "blank" else [lines[at]] * (1 if kind == "double" else 500)
    return b"\n".join(lines)


def change_columns(content: bytes, chance: Chance) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"), newline="")))
    width = len(rows[0]) if rows else 0
    if width < 2:
        return content
    first, second = chance.sample(range(width), 2)
    kind = chance.choice(["swap", "swap cells", "drop", "double", "rename"])
    for number, row in enumerate(rows):
        if len(row) != width or (kind == "swap cells" and number == 0):
            continue
        if kind in ("swap", "swap cells"):
            row[first], row[second] = row[second], row[first]
        elif kind == "drop":
            del row[first]
        elif kind == "double":
            row.insert(second, row[first])
        elif number == 0:
            row[first] = chance.choice(CELLS)
    return _written(rows)


def change_cells(content: bytes, chance: Chance) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"), newline="")))
    for _ in range(chance.choice([1, 1, 3, 30])):
        row = chance.choice(rows or [[]])
        if row:
            row[chance.randrange(len(row))] = chance.choice(CELLS)
    return _written(rows)


def _written(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def change_encoding(content: bytes, chance: Chance) -> bytes:
    text = content.decode("utf-8", "replace")
    name = chance.choice(
        ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp037", "utf-8-sig", "utf-7", "koi8-r"]
    )
    return text.encode(name, "replace")


def change_line_ends(content: bytes, chance: Chance) -> bytes:
    return content.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b"\r\r\n", b"\x0b", b"\xe2\x80\xa8"]))


def repeat_quotes(content: bytes, chance: Chance) -> bytes:
    return (
        content.replace(b'"', b'"' * chance.randrange(2, 9)) if chance.random() < 0.5 else content.replace(b",", b'","')
    )


def noise(content: bytes, chance: Chance) -> bytes:
    return chance.randbytes(chance.choice([0, 1, 2, 3, 100, 20_000]))


def nested(chance: Chance) -> bytes:
    return chance.choice([b"[", b"{", b'{"a":']) * chance.choice([10, 1_000, 200_000])


MUTATIONS: dict[str, Mutation] = {
    "bytes flipped": flip_bytes,
    "cut": cut,
    "lines doubled, dropped, shuffled": change_lines,
    "columns swapped, dropped, doubled": change_columns,
    "odd cells": change_cells,
    "another encoding": change_encoding,
    "other line ends": change_line_ends,
    "quotes in quotes": repeat_quotes,
    "a huge field": put_in(lambda chance: chance.choice([b"x", b"9", b"| ", b"\xc5\xbc"]) * chance.choice(SIZES)),
    "many commas": put_in(lambda chance: b"," * chance.choice([1, 17, 1_000, 2_000_000])),
    "many quotes": put_in(lambda chance: b'"' * chance.choice([1, 2, 3, 1_000, 1_000_001])),
    "many line ends": put_in(lambda chance: chance.choice([b"\n", b"\r", b"\r\n", b",\n"]) * chance.choice(SIZES[:2])),
    "nested brackets": put_in(nested),
    "noise": noise,
}  # fmt: skip


def mutated(content: bytes, chance: Chance) -> tuple[str, bytes]:
    """One or two mutations, one after the other, and their names."""
    names = chance.choices(list(MUTATIONS), k=chance.choice([1, 1, 2]))
    for name in names:
        content = MUTATIONS[name](content, chance)
    return " + ".join(names), content


def cut_down(folder: Path, decisions: int = 40) -> None:
    """Leave some decisions in the tables of a folder, with their citations, answers and affairs."""
    tables = {
        name: list(csv.DictReader((folder / f"{name}.csv").open(encoding="utf-8", newline=""))) for name in TABLES[:3]
    }
    events = [row for row in tables["expulsions"] if row["episode"] == "skripal-2018"][:decisions]
    ids = {row["id"] for row in events}
    events = [
        row
        for row in events
        if set(filter(None, row["responds_to"].split("|"))) <= ids and row["part_of"] in ids | {""}
    ]
    ids = {row["id"] for row in events}
    kept = {
        "expulsions": events,
        "citations": [row for row in tables["citations"] if row["expulsion"] in ids],
        "episodes": [row for row in tables["episodes"] if row["episode"] in {event["episode"] for event in events}],
    }
    for name, rows in kept.items():
        lines = [list(tables[name][0]), *(list(row.values()) for row in rows)]
        (folder / f"{name}.csv").write_bytes(_written(lines))
    header = (folder / "tallies.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    (folder / "tallies.csv").write_text(header + "\n", encoding="utf-8")


class Trial:
    """The folder in which one file after the other is broken."""

    def __init__(self, place: Path) -> None:
        from expulsions import schema

        self.whole, self.few = place / "whole", place / "few"
        for folder in (self.whole, self.few):
            shutil.copytree(schema.data_folder(), folder)
        cut_down(self.few)
        self.contents = {
            folder: {name: (folder / file_of(name)).read_bytes() for name in TABLES}
            for folder in (self.whole, self.few)
        }

    def run(self, seed: int, number: int, check: bool = True) -> tuple[str, str]:
        """The name of the case, and how it ended: "data", "our error", or what went wrong."""
        chance = random.Random(f"{seed}-{number}")
        table = chance.choices(TABLES, weights=[8, 5, 2, 2, 2, 1, 3])[0]
        state = chance.getstate()
        ends = []
        for folder, ask in ((self.whole, loaded), (self.few, checked))[: 1 + check]:
            chance.setstate(state)
            name, content = mutated(self.contents[folder][table], chance)
            path = folder / file_of(table)
            path.write_bytes(content)
            try:
                ends.append(ask(folder, table))
            finally:
                path.write_bytes(self.contents[folder][table])
        bad = [end for end in ends if end not in ("data", "our error")]
        return f"{table}: {name}", bad[0] if bad else ends[0]


def file_of(table: str) -> str:
    return "datapackage.json" if table == "datapackage" else f"{table}.csv"


def loaded(folder: Path, table: str) -> str:
    """How loading the table ended."""
    import expulsions
    from expulsions import data

    try:
        if table == "datapackage":
            data.load(folder)
        else:
            getattr(data, f"load_{table}")(folder)
    except expulsions.DataError as error:
        named = all(file_of(table) in str(problem) and problem.message for problem in error.problems)
        return "our error" if error.problems and named else f"an error that names no place: {error}"
    return "data"


def checked(folder: Path, table: str) -> str:
    """How checking the folder ended; what loading refuses, the check must name."""
    import expulsions

    problems = expulsions.check(folder)
    if not problems and table != "datapackage" and loaded(folder, table) != "data":
        return "the check finds nothing where loading refuses the table"
    nameless = [problem for problem in problems if not (problem.file and problem.message)]
    return f"a problem without a place: {nameless[0]}" if nameless else "our error" if problems else "data"


@contextlib.contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def work(seed: int, numbers: range, every: int) -> dict[str, object]:
    """Run cases and count how they ended; the slowest, and the memory at its peak."""
    counts: dict[str, int] = {}
    failures, slowest = [], (0.0, "")
    with tempfile.TemporaryDirectory() as place:
        trial = Trial(Path(place))
        for number in numbers:
            start = time.process_time()
            name = "?"
            try:
                with at_most(SECONDS):
                    name, end = trial.run(seed, number, check=number % every == 0)
            except Exception as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                end = f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name} line {last.lineno})"
            if end not in ("data", "our error"):
                failures.append(f"--one {seed} {number} {name}: {end}")
                end = "failed"
            counts[end] = counts.get(end, 0) + 1
            slowest = max(slowest, (time.process_time() - start, f"--one {seed} {number} {name}"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"counts": counts, "failures": failures, "slowest": slowest, "peak": peak}


def many(number: int, seed: int, every: int = 1) -> dict[str, object]:
    """Run cases in several processes, each of which has a limit of memory."""
    share = -(-number // (os.cpu_count() or 1))
    ranges = [range(start, min(start + share, number)) for start in range(0, number, share)]
    command = [sys.executable, __file__, "--work", str(seed)]
    running = [
        subprocess.Popen([*command, str(part.start), str(part.stop), str(every)], stdout=subprocess.PIPE, text=True)
        for part in ranges
    ]
    dead = json.dumps({"counts": {"failed": 1}, "failures": ["a worker died"], "slowest": [0, ""], "peak": 0})
    parts = [json.loads(one.communicate()[0] or dead) for one in running]
    counts: dict[str, int] = {}
    for part in parts:
        for end, times in part["counts"].items():
            counts[end] = counts.get(end, 0) + times
    return {
        "counts": counts,
        "failures": [failure for part in parts for failure in part["failures"]],
        "slowest": max(tuple(part["slowest"]) for part in parts),
        "peak": max(part["peak"] for part in parts),
    }


GIANTS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "1 GB of commas": lambda header: (b"," * (1 << 20) for _ in range(1_000)),
    "a header, then 1 GB of commas": lambda header: _after(header, b"," * (1 << 20), 1_000),
    "a header, then 1 GB of rows of commas": lambda header: _after(header, (b"," * 1023 + b"\n") * 1024, 1_000),
    "a header, then 1 GB of line ends": lambda header: _after(header, b"\n" * (1 << 20), 1_000),
    "a header, then 1 GB of quotes": lambda header: _after(header, b'"' * (1 << 20), 1_000),
    "a header, then 1 GB of NUL": lambda header: _after(header, b"\0" * (1 << 20), 1_000),
    "a header, then a field of 1 GB": lambda header: _after(header, b"x" * (1 << 20), 1_000),
    "a header, then 2 GB": lambda header: _after(header, b"x,\n" * (1 << 20), 700),
}


def _after(header: bytes, piece: bytes, times: int) -> Iterator[bytes]:
    yield header
    for _ in range(times):
        yield piece


def giant(name: str) -> dict[str, object]:
    """Write a giant, load it and check its folder."""
    from expulsions import schema

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        shutil.copytree(schema.data_folder(), folder)
        cut_down(folder)
        path = folder / "expulsions.csv"
        header = path.read_bytes().split(b"\n", 1)[0] + b"\n"
        with path.open("wb") as file:
            for piece in GIANTS[name](header):
                file.write(piece)
        start = time.perf_counter()
        end = loaded(folder, "expulsions")
        seconds = time.perf_counter() - start
        end = end if end != "our error" else checked(folder, "expulsions")
    return {"end": end, "seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def giants() -> dict[str, dict[str, object]]:
    found = {}
    for name in GIANTS:
        command = [sys.executable, __file__, "--giant", name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        lines = (done.stdout.strip() or "{}").splitlines()
        found[name] = json.loads(lines[-1]) or {
            "end": (done.stderr.strip() or "died").splitlines()[-1],
            "seconds": 0,
            "peak": 0,
        }
        print(
            f"{name}: {found[name]['end']}, {found[name]['seconds']:.1f} s, {found[name]['peak']:.0f} MB at the peak",
            flush=True,
        )
    return found


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--work"]:
        # What the libraries map and never use counts in this limit too.
        resource.setrlimit(resource.RLIMIT_AS, ((MEGABYTES + 3_000) << 20, resource.RLIM_INFINITY))
        print(json.dumps(work(int(arguments[1]), range(int(arguments[2]), int(arguments[3])), int(arguments[4]))))
    elif arguments[:1] == ["--one"]:
        with tempfile.TemporaryDirectory() as place:
            print(*Trial(Path(place)).run(int(arguments[1]), int(arguments[2])), sep="\n")
    elif arguments[:1] == ["--giant"]:
        print(json.dumps(giant(arguments[1])))
    elif arguments[:1] == ["--giants"]:
        giants()
    else:
        number, seed, every = (int(value) for value in (*arguments, *("10000", "1", "1")[len(arguments) :]))
        result = many(number, seed, every)
        print(*result["failures"], sep="\n")
        seconds, name = result["slowest"]
        print(
            f"{number:,} files, each {every}th checked too: {result['counts']}; {result['peak']:.0f} MB at the peak;",
            end=" ",
        )
        print(f"slowest {seconds:.1f} s of CPU ({name}).")


if __name__ == "__main__":
    main()
