"""What it takes to lose a curator's work: `add` and `correct` killed, on a full disk, in a read-only folder, at once.

Run: python benchmarks/survive.py [--kills 300] [--pairs 100]. Prints a line of figures for each trial and ends with
status 1 where one of them went wrong. Linux only.
"""

import argparse
import errno
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
from pathlib import Path

from expulsions import cli, data, schema
from expulsions.check import check
from expulsions.editing import edit
from expulsions.editing.entries import entries
from expulsions.editing.rowedits import with_correction
from expulsions.files import tableset
from expulsions.files.tablerows import cells_of, split_rows

TABLES = [f"{table}.csv" for table in schema.tables()]
# Forty decisions of the shipped record: enough to be real, few enough to be checked hundreds of times.
SIZE = 40


def start(arguments: list[str], output: Path | None = None) -> int:
    """The command in a process of its own, which a fork of this one saves the imports; its process id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        target = os.open(output or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(target, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.argv = ["expulsions", *arguments]
        cli.main()
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(int(end.code or 0))
    finally:
        os._exit(70)


def status_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def small_record(folder: Path) -> None:
    """The first decisions of the shipped record without links to others, with their citations; no tallies."""
    shipped = schema.data_folder()
    for name in TABLES:
        shutil.copy(shipped / name, folder / name)
    for name in ("tallies.csv", "changes.csv"):
        header = (shipped / name).read_bytes().split(b"\n", 1)[0]
        (folder / name).write_bytes(header + b"\n")
    events = data.load_expulsions(shipped)
    alone = events[(events["responds_to"].map(len) == 0) & (events["part_of"] == "")]
    kept = set(alone["id"].head(SIZE))
    for name in ("expulsions.csv", "citations.csv"):
        rows = split_rows((shipped / name).read_bytes())
        (folder / name).write_bytes(b"".join([rows[0], *(row for row in rows[1:] if cells_of(row)[0] in kept)]))
    problems = {str(problem) for problem in check(folder)}
    assert not problems, problems


def decision(number: int) -> dict[str, object]:
    """A decision that no other is like: a day of its own in 2030 and later."""
    day = f"{2030 + number // 90}-{1 + number % 90 // 9:02}-{1 + 3 * (number % 9):02}"
    citation = {
        "url": f"https://example.org/{number}",
        "publisher": "The Harbour Post",
        "title": "Three told to go",
        "language": "en",
        "count_reported": 3,
    }
    return {
        "announced": day,
        "expelling": "BEL",
        "expelled": "RUS",
        "count": 3,
        "who": "embassy staff",
        "post": "embassy",
        "measure": "expelled",
        "grounds": "espionage",
        "status": "confirmed",
        "citations": [citation],
    }


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def restore(folder: Path, tables: dict[str, bytes]) -> None:
    for path in folder.glob(".*"):
        path.unlink()
    for name, cells in tables.items():
        (folder / name).write_bytes(cells)


def killed(folder: Path, scratch: Path, number: int, chance: random.Random, length: float, writing: float) -> str:
    """Start `add` or `correct`, kill it at a random moment; say whether the tables are old, new or broken.

    Half of the moments lie anywhere in the run, half in the few milliseconds in which it writes, or just after.
    """
    old = content(folder)
    if number % 2:
        file = scratch / "new.json"
        file.write_text(json.dumps(decision(number)))
        arguments = ["add", "--from", str(file)]
        new = {**old, **edit.with_entries(old, entries([decision(number)]))}
    else:
        id = data.load_expulsions(folder)["id"].iloc[number % SIZE]
        values, why = {"who": f"staff, as of {number}"}, f"Trial {number}."
        arguments = ["correct", id, "--set", f"who={values['who']}", "--why", why]
        new = {**old, **with_correction(old, "expulsions", id, values, why, None)}
    child = start([*arguments, "--data", str(folder)])
    if number % 4 < 2:
        time.sleep(chance.uniform(0, length * 1.1))
    else:
        late = time.monotonic() + 60
        while not any(folder.glob(".*.new")) and content(folder) == old and time.monotonic() < late:
            time.sleep(0.0002)
        time.sleep(chance.uniform(0, 1.5 * writing))
    os.kill(child, signal.SIGKILL)
    status_of(child)
    left = [path.name for path in folder.glob(".*")]
    data.load(folder)
    with tableset.writing(folder):
        found = content(folder)
    if found not in (old, dict(new)) or any(folder.glob(".*")) or check(folder):
        return "broken"
    state = "new" if found == dict(new) else "old"
    if tableset.JOURNAL in left:
        state += ", finished by the next reader"
    return state


def kills(number: int) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder, scratch = Path(place, "data"), Path(place, "scratch")
        folder.mkdir()
        scratch.mkdir()
        small_record(folder)
        original = content(folder)
        file = scratch / "new.json"
        file.write_text(json.dumps(decision(0)))
        begun = time.monotonic()
        assert status_of(start(["add", "--from", str(file), "--data", str(folder)])) == 0
        length = time.monotonic() - begun
        restore(folder, original)
        change = edit.plan_addition(entries([decision(0)]), folder)
        begun = time.monotonic()
        edit.write(change)
        writing = time.monotonic() - begun
        restore(folder, original)
        chance, seen = random.Random(8), {}
        for trial in range(number):
            state = killed(folder, scratch, trial, chance, length, writing)
            seen[state] = seen.get(state, 0) + 1
            restore(folder, original)
    print(f"killed at {number} random moments: {', '.join(f'{many} {state}' for state, many in sorted(seen.items()))}")
    return "broken" not in seen


def pairs(number: int) -> bool:
    """Two commands at once, again and again on the same tables: both decisions are there each time."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "data")
        folder.mkdir()
        small_record(folder)
        waited, wrong = 0, 0
        for trial in range(number):
            files = []
            for half in (0, 1):
                files.append(Path(place, f"{half}.json"))
                files[half].write_text(json.dumps(decision(2 * trial + half)))

            logs = [file.with_suffix(".log") for file in files]
            children = [
                start(["add", "--from", str(file), "--data", str(folder)], log)
                for file, log in zip(files, logs, strict=True)
            ]
            statuses = [status_of(child) for child in children]
            said = "".join(log.read_text() for log in logs)
            waited += "waiting" in said or "came first" in said
            wrong += sum(status != 0 for status in statuses)
        added = int((data.load_expulsions(folder)["announced"] >= "2030").sum())
        clean = not check(folder)
    print(
        f"two at once, {number} times: {added} of {2 * number} decisions there, {wrong} commands failed, "
        f"in {waited} one had to wait or think again; check {'clean' if clean else 'NOT CLEAN'}"
    )
    return added == 2 * number and not wrong and clean


