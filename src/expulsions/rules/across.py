"""The rules across tables that no generic tool knows; each takes the tables and yields what breaks it."""

import re
import unicodedata
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from expulsions import schema
from expulsions.errors import Problem, did_you_mean
from expulsions.reconcile import reconcile
from expulsions.rules.figures import citations_say_what_they_count, counts_are_reported
from expulsions.rules.tables import Tables

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Control characters and the marks that turn the direction of text around, by which a cell can look like another.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
TWO = re.compile(r"separate|second|another|besides|distinct|apart", re.IGNORECASE)
ALLY = re.compile(r"\bally\b|\ballies\b|\ballied\b|on behalf|partner|solidarity|another", re.IGNORECASE)

Rule = Callable[[Tables], Iterator[Problem]]


def cells_are_plain_text(tables: Tables) -> Iterator[Problem]:
    """No cell that a spreadsheet would run, no unseen characters, composed Unicode (NFC), no blanks at the ends."""
    for table, text in tables.texts.items():
        for column in text.columns:
            for cell in text[column].unique().tolist():
                message = _not_plain(cell)
                if message:
                    for row in (text[column] == cell).to_numpy().nonzero()[0]:
                        yield tables.problem(table, row, column, message)


def _not_plain(cell: str) -> str:
    if cell.isascii() and cell.isprintable() and cell[:1] not in FORMULA_STARTS and cell == cell.strip():
        return ""
    if cell.startswith(FORMULA_STARTS):
        return f"{schema.shorten(cell)} begins with {cell[0]!r}, which a spreadsheet would run; begin with a word."
    if unseen := UNSEEN.search(cell):
        return f"{schema.shorten(cell)} holds the unseen character U+{ord(unseen[0]):04X}; take it out."
    if unicodedata.normalize("NFC", cell) != cell:
        return f"{schema.shorten(cell)} is not in Unicode's composed form (NFC); type its accents anew."
    if cell != cell.strip():
        return f"{schema.shorten(cell)} has blanks at an end; take them out."
    return ""


def ids_name_their_sides(tables: Tables) -> Iterator[Problem]:
    """An id ends with the two sides that the row names, and the sides differ."""
    sides = (tables["expulsions"][column].tolist() for column in ("id", "expelling", "expelled"))
    for row, (id_, expelling, expelled) in enumerate(zip(*sides, strict=True)):
        pair = f"{expelling}-{expelled}".lower()
        if re.sub(r"^[0-9-]+-(?=[a-z])|(?<=[a-z])-[0-9]+$", "", id_) != pair:
            message = f"does not name the sides {expelling} and {expelled}; an id is DATE-{pair}, and never changes."
            yield tables.problem("expulsions", row, "id", message)
        if expelling == expelled:
            yield tables.problem("expulsions", row, "expelled", f"{expelled} is also the expelling side.")


def decisions_have_witnesses(tables: Tables) -> Iterator[Problem]:
    """Every decision has at least one citation."""
    events = tables["expulsions"]
    for row in (~events["id"].isin(tables["citations"]["expulsion"].unique())).to_numpy().nonzero()[0]:
        yield tables.problem("expulsions", row, "id", "no citation reports this decision; add one to citations.csv.")


def answers_follow_what_they_answer(tables: Tables) -> Iterator[Problem]:
    """`responds_to` names known decisions of the other side that are not later."""
    columns = ("id", "expelling", "expelled", "responds_to", "note")
    ids, expelling, expelled, targets, notes = (tables["expulsions"][column].tolist() for column in columns)
    first, last = tables.intervals
    row_of = {id_: row for row, id_ in reversed(list(enumerate(ids)))}
    for row in (row for row, named in enumerate(targets) if named):
        for other in targets[row]:
            message, at = "", row_of.get(other)
            if at is None:
                message = f"'{other}' is not an id of expulsions.csv.{did_you_mean(other, row_of)}"
            elif other == ids[row]:
                message = "a decision cannot answer itself."
            elif first[at] > last[row_of[ids[row]]]:
                message = f"{other} is later than this decision; an answer comes after what it answers."
            elif (expelling[at], expelled[at]) != (expelled[row], expelling[row]) and not ALLY.search(notes[row]):
                message = f"{other} does not have the two sides swapped; if it answers an ally's act, say so in note."
            if message:
                yield tables.problem("expulsions", row, "responds_to", message)


def parts_lie_within_a_whole(tables: Tables) -> Iterator[Problem]:
    """`part_of` names another decision that is summed and is no part itself, so that no sum loses or doubles people."""
    events = tables["expulsions"]
    parts = dict(zip(events["id"], events["part_of"], strict=True))
    measures = dict(zip(events["id"], events["measure"], strict=True))
    for row in (events["part_of"] != "").to_numpy().nonzero()[0]:
        whole = events.at[row, "part_of"]
        if whole == events.at[row, "id"]:
            yield tables.problem("expulsions", row, "part_of", "a decision cannot be a part of itself.")
        elif parts.get(whole):
            yield tables.problem(
                "expulsions", row, "part_of", f"{whole} is itself a part of {parts[whole]}; name that one."
            )
        elif measures.get(whole, "expelled") not in schema.counting_measures():
            message = f"{whole} ({measures[whole]}) is in no sum, so this row's people would be lost; say it in note."
            yield tables.problem("expulsions", row, "part_of", message)


