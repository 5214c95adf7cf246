"""How soon the command line answers, against `python -c "import pandas"` in the same run.

Run: python benchmarks/start_up.py [--runs 15]. Each command and its peer run in turn, so that what else the machine
does falls on both. Prints the ratio of the quickest runs, of time on the processor and on the clock, and its bar.
"""

import argparse
import resource
import subprocess
import sys
import time

PEER = [sys.executable, "-c", "import pandas"]
# Command → the most of the peer's time that it may take.
BARS = {
    ("--help",): 0.5,
    ("find", "--by", "Belgium", "--since", "2022"): 1.6,
    ("find", "--by", "Belgien"): 1.6,
    ("find", "Antwerp"): 1.6,
    ("show", "2022-03-29-bel-rus"): 1.6,
}


def seconds(command: list[str]) -> tuple[float, float]:
    """Time on the processor and on the clock."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    passed = True
    for arguments, bar in BARS.items():
        command = [sys.executable, "-m", "expulsions", *arguments]
        pairs = [(seconds(command), seconds(PEER)) for _ in range(runs)]
        processor, clock = (min(own[at] for own, _ in pairs) / min(peer[at] for _, peer in pairs) for at in (0, 1))
        passed &= processor <= bar
        print(f"expulsions {' '.join(arguments)}: {processor:.2f} (clock {clock:.2f}) of import pandas; bar {bar}")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
