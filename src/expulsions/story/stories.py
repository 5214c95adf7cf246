"""Answer tables that only the stories ask for; the figures are those of the other answer tables."""

from collections.abc import Iterable

import pandas as pd

from expulsions.actors import members
from expulsions.analysis import by_actor, by_grounds
from expulsions.context import context
from expulsions.data import Record
from expulsions.headlines import headline
from expulsions.replies import replies, unanswered
from expulsions.totals import FIGURES, counted, totals


def joined(events: pd.DataFrame) -> pd.DataFrame:
    """Who joined when: a row for each actor that decided, in the order of its first decision.

    Columns: first (datetime64), actor, then the figures of `summary`.

    >>> from expulsions import data
    >>> week = data.load_expulsions().query("announced == '2022-03-29' and expelled == 'RUS'")
    >>> joined(week)["actor"].tolist()[:2]
    ['BEL', 'NLD']
    """
    table = by_actor(events)
    first = events[counted(events)].groupby("expelling")["date"].min().rename("first")
    table = table.merge(first, how="inner", left_on="actor", right_index=True, validate="one_to_one")
    table = table.sort_values(["first", "people"], ascending=[True, False], kind="stable", ignore_index=True)
    return table[["first", "actor", *FIGURES]]


def absent(events: pd.DataFrame, group: str, day: str) -> list[str]:
    """The members of "EU" or "NATO" on a day that took none of these decisions, as codes in the order of the alphabet.

    >>> from expulsions import data
    >>> absent(data.load_expulsions().query("episode == 'skripal-2018'"), "NATO", "2018-03-26")[-1]
    'TUR'
    """
    return sorted(set(members(group, on=day)) - set(events.loc[counted(events), "expelling"]))


