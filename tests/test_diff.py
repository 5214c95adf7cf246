"""Two versions in words: what changed, why, and which figures move; nothing more."""

import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from expulsions import data
from expulsions.data import Record
from expulsions.desk.diff import diff, in_words
from expulsions.desk.versions import load_version
from expulsions.errors import ExpulsionsError, UnknownValue


@pytest.fixture
def record(events, citations, episodes) -> Record:
    """The invented record with the shipped actors."""
    shipped = data.load()
    whole = data.with_independent_sources(events, citations)
    return Record(whole, citations, episodes, shipped.actors, shipped.tallies.head(0), shipped.changes.head(0))


def changed(record: Record, id: str, **cells: object) -> Record:
    events = record.expulsions.copy()
    for column, value in cells.items():
        events.loc[events["id"] == id, column] = value
    return replace(record, expulsions=events)


def logged(record: Record, id: str, column: str, old: str, new: str, why: str) -> Record:
    row = ["2026-01-02", "expulsions", id, column, old, new, why]
    return replace(record, changes=pd.DataFrame([row], columns=record.changes.columns, dtype="str"))


def test_a_correction_with_its_reason_and_the_figures_that_move(record):
    new = changed(record, "2001-04-02-swe-rus", count=6)
    new = logged(new, "2001-04-02-swe-rus", "count", "5", "6", "Stockholm named the sixth.")
    assert in_words(record, new) == [
        "Sweden against Russia, 2 April 2001: count 5 → 6, because: Stockholm named the sixth (2001-04-02-swe-rus)",
        "Headline figures that move:",
        "  The whole record: 12 (11–13) people in 6 decisions → 13 (11–13) people in 6 decisions",
        "  The harbour affair (harbour-2001), against Russia: 9 (8–10) people in 4 decisions by three authorities → "
        "10 (8–10) people in 4 decisions by three authorities",
        "  The year 2001: 11 (10–12) people in 5 decisions → 12 (10–12) people in 5 decisions",
        "  By Sweden: 5 (4–6) people in 1 decision → 6 (4–6) people in 1 decision",
        "  Against Russia: 10 (9–11) people in 5 decisions → 11 (9–11) people in 5 decisions",
    ]


def test_the_table_of_what_differs(record):
    new = changed(record, "2001-03-05-dnk-rus", count=4, who="four")
    new = logged(new, "2001-03-05-dnk-rus", "who", "a plain case", "four", "Counted anew.")
    assert diff(record, new).to_numpy().tolist() == [
        ["expulsions", "2001-03-05-dnk-rus", "count", "3", "4", ""],
        ["expulsions", "2001-03-05-dnk-rus", "who", "a plain case", "four", "Counted anew."],
    ]


def test_a_new_and_a_gone_decision(record):
    old = replace(record, expulsions=record.expulsions.query("id != '2003-05-06-fin-rus'"))
    new = replace(record, expulsions=record.expulsions.query("id != '2001-03-19-nor-rus'"))
    assert in_words(old, new, figures=False) == [
        "New: Finland expels a Russian official, 6 May 2003, one independent source (2003-05-06-fin-rus)",
        "Gone: Norway expels Russian officials, 19 March 2001, one independent source (2001-03-19-nor-rus)",
    ]
    assert "  By Norway: no figure in 1 decision → –" in in_words(old, new)


def test_sources_and_affairs(record):
    citations = record.citations.query("url != 'https://example.org/2'").copy()
    citations.loc[citations["url"] == "https://example.org/1", "title"] = "Three ordered out"
    episodes = record.episodes.assign(title="The harbour")
    assert in_words(record, replace(record, citations=citations, episodes=episodes), figures=False) == [
        "Source taken from 2001-03-05-dnk-rus: https://example.org/2",
        "Source of 2001-03-05-dnk-rus, https://example.org/1: title Three told to go → Three ordered out",
        "episodes: harbour-2001: title The harbour affair → The harbour",
    ]


def test_a_range_that_moves_with_its_figure_is_said_once(record):
    new = changed(record, "2001-03-05-dnk-rus", count=4, count_low=4, count_high=4)
    assert in_words(record, new)[0] == "Denmark against Russia, 5 March 2001: count 3 → 4 (2001-03-05-dnk-rus)"


def test_the_same_is_the_same(record):
    assert in_words(record, record) == ["The two versions are the same."]
    note = changed(record, "2001-03-05-dnk-rus", note="A note.")
    assert in_words(record, note) == [
        "Denmark against Russia, 5 March 2001: note empty → A note. (2001-03-05-dnk-rus)",
        "No headline figure moves.",
    ]


def test_a_row_that_stands_twice_is_named(record):
    twice = replace(record, expulsions=pd.concat([record.expulsions, record.expulsions.head(1)], ignore_index=True))
    with pytest.raises(UnknownValue, match="two rows called '2001-03-05-dnk-rus'"):
        diff(record, twice)


def test_diff_leaves_its_input_alone(record):
    before = record.expulsions.copy(deep=True)
    in_words(record, changed(record, "2001-03-05-dnk-rus", count=4))
    pd.testing.assert_frame_equal(record.expulsions, before)


def test_a_version_is_a_folder_a_zip_or_a_revision(tmp_path, monkeypatch):
    from expulsions.formats.export import export

    shipped = data.load()
    package = export(shipped, tmp_path / "a.zip")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "data")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "First"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    for name in ("data", "a.zip", "HEAD"):
        pd.testing.assert_frame_equal(load_version(name).expulsions, shipped.expulsions)


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "HEAD:data", ""])
def test_what_is_no_version(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if name == "":
        Path("x.zip").write_text("no zip")
        with pytest.raises(ExpulsionsError, match=r"x.zip is neither a folder of tables nor a zip of them"):
            load_version("x.zip")
        return
    with pytest.raises(ExpulsionsError, match=r"is neither a folder, a .zip nor a git revision"):
        load_version(name)
