"""The answer tables, each compared whole, on the six invented rows."""

import pandas as pd
import pytest

from expulsions import analysis
from expulsions.data import with_independent_sources
from expulsions.errors import UnknownValue
from expulsions.totals import totals

FIGURES = "decisions,people,people_low,people_high,without_count,ceilings"


def text(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, float_format="%.3f")


def test_summary(events):
    assert text(analysis.summary(events)) == f"{FIGURES}\n6,12,11,13,1,0\n"


def test_summary_counts_no_ceiling_no_refused_visa_and_no_part(events):
    others = pd.concat([events.head(3)] * 2, ignore_index=True)
    others["measure"] = ["post_cap", "visa_refused", "expelled"] * 2
    others["part_of"] = ["", "", "2001-03-05-dnk-rus", "2001-03-05-dnk-rus", "", ""]
    assert text(analysis.summary(others)) == f"{FIGURES}\n1,2,2,2,0,3\n"


def test_a_group_without_any_figure_has_missing_people_not_zero(events):
    table = totals(events.query("expelling == 'NOR'"), {"expelling": events["expelling"]})
    assert text(table) == f"expelling,{FIGURES}\nNOR,1,,,,1,0\n"


def test_by_year_has_every_year(events):
    assert (
        text(analysis.by_year(events)) == f"year,{FIGURES}\n2001,5,11,10,12,1,0\n2002,0,0,0,0,0,0\n2003,1,1,1,1,0,0\n"
    )


def test_by_decade(events):
    assert text(analysis.by_decade(events)) == f"decade,{FIGURES}\n2000,6,12,11,13,1,0\n"


def test_by_actor_who_expels(events):
    rows = "SWE,1,5,4,6,0,0\nDNK,2,4,4,4,0,0\nRUS,1,2,2,2,0,0\nFIN,1,1,1,1,0,0\nNOR,1,,,,1,0\n"
    assert text(analysis.by_actor(events)) == f"actor,{FIGURES}\n{rows}"


def test_by_actor_who_is_expelled(events):
    assert text(analysis.by_actor(events, "expelled")) == f"actor,{FIGURES}\nRUS,5,10,9,11,1,0\nDNK,1,2,2,2,0,0\n"


def test_by_actor_each_year(events):
    rows = "2001,SWE,1,5,4,6,0,0\n2001,DNK,2,4,4,4,0,0\n2001,RUS,1,2,2,2,0,0\n2001,NOR,1,,,,1,0\n2003,FIN,1,1,1,1,0,0\n"
    assert text(analysis.by_actor(events, each="year")) == f"year,actor,{FIGURES}\n{rows}"


def test_by_actor_says_which_sides_there_are(events):
    with pytest.raises(UnknownValue) as error:
        analysis.by_actor(events, "expeled")
    assert str(error.value) == "side: 'expeled' is not one of: 'expelling', 'expelled'. Did you mean 'expelled'?"


def test_by_grounds_says_which_periods_there_are(events):
    with pytest.raises(UnknownValue) as error:
        analysis.by_grounds(events, each="century")
    assert str(error.value) == "each: 'century' is not one of: 'year', 'decade'."


def test_by_pair(events):
    rows = "SWE,RUS,1,5,4,6,0,0\nDNK,RUS,2,4,4,4,0,0\nRUS,DNK,1,2,2,2,0,0\nFIN,RUS,1,1,1,1,0,0\nNOR,RUS,1,,,,1,0\n"
    assert text(analysis.by_pair(events)) == f"expelling,expelled,{FIGURES}\n{rows}"


def test_by_grounds_counts_the_main_ground_only(events):
    rows = "espionage,4,9,8,10,1,0\nretaliation,1,2,2,2,0,0\nprotest,1,1,1,1,0,0\n"
    assert text(analysis.by_grounds(events)) == f"grounds,{FIGURES}\n{rows}"


def test_by_episode_leaves_out_what_belongs_to_none(events, episodes):
    row = "harbour-2001,The harbour affair,2001-03-05,2001-04-02,4,5,11,10,12,1,0\n"
    assert text(analysis.by_episode(events, episodes)) == f"episode,title,first,last,authorities,{FIGURES}\n{row}"


def test_cumulative_goes_day_by_day(events):
    assert text(analysis.cumulative(events)) == (
        f"date,new_decisions,new_people,authorities,without_day,{FIGURES}\n"
        "2001-03-05,2,4,1,0,2,4,4,4,0,0\n"
        "2001-03-12,1,2,2,0,3,6,6,6,0,0\n"
        "2001-03-19,1,,3,0,4,6,6,6,1,0\n"
        "2001-04-02,1,5,4,0,5,11,10,12,1,0\n"
        "2003-05-06,1,1,5,0,6,12,11,13,1,0\n"
    )


def test_coverage(events, citations):
    known = with_independent_sources(events, citations)
    assert text(analysis.coverage(known)) == (
        "decade,decisions,two_witnesses,share_two_witnesses,without_figure,share_without_figure\n"
        "2000,6,2,0.333,1,0.167\n"
    )


def test_coverage_needs_the_number_of_witnesses(events):
    with pytest.raises(UnknownValue, match=r"no column 'independent_sources'; take `load\(\)\.expulsions`"):
        analysis.coverage(events)
