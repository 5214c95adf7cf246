"""Who said what of the six invented rows."""

import pandas as pd

from expulsions.disagreements import disagreements, who_said_what


def test_disagreements(events, citations):
    assert disagreements(events, citations).to_csv(index=False) == (
        "id,date,expelling,expelled,count,count_low,count_high,sources,figures,lowest,highest,spread\n"
        '2001-04-02-swe-rus,2001-04-02,SWE,RUS,5,4,6,3,"(4, 5, 6)",4,6,2\n'
    )


def test_who_said_what(events, citations):
    said = who_said_what(events, citations).query("expelling == 'SWE'")
    assert said[["source", "publisher", "count_reported", "difference"]].to_csv(index=False) == (
        "source,publisher,count_reported,difference\n"
        "Reuters,The Sound Gazette,4,-1\n"
        "The Harbour Post,The Harbour Post,5,0\n"
        "The Fjord Times,The Fjord Times,6,1\n"
    )


def test_a_page_without_a_figure_says_nothing(events, citations):
    assert "2001-03-19-nor-rus" not in who_said_what(events, citations)["id"].tolist()


def test_no_citations_no_disagreements(events, citations):
    full = disagreements(events, citations)
    pd.testing.assert_frame_equal(disagreements(events, citations.iloc[:0]), full.iloc[:0])


def test_disagreements_leaves_its_input_alone(events, citations):
    before = events.copy(deep=True), citations.copy(deep=True)
    disagreements(events, citations)
    pd.testing.assert_frame_equal(events, before[0])
    pd.testing.assert_frame_equal(citations, before[1])
