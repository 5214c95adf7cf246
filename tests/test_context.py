"""The sentences: whole on the six invented rows, and worked out again by brute force for decisions of the record."""

import csv
import datetime

import pandas as pd
import pytest

from expulsions import actors, schema
from expulsions.context import Sentence, context, contexts
from expulsions.data import load_episodes, load_expulsions
from expulsions.errors import UnknownValue

OPENING = ["2022-03-29-bel-rus", "2022-03-29-nld-rus", "2022-03-29-irl-rus", "2022-03-23-pol-rus"]
HISTORICAL = [
    "1971-09-24-gbr-sun",
    "1983-04-05-fra-sun",
    "1986-10-21-usa-sun",
    "2001-03-22-usa-rus",
    "2016-12-29-usa-rus",
    "2018-03-14-gbr-rus",
]


def texts(events: pd.DataFrame, id: str, episodes: pd.DataFrame | None = None) -> list[str]:
    return [sentence.text for sentence in context(events, id, episodes)]


def test_a_plain_case(events, episodes):
    one = "; one decision without a figure is not compared"
    affair = "in the affair “The harbour affair” in this record"
    assert texts(events, "2001-03-05-dnk-rus", episodes) == [
        "The largest expulsion by Denmark in this record, which for Denmark begins in 2001.",
        "The second largest of four expulsions of Russian staff in this record, which for Russian staff begins in 2001"
        f"{one}.",
        f"The second largest of three expulsions of Russian staff {affair}{one}.",
        f"It accounts for three of the nine Russian staff (33%) who had to leave {affair}, by the best figures;"
        " one decision without a figure is not counted.",
        f"The second largest of four expulsions of 2001 in this record{one}.",
        "Russia answered on 12 March 2001, seven days later: two Danish staff had to leave.",
    ]


def test_a_sentence_names_the_rows_it_rests_on(events):
    assert context(events, "2001-03-12-rus-dnk")[-1] == Sentence(
        "It answers the decision by Denmark on 5 March 2001 (three people).",
        ("2001-03-12-rus-dnk", "2001-03-05-dnk-rus"),
    )


def test_a_missing_count_is_compared_with_nothing(events):
    assert texts(events, "2001-03-19-nor-rus") == [
        "This record has no figure for it, so it is not compared with others."
    ]


def norwegian(events: pd.DataFrame, *figures: tuple[int, int, int]) -> pd.DataFrame:
    """A Norwegian decision a year, from 2001 on, with these low, best and high figures."""
    rows = events.query("expelling == 'NOR'").sample(len(figures), replace=True).reset_index(drop=True)
    low, best, high = zip(*figures, strict=True)
    days = [f"{2001 + number}-03-19" for number in range(len(figures))]
    rows = rows.assign(id=[f"{day}-nor-rus" for day in days], announced=days, date=pd.to_datetime(days))
    rows = rows.assign(count_low=low, count=best, count_high=high, episode="")
    return rows.astype({"count_low": "Int64", "count": "Int64", "count_high": "Int64", "date": events["date"].dtype})


@pytest.mark.parametrize(
    ("figures", "row", "said"),
    [
        ([(4, 4, 4), (4, 4, 4)], 1, "The joint largest expulsion by Norway {where}."),
        ([(4, 4, 4), (4, 4, 5)], 0, "The joint largest expulsion by Norway {where}, by the best figures."),
        ([(4, 4, 6), (5, 5, 5)], 1, "The largest expulsion by Norway {where}, by the best figures."),
        ([(4, 4, 4), (5, 5, 5)], 1, "The largest expulsion by Norway {where}."),
        (
            [(9, 9, 9), (2, 2, 2), (3, 3, 3)],
            2,
            "The largest expulsion by Norway since 19 March 2001 (nine people) {where}.",
        ),
        (
            [(9, 9, 9), (2, 2, 3), (3, 3, 3)],
            2,
            "The largest expulsion by Norway since 19 March 2001 (nine people) {where}, by the best figures.",
        ),
        (
            [(9, 9, 9), (2, 2, 2), (3, 3, 3), (4, 4, 4)],
            2,
            "At the time the largest expulsion by Norway since 19 March 2001 (nine people) {where}.",
        ),
        ([(9, 9, 9), (3, 3, 3), (2, 2, 2)], 2, "The third largest of three expulsions by Norway {where}."),
        ([(1, 1, 1)], 0, "The only expulsion by Norway in this record."),
    ],
)
def test_the_largest_is_said_with_care(events, figures, row, said):
    where = "in this record, which for Norway begins in 2001"
    record = norwegian(events, *figures)
    assert texts(record, record["id"][row])[0] == said.format(where=where)


