"""The verdicts on the claims of a news story follow the record, not the story."""

from dataclasses import replace

import pytest

import expulsions as ex


@pytest.fixture(scope="module")
def record():
    return ex.load()


def verdict(record, events, words):
    claims = ex.article_claims(replace(record, expulsions=events))
    return claims.loc[claims["claim"].str.contains(words, regex=False), "verdict"].tolist()


def changed(record, id, **cells):
    events = record.expulsions.copy()
    for column, value in cells.items():
        events.loc[events["id"] == id, column] = value
    return events


def test_every_claim_has_rows_and_witnesses(record):
    claims = ex.article_claims(record)
    assert len(claims) == 16
    assert (claims["witnesses"] >= 2).all()
    assert set(claims["rows"].explode()) <= set(record.expulsions["id"])


def test_another_count_fails_the_claim(record):
    assert verdict(record, record.expulsions, "Belgium expelled 21") == ["Holds"]
    assert verdict(record, changed(record, "2022-03-29-bel-rus", count=22), "Belgium expelled 21") == ["Does not hold"]


def test_a_larger_one_lately_fails_half_the_superlative(record):
    events = changed(record, "2018-03-26-nld-rus", count=40)
    assert verdict(record, events, "for decades") == ["Holds in part"]


def test_another_deadline_for_one_of_two_holds_in_part(record):
    events = changed(record, "2022-03-29-nld-rus", leave_within_hours=48)
    assert verdict(record, events, "two weeks") == ["Holds in part"]


def test_a_decision_that_is_gone_is_not_in_this_record(record):
    events = record.expulsions.query("id != '2022-03-29-irl-rus'")
    assert verdict(record, events, "Ireland expelled four") == ["Not in this record"]


def test_told_names_rows_and_links_sources(record):
    text = ex.told(ex.article_claims(record).head(1), record.citations)
    assert text.startswith("1. “Belgium expelled 21 accredited Russian diplomats on Tuesday 29 March 2022.” **Holds.**")
    assert "Rows: `2022-03-29-bel-rus`." in text
    assert "](https://" in text
