"""Adding and correcting: checked first, whole or not at all, every other row as it was, whatever comes between."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from expulsions import data, schema
from expulsions.check import check
from expulsions.desk.diff import in_words
from expulsions.editing import edit
from expulsions.editing.entries import entries, read_entries
from expulsions.errors import DataError, ExpulsionsError, UnknownValue
from expulsions.files import tableset
from expulsions.files.tablerows import cells_of, split_rows, with_row

TABLES = [f"{table}.csv" for table in schema.tables()]
NEW = {
    "announced": "2001-04-03",
    "expelling": "Finnland",
    "expelled": "Russia",
    "count": 7,
    "who": 'seven, "of the" harbour',
    "post": "embassy",
    "measure": "expelled",
    "grounds": ["espionage", "security"],
    "episode": "harbour-2001",
    "status": "confirmed",
    "citations": [
        {
            "url": "https://example.org/10",
            "publisher": "The Gulf Mail",
            "title": "Seven from Finland",
            "published": "2001-04-03",
            "language": "en",
            "count_reported": 7,
        }
    ],
}
ROW = (
    '2001-04-03-fin-rus,2001-04-03,FIN,RUS,7,7,7,"seven, ""of the"" harbour",embassy,expelled,espionage|security,'
    "harbour-2001,,,,confirmed,\n"
)


@pytest.fixture
def whole(folder: Path) -> Path:
    """The invented record as a sound folder of all tables."""
    shutil.copy(schema.data_folder() / "actors.csv", folder)
    for table in ("tallies", "changes"):
        (folder / f"{table}.csv").write_text(",".join(schema.columns(table)) + "\n")
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def test_the_invented_record_is_sound(whole):
    assert check(whole) == []


def test_a_decision_is_added_and_every_other_row_stays(whole):
    before = bytes_of(whole)
    edit.add(entries([NEW]), whole)
    after = bytes_of(whole)
    rows = split_rows(before["expulsions.csv"])
    at = next(at for at, row in enumerate(rows) if row.startswith(b"2003-05-06-fin"))
    assert after["expulsions.csv"] == b"".join([*rows[:at], ROW.encode(), *rows[at:]])
    added = [row for row in split_rows(after["citations.csv"]) if row not in split_rows(before["citations.csv"])]
    assert added == [
        b"2001-04-03-fin-rus,https://example.org/10,The Gulf Mail,,Seven from Finland,2001-04-03,en,7,count,\n"
    ]
    assert {name for name in TABLES if before[name] != after[name]} == {"expulsions.csv", "citations.csv"}
    assert check(whole) == []
    assert sorted(os.listdir(whole)) == sorted(TABLES)


def test_what_is_odd_in_other_rows_stays_as_odd(whole):
    path = whole / "citations.csv"
    odd = path.read_bytes().replace(b"2001-03-19,en,,date,", b'"2001-03-19",en,"",date,').rstrip(b"\n")
    path.write_bytes(odd)
    edit.correct("2001-03-19-nor-rus", {"status": "confirmed"}, "Oslo confirms.", whole)
    assert path.read_bytes() == odd
    edit.add(entries([NEW]), whole)
    kept = path.read_bytes().replace(split_rows(path.read_bytes())[-2], b"")
    assert odd == kept


def test_a_new_affair_comes_with_its_decision(whole):
    affair = {"episode": "reef-2001", "title": "The reef", "began": "2001-04", "summary": "A reef was charted."}
    # The decision belongs to the affair that comes with it, whether it says so or not.
    silent = {**NEW, "episode": "", "new_episode": affair}
    assert entries([silent]) == entries([{**silent, "episode": "reef-2001"}])
    edit.add(entries([silent]), whole)
    assert data.load_episodes(whole)["episode"].tolist() == ["harbour-2001", "reef-2001"]
    assert data.load_expulsions(whole).set_index("id").loc["2001-04-03-fin-rus", "episode"] == "reef-2001"
    with pytest.raises(DataError, match="is 'reef-2001', but the decision's episode is 'harbour-2001'; name one"):
        entries([{**NEW, "episode": "harbour-2001", "new_episode": affair}])
    with pytest.raises(DataError, match="new_episode: is not an object with the columns"):
        entries([{**NEW, "new_episode": "reef-2001"}])


def test_what_is_not_sound_is_not_written(whole):
    before = bytes_of(whole)
    wrong = {**NEW, "measure": "expeled", "citations": [{**NEW["citations"][0], "count_reported": 8}]}
    with pytest.raises(DataError) as raised:
        edit.add(entries([wrong]), whole)
    assert "Did you mean 'expelled'?" in str(raised.value)
    with pytest.raises(DataError) as raised:
        edit.add(entries([{**wrong, "measure": "expelled"}]), whole)
    assert str(raised.value) == (
        "expulsions.csv line 7 (2001-04-03-fin-rus), count: no citation reports 7 (they report 8); "
        "add one, or say in note 'Count: how it was worked out'."
    )
    assert bytes_of(whole) == before


def test_problems_that_were_there_before_do_not_stand_in_the_way(whole):
    (whole / "citations.csv").write_text((whole / "citations.csv").read_text().replace(",4,count,", ",4,,"))
    assert len(check(whole)) == 1
    edit.add(entries([NEW]), whole)
    assert len(check(whole)) == 1


def test_a_decision_is_not_added_twice(whole):
    edit.add(entries([NEW]), whole)
    with pytest.raises(DataError, match="is already in the record; a second decision of that day is called"):
        edit.add(entries([NEW]), whole)


def test_a_correction_logs_itself(whole):
    source = {"url": "https://example.org/10", "published": "2001-03-20"}
    change = edit.correct("2001-03-05-dnk-rus", {"count": 4}, "The ministry says four.", whole, source=source)
    events = data.load_expulsions(whole).set_index("id")
    assert events.loc["2001-03-05-dnk-rus", ["count", "count_low", "count_high"]].tolist() == [4, 4, 4]
    log = data.load_changes(whole)
    assert log[["table", "id", "column", "old", "new"]].to_numpy().tolist() == [
        ["expulsions", "2001-03-05-dnk-rus", "count", "3", "4"],
        ["expulsions", "2001-03-05-dnk-rus", "count_low", "3", "4"],
        ["expulsions", "2001-03-05-dnk-rus", "count_high", "3", "4"],
        ["citations", "2001-03-05-dnk-rus https://example.org/10", "", "", ""],
    ]
    assert in_words(change.before, change.after)[:2] == [
        "Denmark against Russia, 5 March 2001: count 3 → 4, because: The ministry says four (2001-03-05-dnk-rus)",
        "Source added to 2001-03-05-dnk-rus: https://example.org/10",
    ]
    cited = data.load_citations(whole).query("url == 'https://example.org/10'")
    assert cited[["publisher", "language", "count_reported"]].to_numpy().tolist() == [["example.org", "en", 4]]
    assert check(whole) == []


def test_a_cell_corrected_twice_a_day_keeps_one_row_of_the_log(whole):
    for who, why in (("one", "First."), ("two", "Second.")):
        edit.correct("2001-03-05-dnk-rus", {"who": who}, why, whole)
    assert data.load_changes(whole)[["old", "new", "why"]].to_numpy().tolist() == [
        ["a plain case", "two", "First.; then: Second."]
    ]
    assert check(whole) == []


PAGE = {
    "url": "https://example.org/11",
    "publisher": "The Gazette",
    "title": "Trois partent",
    "published": "2001-03-06",
}
PAGE["language"] = "fr"


def test_a_further_witness_is_added_and_nothing_else(whole):
    before = bytes_of(whole)
    edit.cite("2001-03-05-dnk-rus", {**PAGE, "count_reported": 3, "agency": "AP"}, whole)
    after = bytes_of(whole)
    assert [name for name in before if before[name] != after[name]] == ["citations.csv"]
    cited = data.load_citations(whole).query("url == 'https://example.org/11'")
    assert cited[["expulsion", "publisher", "agency", "count_reported", "language"]].to_numpy().tolist() == [
        ["2001-03-05-dnk-rus", "The Gazette", "AP", 3, "fr"]
    ]
    assert check(whole) == []


def test_what_is_known_of_a_page_need_not_be_given_again(whole):
    edit.cite("2001-03-05-dnk-rus", {**PAGE, "supports": "date"}, whole)
    edit.cite("2001-03-19-nor-rus", {"url": PAGE["url"], "supports": "date"}, whole)
    cited = data.load_citations(whole).query("url == 'https://example.org/11'")
    assert cited["title"].tolist() == ["Trois partent", "Trois partent"]


@pytest.mark.parametrize(
    ("id", "page", "message"),
    [
        ("2001-03-05-dnk-ru", PAGE, "Did you mean '2001-03-05-dnk-rus'?"),
        ("2001-03-05-dnk-rus", {**PAGE, "title": ""}, "title: is empty; every row needs a value here."),
        ("2001-03-05-dnk-rus", {**PAGE, "language": ""}, "language: is empty; every row needs a value here."),
        ("2001-03-05-dnk-rus", {**PAGE, "url": "ftp://example.org"}, "url: 'ftp://example.org' does not have the form"),
        ("2001-03-05-dnk-rus", {**PAGE, "count_reported": "many"}, "'many'"),
    ],
)
def test_a_witness_that_cannot_be(whole, id, page, message):
    before = bytes_of(whole)
    with pytest.raises(ExpulsionsError) as raised:
        edit.cite(id, page, whole)
    assert message in str(raised.value)
    assert bytes_of(whole) == before


def test_a_page_is_cited_once(whole):
    edit.cite("2001-03-05-dnk-rus", {**PAGE, "supports": "date"}, whole)
    with pytest.raises(UnknownValue, match=r"cites https://example\.org/11 already"):
        edit.cite("2001-03-05-dnk-rus", {**PAGE, "supports": "date"}, whole)


@pytest.mark.parametrize(
    ("id", "values", "why", "message"),
    [
        ("2001-03-05-dnk-ru", {"who": "x"}, "y", "Did you mean '2001-03-05-dnk-rus'?"),
        ("2001-03-05-dnk-rus", {"coun": 4}, "y", "Did you mean 'count'?"),
        ("2001-03-05-dnk-rus", {"id": "z"}, "y", "id is a permanent name and never changes."),
        ("2001-03-05-dnk-rus", {"count": 4}, " ", "a correction needs its reason."),
        ("2001-03-05-dnk-rus", {"count": 3}, "y", "is like that already; nothing to correct."),
    ],
)
def test_a_correction_that_cannot_be(whole, id, values, why, message):
    before = bytes_of(whole)
    with pytest.raises(UnknownValue) as raised:
        edit.correct(id, values, why, whole)
    assert message in str(raised.value)
    assert bytes_of(whole) == before


def killed_at(call: int, change: edit.Change) -> bool:
    """Write the change in a process that is killed at this system call; whether it came so far."""
    child = os.fork()
    if child == 0:
        count = 0

        def counted(real):
            def run(*arguments, **options):
                nonlocal count
                count += 1
                if count == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **options)

            return run

        for name in ("open", "fsync", "replace", "fchmod", "close", "unlink"):
            setattr(os, name, counted(getattr(os, name)))
        try:
            edit.write(change)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_killed_at_any_system_call_the_tables_are_old_or_new(whole, tmp_path):
    change = edit.plan_correction("2001-03-05-dnk-rus", {"count": 4}, "The ministry says four.", whole, source=SOURCE)
    old, new = dict(change.old), dict(change.new)
    seen, call = [], 1
    while True:
        for name, content in old.items():
            (whole / name).write_bytes(content)
        if not killed_at(call, change):
            break
        loaded = data.load(whole).changes
        after = bytes_of(whole)
        assert after in (old, new), f"killed at call {call}, the tables are neither old nor new"
        assert len(loaded) == (4 if after == new else 0)
        seen.append(after == new)
        call += 1
    # First always the old tables, from the moment of the change on always the new ones.
    assert seen == sorted(seen)
    assert seen.count(False) > 10
    assert seen.count(True) > 5
    with tableset.writing(whole):
        pass
    assert sorted(os.listdir(whole)) == sorted(TABLES)


SOURCE = {"url": "https://example.org/10", "publisher": "The Ministry", "title": "Four", "language": "en"}


def test_who_may_not_write_reads_the_new_tables_of_an_interrupted_change(whole):
    change = edit.plan_correction("2001-03-05-dnk-rus", {"count": 4}, "The ministry says four.", whole, source=SOURCE)
    for name, content in change.files.items():
        (whole / f".{name}.new").write_bytes(content)
    (whole / tableset.JOURNAL).write_text(json.dumps(list(change.files)))
    assert tableset.newest(whole / "expulsions.csv").name == ".expulsions.csv.new"
    assert tableset.newest(whole / "actors.csv").name == "actors.csv"
    assert data.load_expulsions(whole)["count"].tolist()[0] == 4
    assert bytes_of(whole) == change.new


def test_a_journal_does_not_lead_out_of_the_folder(whole):
    (whole / tableset.JOURNAL).write_text('["../elsewhere.csv"]')
    with pytest.raises(ExpulsionsError, match="not one that expulsions wrote"):
        data.load(whole)


def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "expulsions", *arguments]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)


def test_two_at_once_wait_for_each_other(whole, tmp_path):
    files = []
    for number in range(2):
        file = tmp_path / f"{number}.json"
        day = f"2001-05-{4 * number + 1:02}"
        file.write_text(json.dumps({**NEW, "announced": day, "note": ""}))
        files.append(file)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda file: run("add", "--from", str(file), "--data", str(whole)), files))
    assert [
        (one.returncode, one.stderr.replace("Another command is at these tables; waiting …\n", "")) for one in done
    ] == [(0, "")] * 2
    assert data.load_expulsions(whole)["id"].str.startswith("2001-05").sum() == 2
    assert check(whole) == []


def test_a_full_disk_leaves_the_old_tables(whole):
    before = bytes_of(whole)
    edit_file = whole / "new.json"
    edit_file.write_text(json.dumps(NEW))
    # Smaller than the table it must write: the system refuses the rest, as on a full disk.
    limit = (whole / "actors.csv").stat().st_size + 100
    assert limit < 200_000
    big = "x" * limit
    change = edit.plan_correction("2001-03-05-dnk-rus", {"who": big}, "Long.", whole)
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            edit.write(change)
        except OSError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    edit_file.unlink()
    assert bytes_of(whole) == before
    assert sorted(os.listdir(whole)) == sorted(TABLES)


def test_a_read_only_folder_stays_as_it_was(whole):
    change = edit.plan_addition(entries([NEW]), whole)
    # Root may write anywhere, so another user tries, for whom the way to the folder is open.
    with tempfile.TemporaryDirectory() as open_place:
        Path(open_place).chmod(0o755)
        folder = Path(open_place, "data")
        shutil.copytree(whole, folder)
        folder.chmod(0o555)
        before = bytes_of(folder)
        child = os.fork()
        if child == 0:
            if os.geteuid() == 0:
                os.setuid(65534)
            try:
                edit.write(replace(change, folder=folder))
            except OSError as error:
                os._exit(error.errno)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        folder.chmod(0o755)
        assert os.strerror(status) == "Permission denied"
        assert bytes_of(folder) == before
        assert sorted(os.listdir(folder)) == sorted(TABLES)


def test_entries_from_csv_and_json_are_the_same(tmp_path):
    second = {**NEW["citations"][0], "url": "https://example.org/11"}
    (tmp_path / "a.json").write_text(json.dumps({"decisions": [{**NEW, "citations": [NEW["citations"][0], second]}]}))
    (tmp_path / "a.csv").write_text(
        "announced,expelling,expelled,count,who,post,measure,grounds,episode,status,"
        "url,publisher,title,published,language,count_reported\n"
        '2001-04-03,FIN,RUS,7,"seven, ""of the"" harbour",embassy,expelled,espionage|security,harbour-2001,confirmed,'
        "https://example.org/10,The Gulf Mail,Seven from Finland,2001-04-03,en,7\n"
        ",,,,,,,,,,https://example.org/11,The Gulf Mail,Seven from Finland,2001-04-03,en,7\n"
    )
    assert read_entries(tmp_path / "a.csv") == read_entries(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "a.json line 1: is not JSON: Expecting property name enclosed in double quotes."),
        ("[]", "a.json: holds no decision."),
        ('"x"', "a.json: holds neither a decision nor a list of decisions."),
        ("[3]", "a.json (decision 1): is not an object with the columns of expulsions.csv."),
        ("[" * 100_000, "a.json: is not JSON: it is nested too deeply."),
    ],
)
def test_a_file_that_is_none(tmp_path, text, message):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(DataError) as raised:
        read_entries(tmp_path / "a.json")
    assert str(raised.value).splitlines()[0] == message


def test_an_entry_with_slips_names_each(tmp_path):
    with pytest.raises(DataError) as raised:
        entries([{"announced": "2001", "expelling": "Belgum", "expelled": "RUS", "mesure": "x"}], "a.json")
    assert [problem.column for problem in raised.value.problems] == ["mesure", "expelling"]
    assert "Did you mean 'measure'?" in str(raised.value)
    assert "Did you mean 'Belgium'?" in str(raised.value)


def test_rows_may_span_lines_and_end_in_crlf():
    content = b'\xef\xbb\xbfa,b\r\n1,"x\r\ny"\r\n3,z'
    assert split_rows(content) == [b"\xef\xbb\xbfa,b\r\n", b'1,"x\r\ny"\r\n', b"3,z"]
    assert cells_of(split_rows(content)[1]) == ["1", "x\r\ny"]
    assert with_row(content, ["2", "n"], lambda cells: (cells[0],)) == content.replace(b"3,z", b"2,n\r\n3,z")


def test_the_example_of_contributing_is_taken(tmp_path):
    shutil.copytree(schema.data_folder(), tmp_path / "data")
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (tmp_path / "decision.json").write_text(text.split("```json\n")[1].split("```")[0], encoding="utf-8")
    change = edit.plan_addition(read_entries(tmp_path / "decision.json"), tmp_path / "data")
    new = change.after.expulsions.set_index("id").loc["2026-06-10-nor-rus"]
    assert (new["count_low"], new["independent_sources"]) == (2, 2)
