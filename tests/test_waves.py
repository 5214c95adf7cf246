"""Waves: the curated affairs by size, and those that the dates alone show."""

import pandas as pd
import pytest

from expulsions.errors import UnknownValue
from expulsions.waves import find_waves, largest_waves, wave_of, waves_and_episodes

FIGURES = "decisions,people,people_low,people_high,without_count,ceilings"


def text(table: pd.DataFrame) -> str:
    return table.to_csv(index=False)


def test_largest_waves_keeps_answers_apart(events, episodes):
    assert text(largest_waves(events, episodes)) == (
        f"episode,title,against,first,last,authorities,{FIGURES}\n"
        "harbour-2001,The harbour affair,RUS,2001-03-05,2001-04-02,3,4,9,8,10,1,0\n"
        "harbour-2001,The harbour affair,DNK,2001-03-12,2001-03-12,1,1,2,2,2,0,0\n"
    )


def test_largest_waves_by_authorities(events, episodes):
    answered = events.assign(**{"count": 9, "count_low": 9, "count_high": 9}).query(
        "expelling in ['RUS', 'SWE', 'NOR']"
    )
    answered.loc[answered["expelling"] == "RUS", "count"] = 90
    assert largest_waves(answered, episodes)["against"].tolist() == ["DNK", "RUS"]
    assert largest_waves(answered, episodes, order="authorities", top=1)["against"].tolist() == ["RUS"]


def test_largest_waves_says_which_orders_there_are(events, episodes):
    with pytest.raises(UnknownValue, match="order: 'size' is not one of: 'people', 'authorities'"):
        largest_waves(events, episodes, order="size")


def test_a_wave_is_enough_actors_within_enough_days(events):
    # Denmark on the 5th, Norway on the 19th of March, Sweden on 2 April: each 14 days after the one before.
    assert wave_of(events, authorities=2, days=14).tolist() == [1, 1, pd.NA, 1, 1, pd.NA]
    assert wave_of(events, authorities=2, days=13).isna().all()
    assert wave_of(events, authorities=3, days=28).tolist() == [1, 1, pd.NA, 1, 1, pd.NA]
    assert wave_of(events, authorities=3, days=27).isna().all()


def test_two_decisions_of_one_actor_are_one_authority(events):
    assert wave_of(events.head(2), authorities=2, days=14).isna().all()


def test_a_date_without_its_day_makes_no_wave(events):
    assert wave_of(events.assign(date_precision="month"), authorities=2, days=14).isna().all()


def test_waves_on_either_side_of_a_gap_are_two(events):
    later = events.assign(date=events["date"] + pd.Timedelta(days=400))
    both = pd.concat([events, later], ignore_index=True)
    assert find_waves(both, 3, 28)["first"].dt.year.tolist() == [2001, 2002]


def test_decisions_too_far_apart_for_one_span_are_two_waves(events):
    apart = events.assign(date=pd.date_range("2001-03-05", periods=6, freq="12D"), expelled="RUS")
    assert wave_of(apart, authorities=1, days=11).tolist() == [1, 2, 3, 4, 5, 6]
    assert wave_of(apart, authorities=1, days=12).tolist() == [1, 1, 1, 1, 1, 1]


def test_find_waves(events):
    assert text(find_waves(events, authorities=3, days=28)) == (
        f"wave,against,first,last,authorities,{FIGURES}\n1,RUS,2001-03-05,2001-04-02,3,4,9,8,10,1,0\n"
    )


def test_find_waves_says_what_is_allowed(events):
    with pytest.raises(UnknownValue, match="authorities must be 1 or more and days 0 or more, not 0 and 14"):
        find_waves(events, authorities=0)


def test_waves_and_episodes_when_they_agree(events):
    assert text(waves_and_episodes(events, authorities=3, days=28)) == (
        "wave,episode,against,in_both,only_in_wave,only_in_episode\n1,harbour-2001,RUS,4,0,0\n"
    )


def test_waves_and_episodes_when_they_differ(events):
    # Within 14 days only Denmark and Norway are two, so Sweden's decision is in the affair alone.
    found = waves_and_episodes(
        events.assign(date=events["date"].where(events["expelling"] != "SWE", "2001-06-01")), 2, 14
    )
    assert text(found) == "wave,episode,against,in_both,only_in_wave,only_in_episode\n1,harbour-2001,RUS,3,0,1\n"


def test_an_affair_that_no_wave_shows_is_named(events):
    assert text(waves_and_episodes(events, authorities=3, days=5)) == (
        "wave,episode,against,in_both,only_in_wave,only_in_episode\n,harbour-2001,RUS,0,0,4\n"
    )


@pytest.mark.parametrize("ask", [wave_of, find_waves, waves_and_episodes])
def test_a_question_about_waves_leaves_its_input_alone(events, ask):
    before = events.copy(deep=True)
    ask(events, 2, 14)
    pd.testing.assert_frame_equal(events, before)
