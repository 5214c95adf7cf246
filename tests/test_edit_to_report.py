"""A decision's way from a file into the report: its page, its actor's, the data table, the stories' figures."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from expulsions import data
from expulsions.analysis import summary
from expulsions.files.cells import text_cells
from expulsions.files.tablerows import cells_of, split_rows
from expulsions.headlines import headline

ROOT = Path(__file__).parents[1]
STORY = "01-spring-2022.ipynb"


def a_real_case(record: data.Record) -> str:
    """A decision of spring 2022 against Russia, of five or more people, that no other row depends on."""
    events = record.expulsions
    named = set(events["part_of"]) | {id for given in events["responds_to"] for id in given}
    fits = events[
        (events["episode"] == "ukraine-invasion-2022")
        & (events["expelled"] == "RUS")
        & (events["count"] >= 5)
        & events["announced"].between("2022-03-24", "2022-04-30")
        & ~events["expelling"].isin(["POL", "BEL", "NLD", "IRL"])
        & ~events["id"].isin(named)
    ]
    return str(fits["id"].iloc[0])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project, since an editable install reads the tables of its own checkout."""
    for name in ("src", "data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "story").mkdir()
    (tmp_path / "notebooks" / STORY).rename(tmp_path / "story" / STORY)
    return tmp_path


def run(checkout: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-m", "expulsions", *arguments]
    done = subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_real_decision_from_a_file_to_the_report(checkout):
    tables = {name: (checkout / "data" / name).read_bytes() for name in ("expulsions.csv", "citations.csv")}
    record = data.load(checkout / "data")
    id = a_real_case(record)
    row = record.expulsions[record.expulsions["id"] == id]
    decision = text_cells("expulsions", row).iloc[0].to_dict()
    cited = record.citations[record.citations["expulsion"] == id]
    citations = text_cells("citations", cited).drop(columns="expulsion").to_dict("records")
    for name, content in tables.items():
        header, *rows = split_rows(content)
        kept = [one for one in rows if cells_of(one)[0] != id]
        (checkout / "data" / name).write_bytes(b"".join([header, *kept]))
    shutil.copytree(checkout / "data", checkout / "before")
    (checkout / "case.json").write_text(json.dumps([{**decision, "citations": citations}], ensure_ascii=False))
    report = ("report", "--notebooks", "story", "--output", "report", "--no-pictures")
    run(checkout, *report)
    page = checkout / "report" / "expulsions" / f"{id}.html"
    story = checkout / "report" / "stories" / "spring-2022.html"
    assert not page.exists()
    told_before = story.read_text(encoding="utf-8")

    added = run(checkout, "add", "--from", "case.json")

    title = headline(row.astype(object).iloc[0].to_dict())
    assert added.startswith(f"New: {title}")
    for name, content in tables.items():
        assert (checkout / "data" / name).read_bytes() == content, "out and in again, the table is what it was"
    run(checkout, *report)
    assert title in page.read_text(encoding="utf-8")
    actor = decision["expelling"]
    assert f"expulsions/{id}.html" in (checkout / "report" / "actors" / f"{actor}.html").read_text(encoding="utf-8")
    assert id in _all_text(checkout / "report", "data")
    assert story.read_text(encoding="utf-8") != told_before
    compared = run(checkout, "diff", "before", "data")
    assert compared.startswith(f"New: {title}")
    whole = [int(summary(one.expulsions)["people"].iloc[0]) for one in (data.load(checkout / "before"), record)]
    assert f"  The whole record: {whole[0]:,}" in compared
    assert f"→ {whole[1]:,}" in compared


def _all_text(report: Path, name: str) -> str:
    """The data page and the files that it reads its rows from."""
    files = [report / f"{name}.html", *report.glob(f"assets/*{name}*")]
    return "".join(path.read_text(encoding="utf-8") for path in files if path.exists())
