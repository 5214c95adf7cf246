"""Names of actors: found in seven languages, shown in any, and who belonged to which group on a day."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from expulsions import UnknownValue, actors, load_actors, load_expulsions
from expulsions.schema import edtf_interval
from expulsions.spellings import ALSO_CALLED, EITHER, SHORT_ENGLISH

with Path(__file__).with_name("actor_spellings.csv").open(encoding="utf-8", newline="") as file:
    SPELLINGS = [(row["spelling"], row["code"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("spelling", "code"), [pair for pair in SPELLINGS if pair[1]])
def test_find_knows_the_spelling(spelling, code):
    assert actors.find(spelling) == code


@pytest.mark.parametrize("spelling", [spelling for spelling, code in SPELLINGS if not code])
def test_find_refuses_the_spelling(spelling):
    with pytest.raises(UnknownValue, match=r"^actor: (no state or organisation is called|.* can be .* or )"):
        actors.find(spelling)


def test_spellings_cover_seven_languages():
    with Path(__file__).with_name("actor_spellings.csv").open(encoding="utf-8", newline="") as file:
        languages = {row["language"] for row in csv.DictReader(file) if row["code"]}
    assert languages == {"", *actors.LANGUAGES}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("Belgum", "actor: no state or organisation is called 'Belgum'. Did you mean 'Belgium'?"),
        ("Deutschlnad", "actor: no state or organisation is called 'Deutschlnad'. Did you mean 'Deutschland'?"),
        ("Soviet Uniom", "actor: no state or organisation is called 'Soviet Uniom'. Did you mean 'Soviet Union'?"),
        ("Hong Kong", "actor: no state or organisation is called 'Hong Kong'."),
        ("Korea", "actor: 'Korea' can be South Korea (KOR) or North Korea (PRK); say which one."),
        ("Congo", "actor: 'Congo' can be DR Congo (COD) or Congo-Brazzaville (COG); say which one."),
        ("x" * 1000, "actor: no state or organisation is called '" + "x" * 57 + "…'."),
    ],
)
def test_find_says_what_is_wrong(wrong, message):
    with pytest.raises(UnknownValue) as error:
        actors.find(wrong)
    assert str(error.value) == message


@pytest.mark.parametrize("language", actors.LANGUAGES)
def test_find_is_the_inverse_of_name_in_every_language(language):
    codes = load_actors()["code"]
    # Polish and Spanish call the Congo of Brazzaville "Congo", by which others mean its neighbour.
    asked_back = {"COG"} if language in ("pl", "es") else set()
    wrong = {}
    for code in set(codes) - asked_back:
        if actors.find(actors.name(code, language)) != code:
            wrong[code] = actors.name(code, language)
    assert wrong == {}


def test_name_is_the_short_form_that_a_newspaper_uses():
    codes = ["USA", "GBR", "PRK", "KOR", "RUS", "CZE", "TUR", "CIV", "COD", "BIH", "XKX", "SUN", "DDR", "NATO", "EU"]
    assert [actors.name(code) for code in codes] == [
        "United States",
        "United Kingdom",
        "North Korea",
        "South Korea",
        "Russia",
        "Czechia",
        "Turkey",
        "Ivory Coast",
        "DR Congo",
        "Bosnia and Herzegovina",
        "Kosovo",
        "Soviet Union",
        "East Germany",
        "NATO",
        "European Union",
    ]


def test_name_speaks_the_readers_language():
    languages = ("fr", "de", "nl", "pl", "es", "it", "pt-BR")
    assert [actors.name("BEL", language) for language in languages] == [
        "Belgique",
        "Belgien",
        "België",
        "Belgia",
        "Bélgica",
        "Belgio",
        "Bélgica",
    ]


@pytest.mark.parametrize(
    ("code", "language", "message"),
    [
        ("BLE", "en", "code: 'BLE' is not a code of actors.csv."),
        ("NATOO", "en", "code: 'NATOO' is not a code of actors.csv. Did you mean 'NATO'?"),
        ("BEL", "xx", "language: the Unicode CLDR has no 'xx'; write a code such as en, fr, de, nl, pl, es, it."),
        ("BEL", "", "language: the Unicode CLDR has no ''; write a code such as en, fr, de, nl, pl, es, it."),
    ],
)
def test_name_says_what_is_wrong(code, language, message):
    with pytest.raises(UnknownValue) as error:
        actors.name(code, language)
    assert str(error.value) == message


def test_adjective():
    assert [actors.adjective(code) for code in ("NLD", "GBR", "SUN", "EU")] == ["Dutch", "British", "Soviet", "EU"]


def test_the_lists_of_names_know_their_codes():
    codes = set(load_actors()["code"])
    named = {*ALSO_CALLED, *SHORT_ENGLISH, *(code for pair in EITHER for code in pair)}
    assert named - codes == set()


@pytest.mark.parametrize(
    ("group", "on", "number"),
    [
        ("EU", "1957-12-31", 0),
        ("EU", "1958-01-01", 6),
        ("EU", "1973-01-01", 9),
        ("EU", "1981-01-01", 10),
        ("EU", "1986-01-01", 12),
        ("EU", "1995-01-01", 15),
        ("EU", "2004-05-01", 25),
        ("EU", "2007-01-01", 27),
        ("EU members", "2013-07-01", 28),
        ("EU members", "2020-01-31", 28),
        ("EU members", "2020-02-01", 27),
        ("NATO", "1949-08-24", 12),
        ("NATO", "1952-02-18", 14),
        ("NATO", "1955-05-06", 15),
        ("NATO", "1982-05-30", 16),
        ("NATO", "1999-03-12", 19),
        ("NATO", "2004-03-29", 26),
        ("NATO", "2009-04-01", 28),
        ("NATO", "2017-06-05", 29),
        ("NATO", "2020-03-27", 30),
        ("NATO members", "2023-04-04", 31),
        ("NATO members", "2024-03-07", 32),
    ],
)
def test_members_on_the_days_of_accession(group, on, number):
    assert len(actors.members(group, on)) == number


def test_members_of_another_group_are_refused():
    with pytest.raises(UnknownValue) as error:
        actors.members("Nato members", "2022-01-01")
    expected = "group: 'Nato members' is not one of: EU members, NATO members. Did you mean 'NATO members'?"
    assert str(error.value) == expected


def test_is_member_looks_at_each_day_and_leaves_its_input_alone():
    codes = pd.Series(["GBR", "GBR", "FIN", "FIN", "RUS", "nobody"], index=list("abcdef"))
    days = ["2020-01-31", "2020-02-01", "1994-12-31", "1995-01-01", "2022-01-01", "2022-01-01"]
    dates = pd.Series(pd.to_datetime(days), index=codes.index)
    before = codes.copy(), dates.copy()
    expected = pd.Series([True, False, False, True, False, False], index=codes.index)
    pd.testing.assert_series_equal(actors.is_member(codes, "EU", dates), expected)
    pd.testing.assert_series_equal(codes, before[0])
    pd.testing.assert_series_equal(dates, before[1])


def test_no_two_actors_share_a_tile():
    tiles = load_actors()[["code", "tile_col", "tile_row"]].dropna()
    shared = tiles[tiles.duplicated(["tile_col", "tile_row"], keep=False)]
    assert shared["code"].tolist() == []


def test_every_member_in_europe_has_a_tile():
    table = load_actors()
    members = table[((table["eu_since"] != "") | (table["nato_since"] != "")) & ~table["code"].isin(["CAN", "USA"])]
    assert members.loc[members["tile_col"].isna(), "code"].tolist() == []


def test_states_exist_between_their_days():
    table = load_actors().set_index("code")
    ends = table.loc[(table["since"] != "") & (table["until"] != ""), ["since", "until"]]
    assert [code for code, since, until in ends.itertuples() if edtf_interval(since)[0] > edtf_interval(until)[1]] == []
    assert table.loc[["SUN", "CSK", "YUG", "SCG", "DDR", "YMD"], "successor"].tolist() == [
        "RUS",
        "CZE",
        "SCG",
        "SRB",
        "DEU",
        "YEM",
    ]


def test_every_actor_of_the_record_is_known():
    events = load_expulsions()
    unknown = {*events["expelling"], *events["expelled"]} - set(load_actors()["code"])
    assert unknown == set()
