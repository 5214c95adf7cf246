"""How a bar is measured: ours and its peer in turns in one run, medians, and whether the bar is met.

Times are seconds of processor time (user and system), which a busy machine disturbs least; where several processes work
at once the clock on the wall counts.
"""

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Bar:
    """One bar: `ours` beside `peer` (None where there is none), and the most that `figure` may be."""

    what: str
    ours: float
    peer: float | None
    figure: float
    bar: float
    unit: str = "s"
    note: str = ""

    @property
    def met(self) -> bool:
        return self.figure <= self.bar


def say(bar: Bar) -> None:
    """Print a bar for `run.py` to read and for a person."""
    print("BAR " + json.dumps(asdict(bar), ensure_ascii=False), flush=True)


def processor_time(work: Work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def wall_time(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def children_time(command: list[str]) -> float:
    """Processor time of a command, its interpreter included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turns(ours: Callable[[], float], peer: Callable[[], float], runs: int) -> tuple[float, float, float]:
    """The medians of ours and of the peer, and of the ratios of each pair; one run of both before goes uncounted."""
    ours(), peer()
    pairs = [(ours(), peer()) for _ in range(runs)]
    first, second = (statistics.median(side) for side in zip(*pairs, strict=True))
    return first, second, statistics.median(one / other for one, other in pairs)


def peak_memory(code: str) -> float:
    """The most memory (MB) that a fresh process holds which runs this code."""
    # The peak that getrusage tells is the parent's where that was larger; this one is the process's own.
    ending = "\nprint(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    done = subprocess.run([sys.executable, "-c", code + ending], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1]) / 1024


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """The b of seconds ≈ a · size^b that fits best."""
    x, y = [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    mean_x, mean_y = statistics.mean(x), statistics.mean(y)
    above = sum((one - mean_x) * (other - mean_y) for one, other in zip(x, y, strict=True))
    return above / sum((one - mean_x) ** 2 for one in x)


def machine() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{os.cpu_count()} × {models[0] if models else 'processor'}, {memory:.0f} GB"
