"""All of the analysis on 1,000 times the record, and how replies and waves grow."""

import math
import statistics
from collections.abc import Callable

import numpy as np
import pandas as pd
from bars import Bar, exponent, processor_time, say

import expulsions as ex

SIZES = [30, 100, 300, 1_000]


def copies(events: pd.DataFrame, times: int) -> pd.DataFrame:
    """The record many times over; the answers and parts of a copy point into the same copy."""
    number = pd.Series(np.repeat(np.arange(times), len(events)).astype(str), dtype="str")
    grown = pd.concat([events] * times, ignore_index=True)
    named = zip(grown["responds_to"], number.tolist(), strict=True)
    return grown.assign(
        id=grown["id"] + "/" + number,
        responds_to=[tuple(f"{target}/{copy}" for target in targets) for targets, copy in named],
        part_of=grown["part_of"].where(grown["part_of"] == "", grown["part_of"] + "/" + number),
    )


def questions(episodes: pd.DataFrame) -> dict[str, Callable[[pd.DataFrame], object]]:
    return {
        "summary": ex.summary,
        "by_year": ex.by_year,
        "by_decade": ex.by_decade,
        "by_actor": ex.by_actor,
        "by_actor, each year": lambda events: ex.by_actor(events, each="year"),
        "by_pair": ex.by_pair,
        "by_grounds": ex.by_grounds,
        "by_episode": lambda events: ex.by_episode(events, episodes),
        "cumulative": ex.cumulative,
        "coverage": ex.coverage,
        "largest_waves": lambda events: ex.largest_waves(events, episodes),
        "find_waves": ex.find_waves,
        "waves_and_episodes": ex.waves_and_episodes,
        "replies": ex.replies,
        "replies_by_pair": ex.replies_by_pair,
        "replies_by_episode": lambda events: ex.replies_by_episode(events, episodes),
        "unanswered": ex.unanswered,
    }


def main() -> None:
    record = ex.load()
    asked = questions(record.episodes)
    grown = copies(record.expulsions, SIZES[-1])
    runs = {name: [] for name in asked}
    for _ in range(5):
        for name, question in asked.items():
            runs[name].append(processor_time(lambda question=question: question(grown)))
    medians = {name: statistics.median(seconds) for name, seconds in runs.items()}
    each = ", ".join(f"{name} {seconds:.2f}" for name, seconds in medians.items())
    total = sum(medians.values())
    say(Bar(f"all of analysis, 1,000 × ({len(grown):,} decisions)", total, None, total, 5.0, note=each))
    frames = {size: copies(record.expulsions, size) for size in SIZES}
    # What n log n itself would fit on these sizes; a tenth is the noise of the clock.
    rows = [len(frame) for frame in frames.values()]
    most = exponent(rows, [size * math.log(size) for size in rows]) + 0.1
    for name in ("replies", "find_waves", "largest_waves"):
        seconds = [
            min(processor_time(lambda frame=frame, name=name: asked[name](frame)) for _ in range(3))
            for frame in frames.values()
        ]
        steep = exponent(rows, seconds)
        at = ", ".join(f"{size:,} × {one:.3f} s" for size, one in zip(SIZES, seconds, strict=True))
        say(Bar(f"growth of {name} (exponent; n log n would be {most - 0.1:.2f})", steep, None, steep, most, "", at))


if __name__ == "__main__":
    main()
