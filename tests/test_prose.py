"""Sentences and tables: what they say of a row, and what they refuse."""

import pandas as pd
import pytest

import expulsions as ex
from expulsions.analysis import summary
from expulsions.story.prose import readable, say


def test_a_number_begins_a_sentence_with_a_capital():
    assert (
        say("{a} left. {b:person/people} stayed.\n- {c} more.", a=4, b=1, c=2)
        == "Four left. One person stayed.\n- Two more."
    )


def test_a_range_has_a_name_of_its_own(events):
    swedish = events[events["expelling"] == "SWE"]
    assert say("{people_range} had to leave.", summary(swedish)) == "5 (4–6) had to leave."


def test_a_missing_figure_is_not_zero(events):
    norwegian = events[events["expelling"] == "NOR"]
    assert say("{people} people in {decisions:decision/decisions}", summary(norwegian)) == (
        "An unknown number of people in one decision"
    )


@pytest.mark.parametrize(
    ("share", "said"), [(0.999, ">99%"), (1.0, "100%"), (0.001, "<1%"), (0.0, "0%"), (0.255, "26%")]
)
def test_all_and_none_are_said_of_all_and_none_only(share, said):
    assert say("{share:%}", share=share) == said


def test_a_fact_that_is_missing_is_named():
    with pytest.raises(ex.UnknownValue, match=r"say: no fact is called 'peple'\. Did you mean 'people'\?"):
        say("{peple}", people=4)


def test_a_frame_of_facts_has_one_row(events):
    with pytest.raises(ex.UnknownValue, match="a frame of facts has one row, this one has 6"):
        say("{id}", events)


def test_a_table_in_words(events):
    shown = readable(events.iloc[[3, 4]], "expelling", "announced", "count", "grounds")
    assert shown.reset_index().to_numpy().tolist() == [
        ["Norway", "19 March 2001", "–", "espionage"],
        ["Sweden", "2 April 2001", "5 (4–6)", "espionage"],
    ]
    assert [shown.columns.name, *shown.columns] == ["expelling", "announced", "people", "grounds"]


def test_a_table_escapes_what_a_page_would_run():
    html = readable(pd.DataFrame({"who": ["<script>"], "people": [4]}))._repr_html_()
    assert "<script>" not in html
    assert '<td style="text-align: left">&lt;script&gt;</td><td style="text-align: right">4</td>' in html


def test_a_column_that_is_missing_is_named(events):
    with pytest.raises(ex.UnknownValue, match=r"readable: the table has no column 'expeling'\. Did you mean"):
        readable(events, "expeling")


def test_readable_leaves_its_input_alone(events):
    before = events.copy()
    readable(events, "expelling", "count")
    pd.testing.assert_frame_equal(events, before)
