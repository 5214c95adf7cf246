"""Two versions of the record: which cells differ and why, and which of the headline figures move."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from expulsions import schema, theme
from expulsions.analysis import by_actor, by_year, summary
from expulsions.data import Record
from expulsions.english import begin, counted, day, listed, the
from expulsions.errors import UnknownValue
from expulsions.files.cells import text_cells
from expulsions.headlines import headline
from expulsions.replies import replies_by_episode
from expulsions.waves import largest_waves

COLUMNS = ["table", "id", "column", "old", "new", "why"]
ADDED, REMOVED = "row added", "row removed"


def diff(old: Record, new: Record) -> pd.DataFrame:
    """Every cell that differs between two versions of the record, in the order of tables and rows.

    Columns (str): table; id, the row's key (of two columns with a blank between); column; old and new, the cells; why,
    the reason that the newer changes.csv gives. A row that only one version has stands once, its column "row added" or
    "row removed".

    >>> from expulsions import data
    >>> record = data.load()
    >>> diff(record, record).empty
    True
    """
    found = [row for table in schema.tables() if table != "changes" for row in _of_table(table, old, new)]
    table = pd.DataFrame(found, columns=COLUMNS[:5], dtype="str")
    reasons = {tuple(row[:3]): row[3] for row in new.changes[["table", "id", "column", "why"]].itertuples(index=False)}
    key = zip(table["table"], table["id"], table["column"].replace(ADDED, ""), strict=True)
    table["why"] = pd.Series([reasons.get(one, "") for one in key], index=table.index, dtype="str")
    return table


def _of_table(table: str, old: Record, new: Record) -> Iterator[tuple[str, str, str, str, str]]:
    before, after = (_keyed(table, getattr(record, table)) for record in (old, new))
    rows = {id: at for at, id in enumerate(before.index)}
    for id in after.index[~after.index.isin(before.index)]:
        yield table, id, ADDED, "", ""
    for id in before.index[~before.index.isin(after.index)]:
        yield table, id, REMOVED, "", ""
    both = after.index[after.index.isin(before.index)]
    differs = after.loc[both] != before.loc[both]
    for id in sorted(both[differs.any(axis="columns")], key=rows.__getitem__):
        for column in differs.columns[differs.loc[id]]:
            yield table, id, column, before.at[id, column], after.at[id, column]


def _keyed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    text = text_cells(table, frame)
    parts = [text[column] for column in schema.resource(table)["schema"]["primaryKey"]]
    keyed = text.set_axis(parts[0].str.cat(parts[1:], sep=" ") if len(parts) > 1 else parts[0])
    if keyed.index.has_duplicates:
        twice = keyed.index[keyed.index.duplicated()][0]
        raise UnknownValue(f"{table}.csv has two rows called {twice!r}; run `expulsions check` on the folder.")
    return keyed


def headline_figures(record: Record) -> pd.DataFrame:
    """The figures that stories quote, a row each: of the record, each affair, year and actor, and of the answers.

    Columns: subject (str, what the figure is of), figure (str, as a story prints it, with its range). `subject` is the
    index.

    >>> from expulsions import data
    >>> headline_figures(data.load()).loc["The whole record"].item().split(",")[0].isdigit()
    True
    """
    events, said = record.expulsions, {}
    said["The whole record"] = _figures(summary(events).iloc[0])
    for row in largest_waves(events, record.episodes, top=None).to_dict("records"):
        of = f"{row['title'] or row['episode']} ({row['episode']}), against {the(row['against'])}"
        said[of] = f"{_figures(row)} by {counted(row['authorities'], 'authority', 'authorities')}"
    for row in by_year(events).to_dict("records"):
        said[f"The year {row['year']}"] = _figures(row)
    for side, words in (("expelling", "By {}"), ("expelled", "Against {}")):
        for row in by_actor(events, side).to_dict("records"):
            said[words.format(the(row["actor"]))] = _figures(row)
    for row in replies_by_episode(events, record.episodes).to_dict("records"):
        of = f"{row['title'] or row['episode']} ({row['episode']}), answers of {the(row['expelled'])}"
        back = "" if pd.isna(row["people_back"]) else f", {theme.number(row['people_back'])} people back"
        said[of] = f"{theme.number(row['answered'])} of {theme.number(row['decisions'])} decisions answered{back}"
    table = pd.Series(said, name="figure", dtype="str").to_frame()
    return table.rename_axis("subject")


def _figures(row: Any) -> str:
    low, best, high = (None if pd.isna(row[end]) else row[end] for end in ("people_low", "people", "people_high"))
    decisions = f"{theme.number(row['decisions'])} {'decision' if row['decisions'] == 1 else 'decisions'}"
    if best is None:
        return f"no figure in {decisions}"
    return f"{theme.figure_range(low, best, high)} {'person' if best == 1 and low == high else 'people'} in {decisions}"


def moved_figures(old: Record, new: Record) -> pd.DataFrame:
    """The headline figures that differ between two versions. Columns (str): subject, old, new; "" where there is none.

    >>> from expulsions import data
    >>> record = data.load()
    >>> moved_figures(record, record).empty
    True
    """
    before, after = headline_figures(old), headline_figures(new)
    subjects = pd.Index([*after.index, *before.index[~before.index.isin(after.index)]], name="subject", dtype="str")
    figures = {"old": before["figure"].reindex(subjects), "new": after["figure"].reindex(subjects)}
    table = pd.DataFrame(figures).fillna("").reset_index()
    return table.loc[table["old"] != table["new"], ["subject", "old", "new"]].reset_index(drop=True)


def in_words(old: Record, new: Record, figures: bool = True) -> list[str]:
    """Two versions of the record compared, a line each: decisions, their sources, the other tables, then the figures.

    `figures` says whether the headline figures that move are wanted too.

    >>> from expulsions import data
    >>> record = data.load()
    >>> in_words(record, record)
    ['The two versions are the same.']
    """
    table = diff(old, new)
    if table.empty:
        return ["The two versions are the same."]
    lines = [*_decisions(table, old, new), *_sources(table), *_others(table)]
    if not figures:
        return lines
    moved = moved_figures(old, new)
    if moved.empty:
        return [*lines, "No headline figure moves."]
    lines.append("Headline figures that move:")
    return [*lines, *(f"  {row.subject}: {row.old or '–'} → {row.new or '–'}" for row in moved.itertuples())]


def _decisions(table: pd.DataFrame, old: Record, new: Record) -> Iterator[str]:
    part = table[table["table"] == "expulsions"]
    versions = {ADDED: ("New", new), REMOVED: ("Gone", old)}
    for id, rows in part.groupby("id", sort=False):
        first = rows["column"].iloc[0]
        word, record = versions.get(first, ("", new))
        cells = record.expulsions.loc[record.expulsions["id"] == id].astype(object)
        decision = cells.where(cells.notna(), None).to_dict("records")[0]
        when = day(decision["announced"])
        if word:
            count = counted(int(decision["independent_sources"]), "independent source", "independent sources")
            why = rows["why"].iloc[0]
            yield f"{word}: {headline(decision)}, {when}, {count}{_because(why)} ({id})"
            continue
        who = f"{begin(the(decision['expelling']))} against {the(decision['expelled'])}, {when}"
        yield f"{who}: {_cells(rows)} ({id})"


def _cells(rows: pd.DataFrame) -> str:
    """The cells of one row that changed, those with one reason together."""
    said = []
    for why, same in rows.groupby("why", sort=False):
        moves = dict(zip(same["column"], zip(same["old"], same["new"], strict=True), strict=True))
        if moves.get("count_low") == moves.get("count_high") == moves.get("count", ()):
            # A range that was the figure itself and moves with it says nothing more.
            same = same[~same["column"].isin(["count_low", "count_high"])]
        cells = [f"{row.column} {row.old or 'empty'} → {row.new or 'empty'}" for row in same.itertuples()]
        said.append(f"{listed(cells)}{_because(str(why))}")
    return "; ".join(said)


def _because(why: str) -> str:
    return f", because: {why.rstrip('.')}" if why else ""


def _sources(table: pd.DataFrame) -> Iterator[str]:
    """What changed in the sources of decisions that both versions have; those of a new one belong to it."""
    whole = table.loc[(table["table"] == "expulsions") & table["column"].isin([ADDED, REMOVED]), "id"]
    part = table[(table["table"] == "citations") & ~table["id"].str.split(" ").str[0].isin(whole)]
    for id, rows in part.groupby(part["id"].str.split(" ").str[0], sort=False):
        for row in rows.itertuples():
            url = row.id.split(" ", 1)[1]
            if row.column in (ADDED, REMOVED):
                yield f"Source {'added to' if row.column == ADDED else 'taken from'} {id}: {url}"
            else:
                yield f"Source of {id}, {url}: {row.column} {row.old or 'empty'} → {row.new or 'empty'}"


def _others(table: pd.DataFrame) -> Iterator[str]:
    part = table[~table["table"].isin(["expulsions", "citations"])]
    for (name, id), rows in part.groupby(["table", "id"], sort=False):
        first = rows["column"].iloc[0]
        yield f"{name}: {id}: {first if first in (ADDED, REMOVED) else _cells(rows)}"