def with_answers(events: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The chosen decisions and all that answer them, for the questions of `replies` about these alone.

    >>> from expulsions import data
    >>> events = data.load_expulsions()
    >>> with_answers(events, events.query("id == '2022-03-29-bel-rus'"))["id"].tolist()
    ['2022-03-29-bel-rus', '2022-04-19-rus-bel']
    """
    ids = set(chosen["id"])
    answers = events["responds_to"].map(lambda named: not ids.isdisjoint(named)).astype(bool)
    return events[events["id"].isin(ids) | answers].reset_index(drop=True)


def in_context(record: Record, ids: Iterable[str]) -> pd.DataFrame:
    """Each of these decisions with the first sentence of its context.

    Columns: decision (str, in words), standing (str).

    >>> from expulsions import data
    >>> in_context(data.load(), ["2022-03-29-irl-rus"])["decision"].tolist()
    ['Ireland expels 4 Russian officials']
    """
    events = record.expulsions
    rows = []
    for id in ids:
        row = events[events["id"] == id].astype(object).to_dict("records")[0]
        rows.append((headline(row), context(events, id, record.episodes)[0].text))
    return pd.DataFrame(rows, columns=["decision", "standing"])


def great_years(events: pd.DataFrame, *years: int) -> pd.DataFrame:
    """These years with the number of authorities that decided and the largest decision in words.

    Columns: year (Int64), authorities (Int64), then the figures of `summary`, largest (str).

    >>> from expulsions import data
    >>> great_years(data.load_expulsions().query("expelled == 'SUN'"), 1971)["largest"].tolist()
    ['The United Kingdom expels 105 Soviet officials']
    """
    rows = events[counted(events) & events["date"].dt.year.isin(years)]
    year = rows["date"].dt.year.astype("Int64")
    table = totals(rows, {"year": year})
    top = rows.assign(year=year, size=rows["count"].fillna(-1)).sort_values(["size", "date"], ascending=[False, True])
    top = top.drop_duplicates("year").set_index("year")
    table["authorities"] = table["year"].map(rows.groupby(year)["expelling"].nunique()).astype("Int64")
    table["largest"] = [headline(top.loc[one].to_dict()) for one in table["year"]]
    return table[["year", "authorities", *FIGURES, "largest"]]


def outside(events: pd.DataFrame, actors: pd.DataFrame, *regions: str) -> pd.DataFrame:
    """The decisions with neither side in these regions; the end of a region's name is enough ("Europe").

    Organisations lie in no region and are left out.

    >>> from expulsions import data
    >>> far = outside(data.load_expulsions(), data.load_actors(), "Europe", "Northern America")
    >>> bool(far["expelling"].isin(["BEL", "USA"]).any())
    False
    """
    region = actors.set_index("code")["region"]
    there = pd.Series(True, index=events.index)
    for side in ("expelling", "expelled"):
        place = events[side].map(region).fillna("")
        there &= (place != "") & ~place.str.endswith(regions)
    return events[there].reset_index(drop=True)


def mirrors(answered: pd.DataFrame) -> pd.DataFrame:
    """How the answers compare with what they answer, from a table of `replies`; where both figures are known.

    Columns: answer ("fewer back", "as many back", "more back"), decisions, people_out, people_back (Int64),
    share (Float64, of the decisions compared).

    >>> table = pd.DataFrame({"people_out": pd.array([4, 4], "Int64"), "people_back": pd.array([4.0, 9.0], "Float64"),
    ...                       "ratio": pd.array([1.0, 2.25], "Float64")})
    >>> mirrors(table)["decisions"].tolist()
    [0, 1, 1]
    """
    known = answered[answered["ratio"].notna()]
    # An answer shared among several decisions gives parts of a person; half a person is the same number.
    gap = (known["people_back"] - known["people_out"]).astype("float64")
    kinds = pd.cut(gap, [-float("inf"), -0.5, 0.5, float("inf")], labels=["fewer back", "as many back", "more back"])
    grouped = known.groupby(kinds, observed=False)
    table = grouped[["people_out", "people_back"]].sum().round().astype("Int64")
    table.insert(0, "decisions", grouped.size().astype("Int64"))
    table["share"] = (table["decisions"] / len(known)).astype("Float64")
    return table.rename_axis("answer").reset_index().astype({"answer": "str"})


def grounds_answered(events: pd.DataFrame) -> pd.DataFrame:
    """Opening moves by main ground: how large they are and how often they are answered.

    Columns: grounds, decisions, answered (Int64), share_answered (Float64), median_people, median_days (Float64).

    >>> from expulsions import data
    >>> "retaliation" in grounds_answered(data.load_expulsions())["grounds"].tolist()
    True
    """
    ground = pd.Series([one[0] if one else "not_stated" for one in events["grounds"]], events["id"], dtype="str")
    opening = replies(events).query("not is_answer")
    opening = opening.assign(grounds=opening["id"].map(ground))
    table = opening.groupby("grounds").agg(
        decisions=("id", "size"),
        answered=("answered", "sum"),
        median_people=("people_out", "median"),
        median_days=("days", "median"),
    )
    table = table.astype({"decisions": "Int64", "answered": "Int64", "median_people": "Float64"})
    table.insert(2, "share_answered", (table["answered"] / table["decisions"]).astype("Float64"))
    return table.sort_values("decisions", ascending=False).reset_index()


def who_answers(events: pd.DataFrame, at_least: int = 15) -> pd.DataFrame:
    """How often each side answers when its people are expelled; sides that met `at_least` opening moves.

    The surest to answer comes first. Columns: actor (code), decisions, answered (Int64), share_answered, median_days.

    >>> from expulsions import data
    >>> who_answers(data.load_expulsions(), at_least=150)["actor"].tolist()
    ['RUS']
    """
    opening = replies(events).query("not is_answer")
    table = opening.groupby("expelled").agg(
        decisions=("id", "size"), answered=("answered", "sum"), median_days=("days", "median")
    )
    table = table[table["decisions"] >= at_least].astype({"decisions": "Int64", "answered": "Int64"})
    table.insert(2, "share_answered", (table["answered"] / table["decisions"]).astype("Float64"))
    table = table.sort_values(["share_answered", "decisions"], ascending=False)
    return table.rename_axis("actor").reset_index()


def ground_shares(events: pd.DataFrame, *grounds: str) -> pd.DataFrame:
    """For each decade the share of these main grounds among its decisions.

    Columns: decade, decisions (Int64), and share_… (Float64) for each ground.

    >>> from expulsions import data
    >>> ground_shares(data.load_expulsions(), "espionage").columns.tolist()
    ['decade', 'decisions', 'share_espionage']
    """
    table = by_grounds(events, each="decade").pivot(index="decade", columns="grounds", values="decisions").fillna(0)
    shares = table.div(table.sum(axis="columns"), axis="index").astype("Float64")[list(grounds)]
    shares.columns = [f"share_{name}" for name in grounds]
    shares.insert(0, "decisions", table.sum(axis="columns").astype("Int64"))
    return shares.reset_index()


def furthest(events: pd.DataFrame, top: int = 8, shorter: bool = False) -> pd.DataFrame:
    """The answers that went furthest beyond what they answer, or fell furthest short; where both figures are known.

    Columns: announced (EDTF), expelling, expelled (of what was answered), people_out, people_back, gap (Float64), days.

    >>> from expulsions import data
    >>> furthest(data.load_expulsions(), top=1)[["announced", "gap"]].values.tolist()
    [['1986-10-19', 50.0]]
    """
    table = replies(events).assign(gap=lambda all: all["people_back"] - all["people_out"]).dropna(subset="gap")
    table = table.sort_values(["gap", "date"], ascending=[shorter, True], kind="stable").head(top)
    table["announced"] = announced(table, events)
    columns = ["announced", "expelling", "expelled", "people_out", "people_back", "gap", "days"]
    return table[columns].reset_index(drop=True)


def announced(table: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """The date of each decision of a table with ids, as exact as the record knows it (EDTF).

    >>> from expulsions import data
    >>> announced(pd.DataFrame({"id": ["1971-11-04-bel-sun"]}), data.load_expulsions()).tolist()
    ['1971-11-04']
    """
    return table["id"].map(events.set_index("id")["announced"])


def unanswered_by(events: pd.DataFrame) -> pd.DataFrame:
    """Whose people were expelled without an answer in this record: a row for each side, the most decisions first.

    Columns: actor (code), decisions, people (Int64, where known).

    >>> from expulsions import data
    >>> unanswered_by(data.load_expulsions())["actor"].tolist()[0]
    'SUN'
    """
    table = unanswered(events).groupby("expelled").agg(decisions=("id", "size"), people=("people_out", "sum"))
    table = table.sort_values(["decisions", "people"], ascending=False).astype("Int64")
    return table.rename_axis("actor").reset_index()
