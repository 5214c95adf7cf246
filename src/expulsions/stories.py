"""Answer tables that only the stories ask for; the figures are those of the other answer tables."""

import pandas as pd

from expulsions.actors import members
from expulsions.analysis import by_actor, by_grounds
from expulsions.disagreements import disagreements, who_said_what
from expulsions.headlines import headline
from expulsions.replies import replies
from expulsions.totals import FIGURES, counted, totals

WITHIN = {"the same day": 0, "1–2 days": 2, "3–7 days": 7, "8–14 days": 14, "15–30 days": 30, "31–90 days": 90}


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


def tiles(table: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """The states that have a place on the tile map, with the people of a table by actor (missing where it has none).

    Columns: code, tile_col, tile_row, people (Int64).

    >>> from expulsions import data
    >>> placed = tiles(pd.DataFrame({"actor": ["BEL"], "people": [21]}), data.load_actors())
    >>> placed.query("code == 'BEL'")["people"].tolist()
    [21]
    """
    placed = actors.loc[actors["tile_col"].notna() & (actors["kind"] == "state"), ["code", "tile_col", "tile_row"]]
    people = table[["actor", "people"]].rename(columns={"actor": "code"})
    merged = placed.merge(people, how="left", on="code", validate="one_to_one")
    return merged.astype({"people": "Int64"}).reset_index(drop=True)


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
    >>> far["expelling"].isin(["BEL", "USA"]).any()
    np.False_
    """
    region = actors.set_index("code")["region"]
    there = pd.Series(True, index=events.index)
    for side in ("expelling", "expelled"):
        place = events[side].map(region).fillna("")
        there &= (place != "") & ~place.str.endswith(regions)
    return events[there].reset_index(drop=True)


def reply_times(answered: pd.DataFrame) -> pd.DataFrame:
    """How many first answers came within how many days, from a table of `replies`; those of known days only.

    Columns: within (words), decisions (Int64).

    >>> reply_times(pd.DataFrame({"days": pd.array([0, 5, 200, None], "Int64")}))["decisions"].tolist()
    [1, 0, 1, 0, 0, 0, 1]
    """
    days = answered["days"].dropna().astype("int64")
    bins = pd.cut(days, [-1, *WITHIN.values(), max(days.max(), 91)], labels=[*WITHIN, "later"])
    counts = bins.value_counts(sort=False)
    return pd.DataFrame({"within": counts.index.astype("str"), "decisions": counts.to_numpy()}).astype(
        {"decisions": "Int64"}
    )


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


def grounds_by_decade(events: pd.DataFrame) -> pd.DataFrame:
    """The share of each main ground among the decisions of a decade.

    Columns: decade, grounds, decisions, people (Int64), share (Float64).

    >>> from expulsions import data
    >>> spies = grounds_by_decade(data.load_expulsions()).query("grounds == 'espionage'")
    >>> spies["decade"].tolist()[0]
    1940
    """
    table = by_grounds(events, each="decade")
    table["share"] = (table["decisions"] / table.groupby("decade")["decisions"].transform("sum")).astype("Float64")
    return table[["decade", "grounds", "decisions", "people", "share"]]


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


def dots(events: pd.DataFrame, citations: pd.DataFrame, top: int = 10) -> pd.DataFrame:
    """Each figure that sources give for the decisions on which they differ most, for the chart `disagreement`.

    Columns: name (the decision in words), figure, publishers (str, who gives it), curated (bool).

    >>> from expulsions import data
    >>> dots(data.load_expulsions(), data.load_citations(), top=1)["figure"].nunique() > 1
    True
    """
    widest = disagreements(events, citations).head(top)
    said = who_said_what(events, citations)
    said = said[said["id"].isin(widest["id"])]
    table = said.groupby(["id", "count_reported"])["source"].agg(lambda names: ", ".join(sorted(set(names))))
    table = table.reset_index().merge(widest[["id", "count"]], how="left", on="id", validate="many_to_one")
    names = {
        row["id"]: f"{row['expelling']} → {row['expelled']}, {row['date'].year}" for row in widest.to_dict("records")
    }
    table["curated"] = table["count_reported"] == table["count"]
    table["name"] = table["id"].map(names)
    order = {id: place for place, id in enumerate(widest["id"])}
    table = table.sort_values("id", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)
    table = table.rename(columns={"count_reported": "figure", "source": "publishers"})
    return table[["name", "figure", "publishers", "curated"]]
