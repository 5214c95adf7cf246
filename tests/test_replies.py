"""Tit for tat on the six invented rows."""

import pandas as pd
import pytest

from expulsions.links import links
from expulsions.replies import replies, replies_by_episode, replies_by_pair, unanswered

SUMS = (
    "decisions,answered,median_days,people_out,people_out_low,people_out_high,without_count,"
    "people_back,people_back_low,people_back_high,compared,ratio"
)


def text(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, float_format="%.3f")


def test_replies(events):
    assert text(replies(events)) == (
        "id,date,expelling,expelled,episode,is_answer,people_out,answered,answers,answered_on,days,"
        "people_back,people_back_low,people_back_high,ceiling_back,ratio,shared\n"
        "2001-03-05-dnk-rus,2001-03-05,DNK,RUS,harbour-2001,False,3,True,\"('2001-03-12-rus-dnk',)\",2001-03-12,7,"
        "2.000,2.000,2.000,,0.667,False\n"
        "2001-03-05-dnk-rus-2,2001-03-05,DNK,RUS,harbour-2001,False,1,False,(),,,,,,,,False\n"
        "2001-03-12-rus-dnk,2001-03-12,RUS,DNK,harbour-2001,True,2,False,(),,,,,,,,False\n"
        "2001-03-19-nor-rus,2001-03-19,NOR,RUS,harbour-2001,False,,False,(),,,,,,,,False\n"
        "2001-04-02-swe-rus,2001-04-02,SWE,RUS,harbour-2001,False,5,False,(),,,,,,,,False\n"
        "2003-05-06-fin-rus,2003-05-06,FIN,RUS,,False,1,False,(),,,,,,,,False\n"
    )


def test_replies_by_pair_looks_at_opening_moves(events):
    assert text(replies_by_pair(events)) == (
        f"expelling,expelled,{SUMS}\n"
        "DNK,RUS,2,1,7.000,4,4,4,0,2,2,2,1,0.667\n"
        "SWE,RUS,1,0,,5,4,6,0,,,,0,\n"
        "FIN,RUS,1,0,,1,1,1,0,,,,0,\n"
        "NOR,RUS,1,0,,,,,1,,,,0,\n"
    )


def test_replies_by_episode(events, episodes):
    assert text(replies_by_episode(events, episodes)) == (
        f"episode,title,expelled,{SUMS}\nharbour-2001,The harbour affair,RUS,4,1,7.000,9,8,10,1,2,2,2,1,0.667\n"
    )


def test_unanswered_awaits_no_answer_to_an_answer(events):
    assert unanswered(events)["id"].tolist() == [
        "2001-03-05-dnk-rus-2",
        "2001-03-19-nor-rus",
        "2001-04-02-swe-rus",
        "2003-05-06-fin-rus",
    ]


def answering(events: pd.DataFrame, *ids: str) -> pd.DataFrame:
    answers = [ids if id == "2001-03-12-rus-dnk" else () for id in events["id"]]
    return events.assign(responds_to=pd.Series(answers, dtype=object))


def test_an_answer_to_two_is_shared_by_their_people(events):
    both = replies(answering(events, "2001-03-05-dnk-rus", "2001-03-05-dnk-rus-2"))
    assert both["people_back"].tolist()[:2] == [1.5, 0.5]
    assert both["shared"].tolist() == [True, True, False, False, False, False]
    assert replies_by_pair(both_of(events))["people_back"].tolist()[0] == 2


def both_of(events: pd.DataFrame) -> pd.DataFrame:
    return answering(events, "2001-03-05-dnk-rus", "2001-03-05-dnk-rus-2")


def test_an_answer_is_shared_equally_where_a_figure_is_missing(events):
    unknown = both_of(events)
    unknown.loc[1, ["count", "count_low", "count_high"]] = pd.NA
    assert replies(unknown)["people_back"].tolist()[:2] == [1.0, 1.0]


def test_an_answer_to_a_decision_of_nobody_is_shared_all_the_same(events):
    nobody = both_of(events)
    nobody.loc[1, ["count", "count_low", "count_high"]] = 0
    assert replies(nobody)["shared"].tolist()[:2] == [True, True]
    assert replies(nobody)["people_back"].tolist()[:2] == [2.0, 0.0]


def test_a_link_to_a_later_decision_is_no_answer(events):
    assert links(answering(events, "2001-04-02-swe-rus")).empty


def test_a_link_to_an_unknown_decision_is_no_answer_but_no_opening_either(events):
    elsewhere = answering(events, "1999-01-01-dnk-rus")
    assert links(elsewhere).empty
    assert "2001-03-12-rus-dnk" not in unanswered(elsewhere)["id"].tolist()


def test_the_people_of_an_answer_that_is_a_part_are_not_counted(events):
    part = events.assign(part_of=events["part_of"].where(events["expelling"] != "RUS", "2003-05-06-fin-rus"))
    first = replies(part).iloc[0]
    assert first["answered"]
    assert pd.isna(first["people_back"])


def test_an_answer_to_a_part_answers_the_whole(events):
    part = answering(events, "2001-03-05-dnk-rus-2")
    part.loc[1, "part_of"] = "2001-03-05-dnk-rus"
    assert replies(part)["answers"].tolist()[0] == ("2001-03-12-rus-dnk",)


def test_a_ceiling_in_answer_stands_beside_the_people(events):
    capped = events.assign(measure=events["measure"].where(events["expelling"] != "RUS", "post_cap"))
    first = replies(capped).iloc[0]
    assert pd.isna(first["people_back"])
    assert first["ceiling_back"] == 2


def test_days_are_missing_where_a_day_is_unknown(events):
    vague = events.assign(date_precision=events["date_precision"].where(events["expelling"] != "RUS", "month"))
    first = replies(vague).iloc[0]
    assert first["answered"]
    assert pd.isna(first["days"])


@pytest.mark.parametrize("ask", [links, replies, replies_by_pair, unanswered])
def test_a_question_about_replies_leaves_its_input_alone(events, ask):
    before = events.copy(deep=True)
    ask(events)
    pd.testing.assert_frame_equal(events, before)
