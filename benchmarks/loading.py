"""`load_expulsions` beside bare `pandas.read_csv` of the same file with its dates parsed, at 1, 100 and 1,000 times.

The bar is about the clock on the wall: ours reads with all processors, the peer with one.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from bars import Bar, Work, exponent, in_turns, peak_memory, processor_time, say, wall_time
from grown import grow

from expulsions import load_expulsions, schema

RUNS = {1: 101, 100: 9, 1_000: 5}
PEER = "pd.read_csv({path!r}, parse_dates=['announced'], date_format='ISO8601')"


def compared(path: Path, time: Callable[[Work], float], runs: int) -> tuple[float, float, float]:
    return in_turns(
        lambda: time(lambda: load_expulsions(path)),
        lambda: time(lambda: pd.read_csv(path, parse_dates=["announced"], date_format="ISO8601")),
        runs,
    )


def main() -> None:
    seconds = {}
    with tempfile.TemporaryDirectory() as place:
        for times, runs in RUNS.items():
            path = schema.data_folder() / "expulsions.csv"
            if times > 1:
                path = grow(Path(place) / str(times), times, ("expulsions",)) / "expulsions.csv"
            ours, peer, ratio = compared(path, wall_time, runs)
            seconds[times] = ours
            on_processor = compared(path, processor_time, runs)[2]
            note = f"in processor time, of all processors together, {on_processor:.2f}"
            say(Bar(f"load_expulsions / pandas.read_csv with dates, {times:,} ×", ours, peer, ratio, 2.0, "s", note))
        both = "import pandas as pd, pyarrow, pyarrow.csv, expulsions\n"
        with_ours = peak_memory(both + f"frame = expulsions.load_expulsions({str(path)!r})")
        with_peer = peak_memory(both + "frame = " + PEER.format(path=str(path)))
        say(Bar("memory at the peak of load, 1,000 ×", with_ours, with_peer, with_ours / with_peer, 2.0, unit="MB"))
    sizes = [100, 1_000]
    steep = exponent(sizes, [seconds[size] for size in sizes])
    say(Bar("growth of load from 100 × to 1,000 × (exponent)", steep, None, steep, 1.15, unit=""))


if __name__ == "__main__":
    sys.exit(main())