def in_child(folder: Path, change: edit.Change, prepare) -> int:
    """Write the change in a process of its own; the number of the system's error, 0 for none."""
    child = os.fork()
    if child == 0:
        prepare()
        try:
            edit.write(change)
        except OSError as error:
            os._exit(error.errno or 255)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def full_disk() -> bool:
    """A disk that is full after so many bytes, from the first of the new tables to the last."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "data")
        folder.mkdir()
        mounted = not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)], capture_output=True
        ).returncode
        small_record(folder)
        old = content(folder)
        change = edit.plan_addition(entries([decision(0)]), folder)
        kept, refused = 0, 0
        room = sum(map(len, change.files.values()))
        trials = 60
        for trial in range(trials):
            if mounted:
                stuffing = Path(folder, "stuffing")
                free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
                stuffing.write_bytes(b"x" * max(0, free - 2 * room * trial // trials))
                status = in_child(folder, change, lambda: None)
                stuffing.unlink()
            else:
                limit = 2 * max(map(len, change.files.values())) * trial // trials
                status = in_child(
                    folder, change, lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                )
            found = content(folder)
            refused += status in (errno.ENOSPC, errno.EFBIG)
            kept += found == (old if status else change.new) and not check(folder)
            restore(folder, old)
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
    how = "a full tmpfs" if mounted else "a limit on file size"
    print(f"disk full at {trials} points ({how}): {refused} times refused, {kept} times whole and check clean")
    return kept == trials and trials // 4 < refused < trials


def read_only() -> bool:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place, "data")
        folder.mkdir()
        small_record(folder)
        old = content(folder)
        change = edit.plan_addition(entries([decision(0)]), folder)
        folder.chmod(0o555)
        status = in_child(folder, change, lambda: os.geteuid() or os.setuid(65534))
        folder.chmod(0o755)
        whole = content(folder) == old and not any(folder.glob(".*"))
    print(f"read-only folder: {os.strerror(status)}; tables {'as they were' if whole else 'CHANGED'}")
    return status == errno.EACCES and whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--pairs", type=int, default=100)
    asked = parser.parse_args()
    results = [read_only(), full_disk()]
    results += [kills(asked.kills)] if asked.kills else []
    results += [pairs(asked.pairs)] if asked.pairs else []
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
