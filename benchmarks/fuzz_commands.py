"""Odd arguments for every command, and broken files for `add --from`: each must end in words, never in a traceback.

Usage: python benchmarks/fuzz_commands.py [NUMBER] [SEED]      NUMBER command lines, and as many files
       python benchmarks/fuzz_commands.py --one SEED NUMBER    one command line and one file again, with what they say

Commands that change the record only say what they would change, in a copy cut down to some forty decisions.
"""

import contextlib
import io
import json
import os
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

import fuzz

from expulsions import schema
from expulsions.errors import ExpulsionsError

COMMANDS = ("find", "show", "stats", "chart", "export", "add", "correct", "diff", "check", "reconcile", "codebook")
CHANGING = ("add", "correct")
OPTIONS = (
    *("--by", "--against", "--about", "--since", "--until", "--episode", "--grounds", "--measure", "--status", "--min"),
    *("--limit", "--format", "--output", "-o", "--words", "--bom", "--set", "--why", "--source", "--table", "--from"),
    *("--no-figures", "--figures", "--help", "--", "-", "-x", "--by=", "--format=json", "--data"),
)
VALUES = (
    *("Belgium", "RUS", "EU members", "Belgum", "2022", "2022-02-30", "2022-03-29", "9999", "-1", "0", "1e9", "json"),
    *("2018-03-26-deu-rus", "skripal", "skripal-2018", "count=5", "count=", "=", "count", "id=x", "note==1+1", "csv"),
    *(
        "x.csv",
        "x.xlsx",
        "x.parquet",
        "x.sqlite",
        "x.zip",
        "x.svgz",
        "/",
        ".",
        "..",
        "/dev/null",
        "/dev/zero",
        "/proc/1",
    ),
    *(
        "HEAD",
        "HEAD~1",
        "-p",
        "--upload-pack=x",
        "ranked_bars",
        "nothing",
        "",
        " ",
        "é",
        "e\u0301",
        "\u202e",
        "\udcff",
        "a\nb",
    ),
    *("[bold]", "[/]", "{}", "%s", "$(id)", "x" * 9_999, "(" * 500, ".*", "\\", "\x1b[31m", "=cmd", "data", "missing"),
)


def command_line(chance: random.Random) -> list[str]:
    """A command with options and values that fit, or not."""
    command = chance.choice([*COMMANDS, *COMMANDS, *COMMANDS, chance.choice(VALUES)])
    words = [chance.choice([*OPTIONS, *VALUES, *VALUES]) for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 5, 8]))]
    guard = ["--dry-run"] if command in CHANGING else []
    return [command, *guard, *words]


def entry_file(chance: random.Random, folder: Path) -> tuple[str, Path]:
    """A file of a decision to add, broken by one or two mutations."""
    decision = {"announced": "2019-04-09", "expelling": "Belgium", "expelled": "Russia", "count": 1, "who": "staff"}
    decision |= {"post": "embassy", "measure": "expelled", "grounds": "protest", "status": "confirmed"}
    citation = {"url": "https://example.org/1", "publisher": "The Post", "title": "One", "language": "en"}
    citation |= {"published": "2019-04-09", "count_reported": 1, "supports": "count"}
    if chance.random() < 0.5:
        cells = decision | citation
        content, ending = (",".join(cells) + "\n" + ",".join(map(str, cells.values())) + "\n").encode(), "csv"
    else:
        odd = chance.choice([*fuzz.CELLS, None, 1.5, -1, [], {}, True, [[]], {"a": None}, 10**30])
        described = decision | {"citations": [citation]}
        if chance.random() < 0.6:
            chance.choice([described, citation])[chance.choice([*decision, *citation, "citations"])] = odd
        content, ending = (
            json.dumps(chance.choice([described, [described] * 2, {"decisions": [described]}])).encode(),
            "json",
        )
    name = "as it is"
    if chance.random() < 0.6:
        name, content = fuzz.mutated(content, chance)
    path = folder / f"new.{ending}"
    path.write_bytes(content)
    return f"{ending}: {name}", path


def ended(arguments: list[str]) -> str:
    """How a command line ended: its exit status, or the fault of the program."""
    from expulsions.cli import app

    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), fuzz.at_most(fuzz.SECONDS):
            app(arguments, prog_name="expulsions")
    except SystemExit as end:
        code = 0 if end.code is None else end.code
        return f"status {code}" if code in (0, 1, 2) else f"a fault: status {code}"
    except (ExpulsionsError, OSError) as error:
        # The command line says these in its own words and ends with 2.
        return "status 2" if str(error) and not isinstance(error, TimeoutError) else f"a fault: {error!r}"
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"a fault: {type(error).__name__}: {str(error)[:150]} ({Path(last.filename).name} line {last.lineno})"
    return "status 0"


@contextlib.contextmanager
def in_a_copy():
    """Run in an empty folder; the record that commands take without --data is a copy cut down."""
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place), open(os.devnull, encoding="utf-8") as nothing:
        trial = fuzz.Trial(Path(place))
        schema.data_folder = lambda: trial.few
        sys.stdin = nothing
        (Path(place) / "data").symlink_to(trial.few)
        yield trial


def case(seed: int, number: int) -> list[tuple[list[str], str, str]]:
    """A command line and a file: what was run, its name, how it ended."""
    chance = random.Random(f"{seed}-{number}")
    words = command_line(chance)
    name, path = entry_file(chance, Path.cwd())
    adding = ["add", "--dry-run", "--from", str(path)]
    return [(words, "arguments", ended(words)), (adding, f"add --from {name}", ended(adding))]


def main() -> None:
    arguments = sys.argv[1:]
    with in_a_copy():
        if arguments[:1] == ["--one"]:
            for words, name, end in case(int(arguments[1]), int(arguments[2])):
                print(name, [word[:80] for word in words], end, sep="\n")
            return
        number, seed = (int(value) for value in (*arguments, *("1000", "1")[len(arguments) :]))
        counts: dict[str, dict[str, int]] = {"arguments": {}, "files": {}}
        slowest = (0.0, "")
        for one in range(number):
            start = time.process_time()
            for words, name, end in case(seed, one):
                kind = counts["arguments" if name == "arguments" else "files"]
                if end.startswith("a fault"):
                    print(f"--one {seed} {one} {name}: {[word[:40] for word in words]}: {end}", flush=True)
                    end = "a fault"
                kind[end] = kind.get(end, 0) + 1
            slowest = max(slowest, (time.process_time() - start, f"--one {seed} {one}"))
    for kind, ends in counts.items():
        print(f"{number:,} {kind}: {dict(sorted(ends.items()))}.")
    print(f"The slowest pair took {slowest[0]:.1f} s of CPU ({slowest[1]}).")


if __name__ == "__main__":
    main()
