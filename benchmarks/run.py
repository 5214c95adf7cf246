"""Run every benchmark and write what was measured into RESULTS.md beside them.

Usage: python benchmarks/run.py [NAME …]       run all, or those named
       python benchmarks/run.py --summary      print the figures of the last runs, as the README quotes them

A benchmark prints a line for each bar (`bars.say`); what else it prints is quoted below the table. With names only
those are run, and the others keep what the last run wrote into results.json.
"""

import datetime
import importlib.metadata
import json
import platform
import subprocess
import sys
import time
from pathlib import Path

from bars import Bar, machine

HERE = Path(__file__).parent
# In the order in which RESULTS.md has them, each with its arguments; what takes hours says so and is run by name.
BENCHMARKS: dict[str, list[str]] = {
    "imports": [],
    "loading": [],
    "checking": ["1", "10", "100"],
    "analysis": [],
    "building": [],
    "pages": [],
    "fuzz": ["10000", "1", "10"],
    "fuzz_commands": [],
    "survive": [],
    "start_up": [],
}
BY_NAME: dict[str, list[str]] = {"silent_changes": []}
PACKAGES = ("pandas", "numpy", "pyarrow", "plotly", "frictionless", "nbconvert", "playwright")


def run(name: str, arguments: list[str]) -> dict[str, object]:
    """The bars that a benchmark says, what else it prints, how it ended, and when."""
    print(f"{name} …", flush=True)
    start = time.perf_counter()
    command = [sys.executable, str(HERE / f"{name}.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
    lines = done.stdout.splitlines()
    bars = [json.loads(line.removeprefix("BAR ")) for line in lines if line.startswith("BAR ")]
    said = "\n".join(line for line in lines if not line.startswith("BAR ")).strip()
    if done.returncode:
        said += f"\nended with {done.returncode}: {(done.stderr.strip() or '-').splitlines()[-1]}"
    seconds = time.perf_counter() - start
    when = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M")
    return {"bars": bars, "said": said.strip(), "seconds": seconds, "when": when}


def written(results: dict[str, dict[str, object]]) -> str:
    """RESULTS.md."""
    versions = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    lines = [
        "# What was measured",
        "",
        "Written by `make bench`; change the benchmarks, not this page.",
        "",
        f"Machine: {machine()}, {platform.system()}. Python {platform.python_version()}, {versions}.",
        "Times are medians in seconds of processor time, ours and the peer's in turns in the same run; a ratio is the",
        "median of the ratios of these pairs.",
    ]
    for name, result in results.items():
        lines += ["", f"## {name}", "", _purpose(name), ""]
        bars = [Bar(**one) for one in result["bars"]]
        if bars:
            lines += ["| what | ours | peer | figure | bar | |", "| --- | ---: | ---: | ---: | ---: | --- |"]
            lines += [_row(bar) for bar in bars]
        lines += [f"\n{bar.what}: {bar.note}." for bar in bars if bar.note]
        if result["said"]:
            lines += ["", "```", str(result["said"]), "```"]
        note = HERE / "notes" / f"{name}.md"
        if note.exists():
            lines += ["", note.read_text(encoding="utf-8").strip()]
        lines += ["", f"Run on {result['when']} UTC, {result['seconds']:.0f} s."]
    return "\n".join(lines) + "\n"


def summary(results: dict[str, dict[str, object]]) -> str:
    """A line for each bar of the last runs, and what those without bars said last."""
    lines = []
    for result in results.values():
        bars = [Bar(**one) for one in result["bars"]]
        lines += [f"{bar.what:72} {bar.figure:9,.2f} of {bar.bar:6,.2f}{'' if bar.met else '  missed'}" for bar in bars]
        if not bars and result["said"]:
            lines.append(str(result["said"]).splitlines()[-1])
    return "\n".join(lines)


def _row(bar: Bar) -> str:
    def shown(value: float | None) -> str:
        return "" if value is None else f"{value:.2g} {bar.unit}" if value < 1 else f"{value:,.2f} {bar.unit}".strip()

    verdict = "met" if bar.met else "**missed**"
    return f"| {bar.what} | {shown(bar.ours)} | {shown(bar.peer)} | {bar.figure:,.2f} | {bar.bar:,.2f} | {verdict} |"


def _purpose(name: str) -> str:
    return (HERE / f"{name}.py").read_text(encoding="utf-8").split('"""')[1].split("\n\n")[0].replace("\n", " ")


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def main() -> None:
    kept = HERE / "results.json"
    results = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if sys.argv[1:] == ["--summary"]:
        print(summary(results))
        return
    every = BENCHMARKS | BY_NAME
    for name in sys.argv[1:] or BENCHMARKS:
        if name not in every:
            sys.exit(f"{name!r} is not one of: {', '.join(every)}.")
        if (HERE / f"{name}.py").exists():
            results[name] = run(name, every[name])
            ordered = {one: results[one] for one in every if one in results}
            kept.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            (HERE / "RESULTS.md").write_text(written(ordered), encoding="utf-8")


if __name__ == "__main__":
    main()
