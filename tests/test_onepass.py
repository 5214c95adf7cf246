"""The quick way of reading takes only what the careful way takes, and gives the same frame."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expulsions import data, schema
from expulsions.files import onepass, plaincsv
from expulsions.files.tablefile import read_text_table

pytest.importorskip("pyarrow")

DATES = [
    "2022",
    "2022-02",
    "2022-02-29",
    "2024-02-29",
    "0000-01-01",
    "0001-01-01",
    "2022-13",
    "22-1-1",
    " 2022",
    "２０２２",
]
NUMBERS = ["0x1F", " 21", "21 ", "+5", "-1", "007", "1e3", "1.0", "9999999999", "٣", "NA", "nan", "true", "null"]
TEXTS = ["", "a|b", "a||b", "a|a", "|", "espionage|espionage", "security|protest", "x" * 201, "ż" * 200, "café", "\xa0"]
QUOTES = [
    '"a, b"',
    '"a ""b"" c"',
    '"a\nb"',
    'a "b" c',
    '"a" b',
    '"',
    '""',
    '"a\r\nb"',
    "a\rb",
    "\x0c",
    "\u2028",
    "http://a\xa0b",
]
CELLS = [
    *DATES,
    *NUMBERS,
    *TEXTS,
    *QUOTES,
    "BEL",
    "expelled",
    "embassy",
    "confirmed",
    "reported",
    "https://example.org/",
]

PLAIN = "2022-03-29-irl-rus,2022-03-29,IRL,RUS,4,4,4,staff,embassy,expelled,espionage,,,,,confirmed,"


def careful(path, table):
    text, problems = read_text_table(path, schema.columns(table))
    if problems:
        return None
    frame, problems = data.typed(table, text, path.name)
    if problems:
        return None
    return data.with_dates(frame) if table == "expulsions" else frame


def assert_agree(path, table):
    quick = onepass.read(path, table)
    if quick is not None:
        pd.testing.assert_frame_equal(quick, careful(path, table))


@pytest.mark.parametrize("table", schema.tables())
def test_the_shipped_tables_are_read_in_one_pass(table):
    path = schema.data_folder() / f"{table}.csv"
    quick = onepass.read(path, table)
    assert quick is not None or not len(data.table_path(table).read_text(encoding="utf-8").splitlines()[1:])
    assert_agree(path, table)


def test_a_table_of_several_pieces(tmp_path):
    header, *lines = (schema.data_folder() / "expulsions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "expulsions.csv"
    path.write_text(header + "".join(lines) * 25, encoding="utf-8")
    assert path.stat().st_size > 2 * plaincsv.CHUNK
    assert onepass.read(path, "expulsions") is not None
    assert_agree(path, "expulsions")


@settings(max_examples=400)
@given(table=st.sampled_from(["expulsions", "citations", "tallies", "actors"]), draw=st.data())
def test_any_cell_put_into_a_table(tmp_path_factory, table, draw):
    lines = (schema.data_folder() / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    row = draw.draw(st.sampled_from([line for line in lines[1:40] if '"' not in line])).split(",")
    column = draw.draw(st.integers(0, len(row) - 1))
    row[column] = draw.draw(st.sampled_from(CELLS) | st.text(max_size=5))
    path = tmp_path_factory.mktemp("cell") / f"{table}.csv"
    text = "\n".join([*lines[:3], ",".join(row), *lines[3:6]]) + draw.draw(st.sampled_from(["", "\n"]))
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert_agree(path, table)


@settings(max_examples=300)
@given(seed=st.integers(0, 1 << 32))
def test_any_bytes_changed_in_a_table(tmp_path_factory, seed):
    chance = random.Random(seed)
    table = chance.choice(["expulsions", "citations", "episodes", "tallies"])
    content = bytearray((schema.data_folder() / f"{table}.csv").read_bytes()[: chance.choice([2_000, 9_000])])
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(content))
        content[at : at + chance.randint(0, 2)] = chance.choice(
            [b'"', b",", b"\n", b"\r", b'""', b'",', b"\xff", b"x", b""]
        )
    path = tmp_path_factory.mktemp("bytes") / f"{table}.csv"
    path.write_bytes(content)
    assert_agree(path, table)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("column", ["id", "announced", "count", "post", "grounds", "responds_to", "note"])
def test_every_odd_cell_in_every_kind_of_column(tmp_path, column, cell):
    lines = (schema.data_folder() / "expulsions.csv").read_text(encoding="utf-8").splitlines()
    row = dict(zip(lines[0].split(","), PLAIN.split(","), strict=True))
    row[column] = cell
    path = tmp_path / "expulsions.csv"
    path.write_text("\n".join([lines[0], ",".join(row.values()), lines[1], ""]), encoding="utf-8", newline="")
    assert_agree(path, "expulsions")
