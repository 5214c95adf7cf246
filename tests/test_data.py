"""Typed frames: from the shipped record, from a folder, from a file."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from expulsions import DataError, load, load_actors, load_changes, load_citations, load_expulsions, load_tallies, schema
from expulsions.data import with_independent_sources


def test_the_invented_rows_as_a_typed_frame(events):
    first = events.iloc[0].to_dict()
    assert first == {
        "id": "2001-03-05-dnk-rus",
        "announced": "2001-03-05",
        "expelling": "DNK",
        "expelled": "RUS",
        "count": 3,
        "count_low": 3,
        "count_high": 3,
        "who": "a plain case",
        "post": "embassy",
        "measure": "persona_non_grata",
        "grounds": ("espionage",),
        "episode": "harbour-2001",
        "responds_to": (),
        "part_of": "",
        "leave_within_hours": 48,
        "status": "confirmed",
        "note": "",
        "date": pd.Timestamp("2001-03-05"),
        "date_precision": "day",
    }


def test_the_types_of_the_columns(events):
    assert {name: str(dtype) for name, dtype in events.dtypes.items()} == {
        "id": "str",
        "announced": "str",
        "expelling": "str",
        "expelled": "str",
        "count": "Int64",
        "count_low": "Int64",
        "count_high": "Int64",
        "who": "str",
        "post": "category",
        "measure": "category",
        "grounds": "object",
        "episode": "str",
        "responds_to": "object",
        "part_of": "str",
        "leave_within_hours": "Int64",
        "status": "category",
        "note": "str",
        "date": "datetime64[us]",
        "date_precision": "category",
    }
    assert list(events["status"].cat.categories) == ["confirmed", "reported", "disputed"]
    assert events["status"].cat.ordered
    assert events["date_precision"].cat.ordered


def test_missing_is_missing_and_not_zero(events):
    assert events["count"].isna().tolist() == [False, False, False, True, False, False]


@pytest.mark.parametrize(
    ("announced", "date", "precision"),
    [("1983-04-12", "1983-04-12", "day"), ("1983-04", "1983-04-01", "month"), ("1983", "1983-01-01", "year")],
)
def test_edtf_dates(folder, announced, date, precision):
    path = folder / "expulsions.csv"
    path.write_text(path.read_text().replace(",2003-05-06,", f",{announced},"))
    last = load_expulsions(path).iloc[-1]
    assert (last["announced"], last["date"], last["date_precision"]) == (announced, pd.Timestamp(date), precision)


def test_a_file_and_its_folder_give_the_same(folder):
    assert_frame_equal(load_expulsions(folder), load_expulsions(folder / "expulsions.csv"))
    assert_frame_equal(load_expulsions(folder), load_expulsions(str(folder)))


def test_two_pages_of_one_wire_are_one_witness(events, citations):
    found = with_independent_sources(events, citations)["independent_sources"]
    assert found.tolist() == [2, 1, 1, 1, 3, 1]


def test_with_independent_sources_leaves_its_input_alone(events, citations):
    before = events.copy(deep=True)
    with_independent_sources(events, citations)
    assert_frame_equal(events, before)


def test_all_wrong_cells_are_told_at_once(folder):
    path = folder / "expulsions.csv"
    path.write_text(path.read_text().replace(",3,3,3,", ",x,3,y,").replace(",reported,", ",rumoured,"))
    with pytest.raises(DataError) as caught:
        load_expulsions(folder)
    mend = "is not a whole number; write digits only, such as 21."
    assert str(caught.value).splitlines() == [
        f"expulsions.csv line 2 (2001-03-05-dnk-rus), count: 'x' {mend}",
        f"expulsions.csv line 2 (2001-03-05-dnk-rus), count_high: 'y' {mend}",
        "expulsions.csv line 5 (2001-03-19-nor-rus), status: 'rumoured' is not one of: confirmed, reported, disputed.",
    ]


def test_an_empty_table_keeps_its_types(folder):
    path = folder / "expulsions.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    empty = load_expulsions(path)
    assert len(empty) == 0
    assert str(empty["count"].dtype) == "Int64"
    assert str(empty["date"].dtype).startswith("datetime64")


def test_the_text_na_is_text(folder):
    path = folder / "expulsions.csv"
    path.write_text(path.read_text().replace("a plain case", "NA"))
    assert load_expulsions(path)["who"].iloc[0] == "NA"


def test_a_line_break_inside_a_cell_does_not_shift_the_lines_named(folder):
    path = folder / "expulsions.csv"
    path.write_text(path.read_text().replace("a plain case", '"a plain\ncase"').replace(",reported,", ",rumoured,"))
    with pytest.raises(DataError, match=r"line 6 \(2001-03-19-nor-rus\), status"):
        load_expulsions(path)


def test_the_size_of_the_shipped_record():
    """What a release must not lose."""
    record = load()
    assert len(record.expulsions) >= 1_400
    assert len(record.citations) >= 4_200
    assert len(load_actors()) >= 200
    assert len(load_tallies()) >= 100
    assert list(load_changes().columns) == schema.columns("changes")


def test_the_shipped_record_is_as_well_witnessed_as_it_says():
    events = load().expulsions
    doubly = events["independent_sources"] >= 2
    assert doubly.mean() >= 0.84
    assert events["id"].is_unique


def test_every_citation_has_its_decision():
    assert load_citations()["expulsion"].isin(load_expulsions()["id"]).all()
