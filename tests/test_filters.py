"""Filters: which of the six invented rows are left."""

import datetime

import pandas as pd
import pytest

from expulsions.errors import UnknownValue
from expulsions.filters import against, between, by, within


def ids(events: pd.DataFrame) -> list[str]:
    assert events.index.equals(pd.RangeIndex(len(events)))
    return events["id"].tolist()


def test_between_takes_in_both_ends(events):
    assert ids(between(events, "2001-03-12", "2001-03-19")) == ["2001-03-12-rus-dnk", "2001-03-19-nor-rus"]


def test_between_takes_months_years_and_dates(events):
    assert ids(between(events, "2001-04", datetime.date(2003, 5, 5))) == ["2001-04-02-swe-rus"]


def test_between_leaves_out_what_may_lie_outside(events):
    vague = events.assign(date_precision="month", date=pd.Timestamp("2001-03-01"))
    assert len(between(vague, "2001-03-01", "2001-03-31")) == 6
    assert len(between(vague, "2001-03-01", "2001-03-30")) == 0


def test_between_says_how_to_write_a_day(events):
    with pytest.raises(UnknownValue) as error:
        between(events, "March 2001", "2001")
    assert str(error.value) == "start: 'March 2001' is not an EDTF date; write 2022-03-29, 2022-03 or 2022."


def test_between_says_when_the_end_is_before_the_start(events):
    with pytest.raises(UnknownValue, match="the end 2001 is before the start 2003"):
        between(events, "2003", "2001")


def test_by_takes_codes_and_names(events):
    assert ids(by(events, "SWE", "Finland")) == ["2001-04-02-swe-rus", "2003-05-06-fin-rus"]


def test_by_takes_the_members_of_a_group_on_that_day(events):
    assert ids(by(events, "NATO members")) == ["2001-03-05-dnk-rus", "2001-03-05-dnk-rus-2", "2001-03-19-nor-rus"]


def test_against(events):
    assert ids(against(events, "Denmark")) == ["2001-03-12-rus-dnk"]
    assert ids(against(events, "EU members")) == ["2001-03-12-rus-dnk"]


def test_by_says_whom_you_may_have_meant(events):
    with pytest.raises(UnknownValue, match="Did you mean 'Sweden'"):
        by(events, "Sweeden")


def test_within(events):
    assert len(within(events, "harbour-2001")) == 5


def test_within_says_which_affair_you_may_have_meant(events):
    with pytest.raises(UnknownValue) as error:
        within(events, "harbor-2001")
    message = "within: no decision of the frame belongs to 'harbor-2001'. Did you mean 'harbour-2001'?"
    assert str(error.value) == message


@pytest.mark.parametrize(
    "keep", [lambda e: between(e, "2001", "2001"), lambda e: by(e, "DNK"), lambda e: against(e, "EU members")]
)
def test_a_filter_leaves_its_input_alone(events, keep):
    before = events.copy(deep=True)
    keep(events)
    pd.testing.assert_frame_equal(events, before)


@pytest.mark.parametrize(
    "keep", [lambda e: between(e, "1999", "1999"), lambda e: by(e, "JPN"), lambda e: against(e, "JPN")]
)
def test_nothing_left_is_an_empty_frame_of_the_same_types(events, keep):
    pd.testing.assert_frame_equal(keep(events), events.iloc[:0].reset_index(drop=True))
