"""The claims of the newspaper article of 30 March 2022 that started the project, held against the record."""

import pandas as pd
import pytest

from expulsions import load

# claim, decision, column, what the article says
CLAIMS = [
    ("Belgium expels 21", "2022-03-29-bel-rus", "count", 21),
    ("the Netherlands expel 17 on the same day", "2022-03-29-nld-rus", "count", 17),
    ("Belgium accuses them of espionage", "2022-03-29-bel-rus", "grounds", "espionage"),
    ("the Netherlands accuse them of espionage", "2022-03-29-nld-rus", "grounds", "espionage"),
    ("Belgium gives them two weeks", "2022-03-29-bel-rus", "leave_within_hours", 336),
    ("the Netherlands give them two weeks", "2022-03-29-nld-rus", "leave_within_hours", 336),
    ("Belgium points to the invasion of Ukraine", "2022-03-29-bel-rus", "episode", "ukraine-invasion-2022"),
    ("the Netherlands point to the invasion of Ukraine", "2022-03-29-nld-rus", "episode", "ukraine-invasion-2022"),
    ("NATO expelled eight in October 2021", "2021-10-06-nato-rus", "count", 8),
    ("the Netherlands expelled two in 2018", "2018-03-26-nld-rus", "count", 2),
    ("the Dutch case of 2018 answers the Skripal poisoning", "2018-03-26-nld-rus", "episode", "skripal-2018"),
    ("the Netherlands expelled two in 2020", "2020-12-10-nld-rus", "count", 2),
    ("the Dutch case of 2020 is about espionage", "2020-12-10-nld-rus", "grounds", "espionage"),
    ("Ireland expels four on the same day", "2022-03-29-irl-rus", "count", 4),
    ("Poland expelled 45 the week before", "2022-03-23-pol-rus", "count", 45),
    ("Poland suspects espionage", "2022-03-23-pol-rus", "grounds", "espionage"),
]
FOUR = ["2022-03-29-bel-rus", "2022-03-29-nld-rus", "2022-03-29-irl-rus", "2022-03-23-pol-rus"]


@pytest.fixture(scope="module")
def decisions() -> pd.DataFrame:
    return load().expulsions.set_index("id")


@pytest.mark.parametrize(("claim", "decision", "column", "expected"), CLAIMS, ids=[claim[0] for claim in CLAIMS])
def test_a_claim_of_the_article(decisions, claim, decision, column, expected):
    found = decisions.at[decision, column]
    assert expected in found if column == "grounds" else found == expected


@pytest.mark.parametrize("decision", FOUR)
def test_russia_answered_with_expulsions_of_its_own(decisions, decision):
    answers = decisions[decisions["responds_to"].map(lambda ids: decision in ids)]
    assert list(answers["expelling"].unique()) == ["RUS"]
    assert answers["measure"].isin(["expelled", "persona_non_grata"]).all()


@pytest.mark.parametrize("decision", FOUR)
def test_each_of_the_four_has_two_independent_witnesses_or_more(decisions, decision):
    assert decisions.at[decision, "independent_sources"] >= 2


@pytest.mark.parametrize(("code", "decision"), [("BEL", FOUR[0]), ("NLD", FOUR[1])])
def test_nothing_as_large_for_decades(decisions, code, decision):
    """The article: none of this size for decades. The record: none as large in the 40 years before, by any figure."""
    own = decisions[(decisions["expelling"] == code) & (decisions.index != decision)]
    before = own[(own["date"] < "2022-03-29") & (own["date"] >= "1982-03-29")]
    assert not (before["count_high"] >= decisions.at[decision, "count"]).any()
