"""Our sums beside what others counted: how a tally is asked of the record, and when the two agree."""

import io

import pandas as pd
import pytest

from expulsions import data
from expulsions.reconcile import COLUMNS, TOLERANCE, reconcile

HEADER = "id,from,as_of,expelling,expelled,grounds,episode,unit,figure,at_least,publisher,url,remark\n"
TAIL = "The Tally,https://example.org/tally"

# Each asks the six invented decisions one question.
TALLIES = f"""\
all,,2003,,,,,people,11,false,{TAIL},
russians,2001,2001,,RUS,,,people,9,false,{TAIL},
the-range,2001-04-02,2001-04-02,SWE,,,,people,6,false,{TAIL},
too-many,2001,2001,DNK,RUS,,,people,5,false,{TAIL},Counts drivers too.
at-least,2001,2001,DNK,RUS,,,people,3,true,{TAIL},
at-least-more,2001,2001,DNK,RUS,,,people,5,true,{TAIL},
no-figure,2001,2001,NOR,RUS,,,people,1,false,{TAIL},
nobody,2001,2001,ISL,RUS,,,people,0,false,{TAIL},
nobody-of-two,2001,2001,ISL,RUS,,,people,2,false,{TAIL},
some-of-none,2001,2001,SWE,RUS,,,people,0,false,{TAIL},
second-ground,,2003,,,security,,people,1,false,{TAIL},
either-ground,,2003,,,security|retaliation,,people,3,false,{TAIL},
affair,,2003,,RUS,,harbour-2001,people,9,false,{TAIL},
states,2001,2001,,RUS,,,authorities,3,false,{TAIL},
decisions,2001,2001,,RUS,,,decisions,4,false,{TAIL},
eu,2001,2003,EU members,,,,people,10,false,{TAIL},
nato,2001,2003,NATO members,RUS,,,people,4,false,{TAIL},
nato-and-one,2001,2003,NATO members|FIN,RUS,,,people,5,false,{TAIL},
nato-people,2001,2003,,NATO members,,,people,2,false,{TAIL},
"""

EXPECTED = """\
id,ours,ours_low,ours_high,theirs,at_least,gap_percent,agrees,why
all,12,11,13,11,false,9.1,true,
russians,9,8,10,9,false,0.0,true,
the-range,5,4,6,6,false,-16.7,true,
too-many,4,4,4,5,false,-20.0,false,Counts drivers too.
at-least,4,4,4,3,true,33.3,true,
at-least-more,4,4,4,5,true,-20.0,false,
no-figure,,,,1,false,,false,
nobody,0,0,0,0,false,0.0,true,
nobody-of-two,0,0,0,2,false,-100.0,false,
some-of-none,5,4,6,0,false,,false,
second-ground,1,1,1,1,false,0.0,true,
either-ground,3,3,3,3,false,0.0,true,
affair,9,8,10,9,false,0.0,true,
states,3,3,3,3,false,0.0,true,
decisions,4,4,4,4,false,0.0,true,
eu,10,9,11,10,false,0.0,true,
nato,4,4,4,4,false,0.0,true,
nato-and-one,5,5,5,5,false,0.0,true,
nato-people,2,2,2,2,false,0.0,true,
"""


@pytest.fixture
def tallies(tmp_path):
    def of(rows):
        (tmp_path / "tallies.csv").write_text(HEADER + rows, encoding="utf-8")
        return data.load_tallies(tmp_path)

    return of


def test_each_question_gets_its_answer(events, tallies):
    table = reconcile(events, tallies(TALLIES))
    integers = dict.fromkeys(["ours", "ours_low", "ours_high", "theirs"], "Int64")
    types = {"id": "str", "at_least": "boolean", "gap_percent": "Float64", "agrees": "bool", "why": "str"}
    expected = pd.read_csv(io.StringIO(EXPECTED), dtype=integers | types, keep_default_na=False, na_values={"ours": ""})
    assert list(table.columns) == COLUMNS
    pd.testing.assert_frame_equal(table[list(expected.columns)], expected)