def test_a_decision_without_a_figure_and_a_ceiling_are_named(events):
    record = norwegian(events, (2, 2, 2), (3, 3, 3), (4, 4, 4))
    record.loc[0, ["count", "count_low", "count_high"]] = pd.NA
    record["measure"] = record["measure"].where(record.index != 1, "post_cap")
    assert texts(record, "2003-03-19-nor-rus")[0] == "This record has no answer to it."
    longer = pd.concat([record, norwegian(events, (1, 1, 1)).assign(id="2001-x")], ignore_index=True)
    assert texts(longer, "2003-03-19-nor-rus")[0] == (
        "The largest expulsion by Norway in this record, which for Norway begins in 2001;"
        " one decision without a figure and ceilings on posts are not compared."
    )
    assert texts(longer, "2002-03-19-nor-rus")[0] == (
        "It set a ceiling on posts, which no sum of people who had to leave includes."
    )


def test_an_unknown_id_is_named_with_the_nearest(events):
    with pytest.raises(UnknownValue) as error:
        context(events, "2001-03-05-dnk-rsu")
    message = "context: the record has no decision '2001-03-05-dnk-rsu'. Did you mean '2001-03-05-dnk-rus'?"
    assert str(error.value) == message


def test_context_leaves_its_input_alone(events, episodes):
    before = events.copy(deep=True)
    contexts(events, episodes)
    pd.testing.assert_frame_equal(events, before)


