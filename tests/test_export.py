"""Round trips: every form read back by a reader of its own gives the frame that was written."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from expulsions import data, schema
from expulsions.errors import ExpulsionsError, UnknownValue
from expulsions.files.cells import as_it_was, harmless, text_cells
from expulsions.formats.export import csv_bytes, export, flat

# Letters, signs and line ends; control characters only where the form can hold them.
HOSTILE = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00") | st.sampled_from("=+-@\t\r\n',\"|;＝"),
    max_size=30,
)
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "'=1+1",
    "＝1+1",
    '=HYPERLINK("https://example.org","x")',
    "=cmd|' /C calc'!A0",
]


@pytest.fixture(scope="module")
def record() -> data.Record:
    return data.load()


@pytest.fixture(scope="module")
def russia(record) -> pd.DataFrame:
    events = record.expulsions
    return events[(events["expelled"] == "RUS") & (events["date"] >= "2022")].reset_index(drop=True)


def typed(text: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """Text cells back to the frame that they came from."""
    frame, problems = data.typed("expulsions", text[schema.columns("expulsions")], "expulsions.csv")
    assert problems == []
    return data.with_dates(frame).assign(independent_sources=text["independent_sources"].astype("Int64"))


@pytest.mark.parametrize("bom", [False, True])
def test_csv_comes_back(record, tmp_path, bom):
    path = export(record, tmp_path / "a.csv", bom=bom)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == bom
    back = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    assert_frame_equal(typed(back.map(as_it_was), record.expulsions), record.expulsions)


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_comes_back(record, tmp_path, ending):
    text = export(record, tmp_path / f"a.{ending}").read_text(encoding="utf-8")
    rows = json.loads(text) if ending == "json" else [json.loads(line) for line in text.splitlines()]
    for row in rows:
        for column in ("grounds", "responds_to"):
            row[column] = "|".join(row[column])
    back = pd.DataFrame(rows, dtype=object)
    back = back.map(lambda cell: "" if cell is None else str(cell)).astype("str")
    assert_frame_equal(typed(back, record.expulsions), record.expulsions)


def test_parquet_comes_back(record, tmp_path):
    back = pd.read_parquet(export(record, tmp_path / "a.parquet"))
    for column in ("grounds", "responds_to"):
        back[column] = pd.Series([tuple(cell) for cell in back[column]], dtype=object)
    assert_frame_equal(back, record.expulsions)


def test_xlsx_comes_back_with_types_and_codebook(record, russia, tmp_path):
    book = openpyxl.load_workbook(export(record, tmp_path / "a.xlsx", russia))
    assert book.sheetnames[:2] == ["expulsions", "codebook"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    rows = list(book["expulsions"].iter_rows(values_only=True))
    back = pd.DataFrame(rows[1:], columns=rows[0], dtype=object)
    assert {type(cell) for cell in back["count"] if cell is not None} == {int}
    assert {type(cell).__name__ for cell in back["date"]} == {"datetime"}
    assert not any(cell.data_type == "f" for row in book["expulsions"].iter_rows() for cell in row)
    text = back.map(lambda cell: "" if cell is None else as_it_was(str(cell))).astype("str")
    assert_frame_equal(typed(text, russia), russia)
    codebook = list(book["codebook"].iter_rows(values_only=True))
    assert ("expulsions", "measure", "post_cap", None, schema.allowed("expulsions", "measure")["post_cap"]) in codebook


def test_sqlite_comes_back_with_its_keys(record, tmp_path):
    path = export(record, tmp_path / "a.sqlite")
    with sqlite3.connect(path) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        keys = base.execute('SELECT "table", "from" FROM pragma_foreign_key_list("expulsions")').fetchall()
        for table in schema.tables():
            cursor = base.execute(f"SELECT * FROM {table}")
            back = pd.DataFrame(cursor.fetchall(), columns=[one[0] for one in cursor.description], dtype=object)
            text = pd.DataFrame(
                {name: [_cell(table, name, one) for one in back[name]] for name in schema.columns(table)}
            )
            assert_frame_equal(text.astype("str"), text_cells(table, getattr(record, table)))
            primary = [name for name, at in base.execute(f'SELECT name, pk FROM pragma_table_info("{table}")') if at]
            assert sorted(primary) == sorted(schema.resource(table)["schema"]["primaryKey"])
        joined = base.execute("SELECT count(*) FROM answers JOIN expulsions ON id = answers.responds_to").fetchone()[0]
    assert sorted(keys) == [
        ("actors", "expelled"),
        ("actors", "expelling"),
        ("episodes", "episode"),
        ("expulsions", "part_of"),
    ]
    assert joined == record.expulsions["responds_to"].map(len).sum()


def _cell(table: str, column: str, value: object) -> str:
    kinds = {field.name: field.type for field in schema.fields(table)}
    if kinds[column] == "boolean":
        return {0: "false", 1: "true", None: ""}[value]
    return "" if value is None or value != value else str(value)


@pytest.mark.parametrize("part", [False, True])
def test_the_data_package_is_valid_and_comes_back(record, russia, tmp_path, part):
    frictionless = pytest.importorskip("frictionless")
    path = export(record, tmp_path / "a.zip", russia if part else None)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    report = frictionless.Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.flatten(["title", "note"]) == []
    back = data.load(tmp_path / "out")
    if part:
        assert set(russia["id"]) <= set(back.expulsions["id"])
        assert set(back.citations["expulsion"]) == set(back.expulsions["id"])
    else:
        for table in schema.tables():
            assert_frame_equal(getattr(back, table), getattr(record, table))
            assert (tmp_path / "out" / f"{table}.csv").read_text() == data.table_path(table).read_text()


def test_the_same_tables_give_the_same_zip(record, tmp_path):
    first, second = (export(record, tmp_path / name).read_bytes() for name in ("a.zip", "b.zip"))
    assert first == second


def with_text(events: pd.DataFrame, text: str) -> pd.DataFrame:
    return events.head(1).assign(who=pd.Series([text], dtype="str"), note=pd.Series([text], dtype="str"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_hostile_text_comes_back_from_csv_and_runs_nowhere(events, text):
    rows = list(csv.reader(io.StringIO(csv_bytes(with_text(events, text)).decode(), newline="")))
    assert as_it_was(rows[1][7]) == text
    assert rows[1][7].lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert rows[1][7][:1] not in ("\t", "\r", "\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_hostile_text_comes_back_from_xlsx_json_parquet_and_sqlite(events, text, tmp_path):
    chosen = data.with_independent_sources(with_text(events, text), data.load_citations().head(0))
    assume(text)
    record = replace(data.load(), expulsions=chosen, citations=data.load_citations().head(0))
    record = replace(record, episodes=record.episodes.head(0), tallies=record.tallies.head(0))
    record = replace(record, expulsions=chosen.assign(episode=pd.Series([""], dtype="str")))
    assert json.loads(export(record, tmp_path / "a.json").read_text("utf-8"))[0]["who"] == text
    assert pd.read_parquet(export(record, tmp_path / "a.parquet"))["who"].tolist() == [text]
    with sqlite3.connect(export(record, tmp_path / "a.sqlite")) as base:
        assert base.execute("SELECT coalesce(who, '') FROM expulsions").fetchone() == (text,)
    cell = openpyxl.load_workbook(export(record, tmp_path / "a.xlsx"))["expulsions"]["H2"]
    assert cell.data_type in ("s", "n")
    # XML has no control characters and one kind of line end.
    if (
        not any(ord(letter) < 32 and letter not in "\t\n" for letter in text)
        and "\uffff" not in text
        and "\ufffe" not in text
    ):
        assert as_it_was(cell.value or "") == text


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_every_spreadsheet(events, text):
    assert harmless(text) == "'" + text
    assert as_it_was(harmless(text)) == text
    rows = list(csv.reader(io.StringIO(csv_bytes(with_text(events, text)).decode(), newline="")))
    assert rows[1][7] == "'" + text


@pytest.mark.parametrize("text", ["Belgium = 21", "a-b", "2022-03-29", "", "'tis", "–5", "x\n=1"])
def test_plain_text_stays_as_it_is(text):
    assert harmless(text) == as_it_was(text) == text


def test_formulas_stay_text_through_libreoffice(events, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here; on Debian: apt-get install libreoffice-calc-nogui")
    many = pd.concat([with_text(events, text) for text in FORMULAS], ignore_index=True)
    many["episode"] = pd.Series([""] * len(many), dtype="str")
    record = replace(data.load(), expulsions=data.with_independent_sources(many, data.load_citations().head(0)))
    for ending in ("csv", "xlsx"):
        path = export(record, tmp_path / f"in.{ending}")
        convert = [office, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"]
        # Without being told, LibreOffice takes a CSV for the encoding of the machine.
        convert[2:2] = ["--infilter=CSV:44,34,76,1"] if ending == "csv" else []
        subprocess.run([*convert, str(tmp_path / "out"), str(path)], check=True, capture_output=True, timeout=120)
        with next((tmp_path / "out").glob("in*.csv")).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        seen = [row[7].replace("\r", "").replace("\n", "") for row in rows[1:]]
        assert [cell.lstrip("'\t �") for cell in seen] == [text.lstrip("'\t \r") for text in FORMULAS]
        assert not any(cell in ("2", "0") or cell.startswith("#") for cell in seen)
        shutil.rmtree(tmp_path / "out")


def test_a_file_is_written_whole_or_not_at_all(record, tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("old")

    def full(self, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExpulsionsError, match=r"a.csv cannot be written: No space left on device"):
        export(record, path)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_a_full_disk_says_so_in_every_form(record, tmp_path):
    """Written in a process whose files may not grow, as on a full disk."""
    for ending in ("csv", "json", "jsonl", "parquet", "xlsx", "sqlite", "zip"):
        path = tmp_path / f"a.{ending}"
        code = (
            "import resource\nfrom expulsions import data\nfrom expulsions.formats.export import export\n"
            "from expulsions.errors import ExpulsionsError\n"
            "record = data.load()\nresource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))\n"
            f"try:\n    export(record, {str(path)!r})\nexcept ExpulsionsError as error:\n    print(error)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert f"a.{ending} cannot be written" in done.stdout, (ending, done.stdout, done.stderr[-500:])
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_named(record, tmp_path):
    with pytest.raises(UnknownValue, match=r"a.xls: the ending must be one of .csv, .json.* Did you mean '.xlsx'\?"):
        export(record, tmp_path / "a.xls")


def test_export_leaves_its_input_alone(record, russia, tmp_path):
    before = russia.copy(deep=True)
    for ending in ("csv", "json", "parquet", "xlsx", "sqlite", "zip"):
        export(record, tmp_path / f"a.{ending}", russia)
    assert_frame_equal(russia, before)


def test_flat_has_the_columns_of_the_frame(russia):
    assert list(flat(russia).columns) == list(russia.columns)