def test_a_sum_leaves_out_ceilings_and_parts_of_another_decision(events, tallies):
    changed = events.copy()
    changed.loc[changed["id"] == "2001-04-02-swe-rus", "measure"] = "post_cap"
    changed.loc[changed["id"] == "2001-03-05-dnk-rus-2", "part_of"] = "2001-03-05-dnk-rus"
    table = reconcile(changed, tallies(f"russians,2001,2001,,RUS,,,people,3,false,{TAIL},\n"))
    assert table[["ours", "ours_low", "ours_high", "agrees"]].values.tolist() == [[3, 3, 3, True]]


@pytest.mark.parametrize(
    ("announced", "ours"), [("2001-04-02", 5), ("2001-04", 5), ("2001", 0), ("2001-04-03", 0), ("2001-03", 0)]
)
def test_a_decision_counts_when_the_whole_of_its_date_is_in_the_period(events, tallies, announced, ours):
    changed = events[events["id"] == "2001-04-02-swe-rus"].assign(announced=announced)
    period = "2001-04-01,2001-04-30" if len(announced) < 10 else "2001-04-02,2001-04-02"
    table = reconcile(data.with_dates(changed), tallies(f"a,{period},,,,,people,5,false,{TAIL},\n"))
    assert table["ours"].tolist() == [ours]


def test_members_are_those_of_the_day(events, tallies):
    expelled_in_2023 = events[events["expelling"] == "FIN"].assign(announced="2023-04-04")
    rows = f"nato,2023,2023,NATO members,,,,people,1,false,{TAIL},\n"
    assert reconcile(data.with_dates(expelled_in_2023), tallies(rows))["ours"].tolist() == [1]
    a_day_before = data.with_dates(expelled_in_2023.assign(announced="2023-04-03"))
    assert reconcile(a_day_before, tallies(rows))["ours"].tolist() == [0]


def test_actors_of_the_user_say_who_was_a_member(events, tallies):
    actors = data.load_actors()
    actors.loc[actors["code"] == "RUS", "nato_since"] = "2001-01-01"
    rows = f"nato,2001,2001,NATO members,DNK,,,people,2,false,{TAIL},\n"
    assert reconcile(events, tallies(rows))["ours"].tolist() == [0]
    assert reconcile(events, tallies(rows), actors)["ours"].tolist() == [2]


def test_reconcile_leaves_its_input_alone(events, tallies):
    asked = tallies(TALLIES)
    before = events.copy(deep=True), asked.copy(deep=True)
    reconcile(events, asked)
    pd.testing.assert_frame_equal(events, before[0])
    pd.testing.assert_frame_equal(asked, before[1])


def test_no_tallies_give_an_empty_table(events, tallies):
    table = reconcile(events, tallies(""))
    assert (len(table), list(table.columns)) == (0, COLUMNS)


@pytest.fixture(scope="module")
def shipped():
    return reconcile(data.load_expulsions(), data.load_tallies())


def test_every_tally_agrees_or_says_why_not(shipped):
    assert shipped.loc[~shipped["agrees"] & (shipped["why"] == ""), "id"].tolist() == []


@pytest.mark.parametrize("tally", ["guardian-2018-03-31-rus", "guardian-2018-03-31-rus-states", "tass-2022-12-31-rus"])
def test_the_two_great_waves_are_those_that_others_counted(shipped, tally):
    row = shipped.set_index("id").loc[tally]
    assert abs(row["gap_percent"]) <= TOLERANCE


def test_tallies_name_known_actors_and_affairs():
    record = data.load()
    asked = record.tallies
    known = {*record.actors["code"], "EU members", "NATO members"}
    assert {code for side in ("expelling", "expelled") for codes in asked[side] for code in codes} - known == set()
    assert {episode for episode in asked["episode"] if episode} - {*record.episodes["episode"]} == set()