def actors_existed(tables: Tables) -> Iterator[Problem]:
    """Both sides are known actors and existed on the day (an EDTF month or year must overlap their existence)."""
    actors = tables["actors"].set_index("code")
    since = {code: np.datetime64(schema.edtf_interval(text)[0]) for code, text in actors["since"].items() if text}
    until = {code: np.datetime64(schema.edtf_interval(text)[1]) for code, text in actors["until"].items() if text}
    first, last = tables.intervals
    never = np.datetime64("NaT", "D")
    for column in ("expelling", "expelled"):
        codes, texts = pd.factorize(tables["expulsions"][column])
        begin, end = (np.array([days.get(code, never) for code in texts], "datetime64[D]") for days in (since, until))
        for row in np.flatnonzero((last < begin[codes]) | (first > end[codes])):
            code = texts[codes[row]]
            if last[row] < begin[codes[row]]:
                message = f"{code} begins on {since[code]}, after this decision."
                yield tables.problem("expulsions", row, column, message)
            if first[row] > end[codes[row]]:
                heir = actors.at[code, "successor"]
                message = f"{code} ended on {until[code]}" + (f"; use {heir} from then on." if heir else ".")
                yield tables.problem("expulsions", row, column, message)


def two_of_a_pair_are_two(tables: Tables) -> Iterator[Problem]:
    """Two decisions of one pair within two days: the note of one says that they are separate."""
    events = tables["expulsions"]
    dated = events[events["date_precision"] == "day"].sort_values(["expelling", "expelled", "date"], kind="stable")
    before = dated.shift(1)
    near = (dated["expelling"] == before["expelling"]) & (dated["expelled"] == before["expelled"])
    near &= (dated["date"] - before["date"]).dt.days <= 2
    others, notes = before.loc[near, "id"], dated.loc[near, "note"] + before.loc[near, "note"]
    for row, other, note in zip(dated.index[near].tolist(), others.tolist(), notes.tolist(), strict=True):
        if not TWO.search(note):
            message = f"{other} is of the same pair within two days; say in note why they are separate, or join them."
            yield tables.problem("expulsions", row, "id", message)


def united_nations_officials_are_marked(tables: Tables) -> Iterator[Problem]:
    """Where the UN is a side, the people are its own officials: `un_office`, never a state's mission to it."""
    events = tables["expulsions"]
    ours = (events["expelling"] == "UN") | (events["expelled"] == "UN")
    for row in (ours & (events["post"] != "un_office")).to_numpy().nonzero()[0]:
        message = "officials of the UN itself are un_office; a state's mission to the UN names the state as the side."
        yield tables.problem("expulsions", row, "post", message)


def tallies_agree(tables: Tables) -> Iterator[Problem]:
    """Our sum lies within a tally's tolerance, or the tally's remark says why not."""
    table = reconcile(tables["expulsions"], tables["tallies"], actors=tables["actors"])
    for row in (~table["agrees"].astype(bool) & (table["why"] == "")).to_numpy().nonzero()[0]:
        ours, theirs = table.at[row, "ours"], table.at[row, "theirs"]
        message = f"says {theirs}, our sum is {ours}; correct the record, or say in remark why they differ."
        yield tables.problem("tallies", row, "figure", message)


def changes_name_real_cells(tables: Tables) -> Iterator[Problem]:
    """Each logged change names a table and a column of the codebook."""
    known = schema.tables()
    for row, (table, column) in enumerate(tables["changes"][["table", "column"]].itertuples(index=False)):
        if table not in known:
            message = f"'{table}' is not one of the tables: {', '.join(known)}.{did_you_mean(table, known)}"
            yield tables.problem("changes", row, "table", message)
        elif column and column not in schema.columns(table):
            message = f"'{column}' is not a column of {table}.{did_you_mean(column, schema.columns(table))}"
            yield tables.problem("changes", row, "column", message)


# Which tables a rule needs; it is left out while one of them cannot be read.
RULES: dict[Rule, tuple[str, ...]] = {
    cells_are_plain_text: (),
    ids_name_their_sides: ("expulsions",),
    decisions_have_witnesses: ("expulsions", "citations"),
    counts_are_reported: ("expulsions", "citations"),
    citations_say_what_they_count: ("citations",),
    answers_follow_what_they_answer: ("expulsions",),
    parts_lie_within_a_whole: ("expulsions",),
    actors_existed: ("expulsions", "actors"),
    two_of_a_pair_are_two: ("expulsions",),
    united_nations_officials_are_marked: ("expulsions",),
    tallies_agree: ("expulsions", "tallies", "actors"),
    changes_name_real_cells: ("changes",),
}