# By brute force: plain rows of the file, loops, and every row asked for itself. What a word or a caveat is worth is
# decided here anew.

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
RANKS = ["", "", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth "]
PEOPLE = {"persona_non_grata", "expelled", "accreditation_withdrawn", "visa_not_extended", "staff_reduction"}
PEOPLE |= {"relations_broken"}
THE = {"Netherlands", "United Kingdom", "United States", "Soviet Union", "DR Congo", "Philippines", "Comoros", "Gambia"}
THE |= {
    "Maldives",
    "Dominican Republic",
    "Central African Republic",
    "European Union",
    "United Nations",
    "African Union",
}
THE |= {"United Arab Emirates", "Organization of American States", "Bahamas", "Seychelles", "Solomon Islands"}


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    with open(schema.data_folder() / "expulsions.csv", encoding="utf-8", newline="") as file:
        read = [dict(row) for row in csv.DictReader(file)]
    for row in read:
        year, month, day = [*row["announced"].split("-"), "", ""][:3]
        row["first"] = datetime.date(int(year), int(month or 1), int(day or 1))
        ends = [datetime.date(int(year), 12, 31)]
        if month:
            following = datetime.date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
            ends = [row["first"] if day else following - datetime.timedelta(days=1)]
        row["last"] = ends[0]
        for name in ("count", "count_low", "count_high"):
            row[name] = int(row[name]) if row[name] else None
    return read


def in_words(number: int) -> str:
    return SMALL[number] if number < 10 else format(number, ",")


def rank_word(rank: int) -> str:
    if rank < 10:
        return RANKS[rank]
    last = str(rank)[-1]
    ending = "th" if str(rank)[-2:] in ("11", "12", "13") or last not in "123" else ["st", "nd", "rd"][int(last) - 1]
    return f"{rank}{ending} "


def in_a_sentence(code: str) -> str:
    called = actors.name(code)
    return f"the {called}" if called in THE else called


def spelled(row: dict) -> str:
    formats = {4: "%Y", 7: "%B %Y", 10: "%d %B %Y"}
    return row["first"].strftime(formats[len(row["announced"])]).lstrip("0")


def people(number: int) -> str:
    return "one person" if number == 1 else f"{in_words(number)} people"


def rivals(rows: list[dict], mine: dict, same) -> list[dict]:
    whole = {row["id"]: row for row in rows}
    found = []
    for row in rows:
        parent = whole.get(row["part_of"])
        inside = parent is not None and parent["measure"] in PEOPLE and not parent["part_of"]
        if row is not mine and same(row) and row["measure"] in PEOPLE and not inside:
            found.append(row)
    return found


def doubt(rows: list[dict], mine: dict, others: list[dict], same) -> str:
    unsure = False
    unknown = 0
    for row in others:
        if row["count"] is None:
            unknown += 1
        elif row["count"] > mine["count"]:
            unsure |= row["count_low"] <= mine["count_high"]
        elif row["count"] < mine["count"]:
            unsure |= row["count_high"] >= mine["count_low"]
        else:
            unsure |= row["count_low"] < row["count_high"] or mine["count_low"] < mine["count_high"]
    out = []
    if unknown:
        out.append(f"{in_words(unknown)} decision{'s' * (unknown > 1)} without a figure")
    if any(same(row) and row["measure"] == "post_cap" and not row["part_of"] for row in rows):
        out.append("ceilings on posts")
    verb = "is" if unknown == 1 and len(out) == 1 else "are"
    return ", by the best figures" * unsure + (f"; {' and '.join(out)} {verb} not compared" if out else "")


def ranking(rows: list[dict], mine: dict, same, one: str, where: str, last_rank: int) -> list[str]:
    others = rivals(rows, mine, same)
    known = [row["count"] for row in others if row["count"] is not None]
    rank = 1 + sum(count > mine["count"] for count in known)
    if not known or rank > last_rank:
        return []
    joint = "joint " * (mine["count"] in known)
    of_all = f"of {in_words(len(known) + 1)} {one.replace('expulsion', 'expulsions', 1)}" if rank > 1 else one
    return [f"The {joint}{rank_word(rank)}largest {of_all} {where}{doubt(rows, mine, others, same)}."]


def since(rows: list[dict], mine: dict, where: str) -> list[str]:
    def own(row: dict) -> bool:
        return row["expelling"] == mine["expelling"]

    others = rivals(rows, mine, own)
    large = [row for row in others if row["count"] is not None and row["count"] >= mine["count"]]
    earlier = [row for row in large if row["last"] < mine["first"]]
    before = max(earlier, key=lambda row: (row["last"], row["count"]), default=None)
    after = [row for row in large if row["first"] > mine["last"]]
    if any(row["first"] <= mine["last"] and row["last"] >= mine["first"] for row in large):
        return []
    if before is None and not after:
        return []
    if before is not None and (mine["first"] - before["last"]).days < 365:
        return []

    def span(row: dict) -> bool:
        started = before is None or row["last"] > before["last"]
        return own(row) and started and (not after or row["first"] <= mine["last"])

    compared = [row for row in others if span(row)]
    if not any(row["count"] is not None and row["first"] <= mine["last"] for row in compared):
        return []
    opening = "At the time the largest" if after else "The largest"
    mark = "" if before is None else f" since {spelled(before)} ({people(before['count'])})"
    text = f"{opening} expulsion by {in_a_sentence(mine['expelling'])}{mark} {where}"
    return [f"{text}{doubt(rows, mine, compared, span)}."]


def share(rows: list[dict], mine: dict, same, staff: str, affair: str) -> list[str]:
    summed = [row for row in rows if same(row) and row["measure"] in PEOPLE and not row["part_of"]]
    known = [row for row in summed if row["count"] is not None]
    everyone = sum(row["count"] for row in known)
    if len(known) < 2 or everyone == 0:
        return []
    percent = 100 * mine["count"] / everyone
    part = "less than 1%" if percent < 1 else f"{round(percent)}%"
    unknown = len(summed) - len(known)
    of_them = f"{in_words(mine['count'])} of the {in_words(everyone)} {staff} ({part})"
    text = f"It accounts for {of_them} who had to leave {affair}"
    text += ", by the best figures" * any(row["count_low"] != row["count_high"] for row in known)
    out = [f"{in_words(unknown)} decision{'s' * (unknown > 1)} without a figure"] * bool(unknown)
    out += ["ceilings on posts"] * any(same(row) and row["measure"] == "post_cap" for row in rows)
    verb = "is" if unknown == 1 and len(out) == 1 else "are"
    return [text + (f"; {' and '.join(out)} {verb} not counted" if out else "") + "."]


def same_day(rows: list[dict], mine: dict, staff: str) -> list[str]:
    names = {
        in_a_sentence(row["expelling"])
        for row in rows
        if (row["announced"], row["expelled"]) == (mine["announced"], mine["expelled"])
        if row["expelling"] != mine["expelling"] and row["measure"] in PEOPLE and not row["part_of"]
    }
    if not names or len(mine["announced"]) < 10:
        return []
    *most, last = sorted(names, key=lambda name: name.replace("the ", ""))
    who = f"{', '.join(most)} and {last}" if most else last
    who = who if len(names) < 7 else f"{in_words(len(names))} other authorities"
    return [f"On the same day {who} expelled {staff} too."]


def answers(rows: list[dict], mine: dict) -> list[str]:
    said = []
    asked = {mine["id"], *(row["id"] for row in rows if row["part_of"] == mine["id"])}
    for row in sorted(rows, key=lambda row: (row["first"], row["id"])):
        named = row["responds_to"].split("|")
        if not asked & set(named) or row is mine:
            continue
        days = (row["first"] - mine["first"]).days
        exact = len(row["announced"]) == len(mine["announced"]) == 10
        later = ("the same day" if days == 0 else "the next day") if days in (0, 1) else f"{abs(days)} days later"
        later = later.replace(str(days), in_words(days)) if 1 < days < 10 else later
        staff = f"{actors.adjective(row['expelled'])} staff"
        who = in_a_sentence(row["expelling"])
        text = f"{who[0].upper()}{who[1:]} answered {'on' if row['announced'][7:] else 'in'} {spelled(row)}"
        text += f", {later}" * exact
        if row["measure"] not in PEOPLE:
            text += ", with a ceiling on posts" if row["measure"] == "post_cap" else ", with a refused visa"
        elif row["count"] is None:
            text += "; this record has no figure for it"
        else:
            left = f"one member of the {staff}" if row["count"] == 1 else f"{in_words(row['count'])} {staff}"
            text += f": {left} had to leave"
            if row["count_low"] != row["count_high"]:
                text += f" (from {in_words(row['count_low'])} to {in_words(row['count_high'])})"
        if len(named) > 1:
            text += f", in answer to this and {in_words(len(named) - 1)} other decision{'s' * (len(named) > 2)}"
        said.append(f"{text}.")
    return said or ["This record has no answer to it."] * (not mine["responds_to"])


def answered_decisions(rows: list[dict], mine: dict) -> list[str]:
    said = []
    whole = {row["id"]: row for row in rows}
    for id in filter(None, mine["responds_to"].split("|")):
        row = whole[id]
        size = "no figure" if row["count"] is None else people(row["count"])
        size = "a ceiling on posts" if row["measure"] == "post_cap" else size
        preposition = "on" if row["announced"][7:] else "in"
        said.append(f"the decision by {in_a_sentence(row['expelling'])} {preposition} {spelled(row)} ({size})")
    *most, last = ["", *said]
    return [f"It answers {' and '.join(filter(None, [', '.join(filter(None, most)), last]))}."] * bool(said)


def by_brute_force(rows: list[dict], id: str, titles: dict[str, str]) -> list[str]:
    (mine,) = (row for row in rows if row["id"] == id)
    by, staff = in_a_sentence(mine["expelling"]), f"{actors.adjective(mine['expelled'])} staff"

    def begins(side: str) -> int:
        return min(row["first"] for row in rows if row[side] == mine[side]).year

    def in_affair(row: dict) -> bool:
        return mine["episode"] != "" and (row["episode"], row["expelled"]) == (mine["episode"], mine["expelled"])

    where = f"in this record, which for {by} begins in {begins('expelling')}"
    of_staff = f"in this record, which for {staff} begins in {begins('expelled')}"
    affair = f"in the affair “{titles.get(mine['episode'])}” in this record"
    year = mine["announced"][:4]
    alone = sum(row["expelling"] == mine["expelling"] for row in rows) == 1
    return [
        *[f"The only expulsion by {by} in this record."] * alone,
        *since(rows, mine, where),
        *ranking(rows, mine, lambda row: row["expelling"] == mine["expelling"], f"expulsion by {by}", where, 999),
        *ranking(rows, mine, lambda row: row["expelled"] == mine["expelled"], f"expulsion of {staff}", of_staff, 10),
        *ranking(rows, mine, in_affair, f"expulsion of {staff}", affair, 999),
        *share(rows, mine, in_affair, staff, affair),
        *ranking(rows, mine, lambda row: row["announced"][:4] == year, f"expulsion of {year}", "in this record", 10),
        *same_day(rows, mine, staff),
        *answers(rows, mine),
        *answered_decisions(rows, mine),
    ]


@pytest.mark.parametrize("id", OPENING + HISTORICAL)
def test_brute_force_over_the_record_comes_to_the_same_sentences(rows, id):
    episodes = load_episodes()
    assert texts(load_expulsions(), id, episodes) == by_brute_force(rows, id, titles_of(episodes))


def test_so_it_does_for_every_decision_with_a_figure(rows):
    episodes = load_episodes()
    said = contexts(load_expulsions(), episodes)
    for row in rows:
        if row["measure"] in PEOPLE and not row["part_of"] and row["count"] is not None:
            assert [one.text for one in said[row["id"]]] == by_brute_force(rows, row["id"], titles_of(episodes))


def titles_of(episodes: pd.DataFrame) -> dict[str, str]:
    return dict(zip(episodes["episode"], episodes["title"], strict=True))
