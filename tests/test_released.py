"""No released cell changes in silence."""

import shutil
from pathlib import Path

import pytest

from expulsions import schema
from expulsions.fingerprint import fingerprint, unlogged

RELEASED = Path(__file__).with_name("released.csv")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    shutil.copytree(schema.data_folder(), tmp_path / "data")
    return tmp_path / "data"


def edit(record: Path, table: str, old: str, new: str) -> None:
    path = record / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_every_change_since_the_release_is_logged():
    assert [str(problem) for problem in unlogged(RELEASED)] == []


def test_a_changed_cell_is_named(record):
    edit(record, "expulsions", ",BEL,RUS,21,21,21,", ",BEL,RUS,22,21,22,")
    message = "'22' is not what was released; log the change in changes.csv."
    found = [(problem.id, problem.column, problem.message) for problem in unlogged(RELEASED, record)]
    assert found == [("2022-03-29-bel-rus", column, message) for column in ("count", "count_high")]


def test_a_logged_change_is_no_problem(record):
    edit(record, "expulsions", ",BEL,RUS,21,21,21,", ",BEL,RUS,21,21,22,")
    log = record / "changes.csv"
    line = "2027-01-15,expulsions,2022-03-29-bel-rus,count_high,21,22,A ministry said 22.\n"
    log.write_text(log.read_text() + line, newline="")
    assert unlogged(RELEASED, record) == []


def test_a_log_of_another_value_does_not_cover_it(record):
    edit(record, "expulsions", ",BEL,RUS,21,21,21,", ",BEL,RUS,21,21,23,")
    log = record / "changes.csv"
    line = "2027-01-15,expulsions,2022-03-29-bel-rus,count_high,21,22,A ministry said 22.\n"
    log.write_text(log.read_text() + line, newline="")
    assert len(unlogged(RELEASED, record)) == 1


def test_a_lost_row_is_named(record):
    path = record / "expulsions.csv"
    kept = [line for line in path.read_text().splitlines(keepends=True) if not line.startswith("2022-03-29-irl-rus,")]
    path.write_text("".join(kept), newline="")
    message = "was released and is gone; put it back, or log in changes.csv why it went."
    assert [str(problem) for problem in unlogged(RELEASED, record)] == [
        f"expulsions.csv (2022-03-29-irl-rus): {message}"
    ]


def test_a_new_row_is_no_change(record):
    path = record / "episodes.csv"
    path.write_text(path.read_text() + "new-2027,A new affair,2027-01-01,It began.\n", newline="")
    assert unlogged(RELEASED, record) == []


def test_the_fingerprint_is_stable():
    assert fingerprint() == fingerprint()
