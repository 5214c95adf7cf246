"""`check` beside frictionless alone on the same folder with the same codebook.

Usage: python benchmarks/checking.py [TIMES …]

Without more said at 1, 10 and 100 times; 1,000 times take a quarter of an hour. A copy of a decision is of the same
pair on the same day, so that the check has to word a problem for most copies, which frictionless does not.
"""

import sys
import tempfile
from pathlib import Path

import frictionless
from bars import Bar, exponent, in_turns, processor_time, say
from grown import grow

import expulsions
from expulsions import schema

RUNS = {1: 9, 10: 5, 100: 1, 1_000: 1}


def frictionless_alone(folder: Path) -> object:
    tables = [{**schema.resource(table), "encoding": "utf-8"} for table in schema.tables()]
    package = frictionless.Package.from_descriptor({"name": "expulsions", "resources": tables}, basepath=str(folder))
    return package.validate(parallel=False, limit_errors=10_000)


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or [1, 10, 100]
    seconds = []
    with tempfile.TemporaryDirectory() as place:
        for times in sizes:
            folder = grow(Path(place) / str(times), times)
            ours, peer, ratio = in_turns(
                lambda folder=folder: processor_time(lambda: expulsions.check(folder)),
                lambda folder=folder: processor_time(lambda: frictionless_alone(folder)),
                RUNS.get(times, 3),
            )
            seconds.append(ours)
            say(Bar(f"check / frictionless alone, {times:,} ×", ours, peer, ratio, 1.5))
    if len(sizes) > 1:
        steep = exponent(sizes[-2:], seconds[-2:])
        say(Bar(f"growth of check from {sizes[-2]} × to {sizes[-1]} × (exponent)", steep, None, steep, 1.15, unit=""))


if __name__ == "__main__":
    main()
