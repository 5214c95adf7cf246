"""The tables with a row more, or with cells corrected and the correction logged; bytes in, bytes out."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from expulsions import schema
from expulsions.editing.entries import Cells, tidy
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.files.cells import cell_text
from expulsions.files.tablerows import cells_of, split_rows, with_cells, with_row

Tables = Mapping[str, bytes]


def inserted(table: str, content: bytes, cells: Cells, order: tuple[str, ...]) -> bytes:
    """The table with a row more, in the order of these columns."""
    columns = schema.columns(table)
    at = [columns.index(column) for column in order]
    return with_row(content, [cells[column] for column in columns], lambda row: tuple(row[one] for one in at))


def with_citation(tables: Tables, citation: Cells) -> bytes:
    """Citations stand in the order of their decisions, the new one last among those of its own."""
    ids = [cells_of(row)[0] for row in split_rows(tables["expulsions.csv"])[1:]]
    place = {id: at for at, id in enumerate(ids)}
    cells = [citation[column] for column in schema.columns("citations")]
    return with_row(tables["citations.csv"], cells, lambda row: (place.get(row[0], -1),))


def citation_of(id: str, values: Cells, source: Mapping[str, object]) -> Cells:
    """The citation of a correction as cells; it reports the corrected count where nothing else is said of it."""
    citation = {column: tidy(cell_text(source.get(column))) for column in schema.columns("citations")}
    citation["expulsion"] = id
    if not citation["count_reported"] and not citation["supports"] and values.get("count"):
        citation["count_reported"] = values["count"]
    if not citation["supports"] and citation["count_reported"]:
        citation["supports"] = "count"
    return citation


def with_witness(tables: Tables, id: str, source: Mapping[str, object]) -> dict[str, bytes]:
    """The tables with one more citation of a decision; what is known of the page from elsewhere need not be given."""
    _place_of("expulsions", id, tables)
    citation = _described(citation_of(id, {}, source), tables["citations.csv"])
    if _is_cited(citation, tables):
        raise UnknownValue(f"{id} cites {citation['url']} already.")
    return {**tables, "citations.csv": with_citation(tables, citation)}


def with_correction(
    tables: Tables, table: str, id: str, values: Cells, why: str, citation: Cells | None
) -> dict[str, bytes]:
    """The tables with other cells in one row, each logged in changes.csv, and the citation where it is new."""
    file, columns = f"{table}.csv", schema.columns(table)
    at, row = _place_of(table, id, tables)
    old = dict(zip(columns, row, strict=True))
    values = {**values, **_range_that_follows(old, values)}
    values = {column: value for column, value in values.items() if value != old[column]}
    new = {**tables, file: with_cells(tables[file], at, [{**old, **values}[column] for column in columns])}
    for column, value in values.items():
        new["changes.csv"] = _logged(new["changes.csv"], [table, id, column, old[column], value, why])
    if citation and not _is_cited(citation, tables):
        guess = {"title": f"[Cited for a correction: {why}]", "language": "en"}
        citation = _described(citation, tables["citations.csv"], guess)
        new["citations.csv"] = with_citation(new, citation)
        of_citation = ["citations", f"{id} {citation['url']}", "", "", "", why]
        new["changes.csv"] = _logged(new["changes.csv"], of_citation)
    if new == tables:
        raise UnknownValue(f"{id} is like that already; nothing to correct.")
    return new


def _place_of(table: str, id: str, tables: Tables) -> tuple[int, list[str]]:
    """Where the row with this key stands, and its cells."""
    rows = [cells_of(row) for row in split_rows(tables[f"{table}.csv"])]
    at = next((at for at, row in enumerate(rows) if at and row[0] == id), 0)
    if not at:
        known = [row[0] for row in rows[1:]]
        raise UnknownValue(f"{table}.csv has no {schema.columns(table)[0]} {id!r}.{did_you_mean(id, known)}")
    return at, rows[at]


def _is_cited(citation: Cells, tables: Tables) -> bool:
    key = [citation["expulsion"], citation["url"]]
    return any(cells_of(row)[:2] == key for row in split_rows(tables["citations.csv"]))


def _described(citation: Cells, citations: bytes, otherwise: Mapping[str, str] = MappingProxyType({})) -> Cells:
    """The citation with what is needed and was not given: from the same page cited elsewhere, else from its address."""
    columns = schema.columns("citations")
    same = [
        dict(zip(columns, cells_of(row), strict=True))
        for row in split_rows(citations)[1:]
        if citation["url"].encode() in row
    ]
    known = next((row for row in same if row["url"] == citation["url"]), {})
    host = urlsplit(citation["url"]).hostname or ""
    guess = {"publisher": host.removeprefix("www."), **otherwise}
    from_page = ("publisher", "agency", "title", "published", "language")
    return citation | {name: citation[name] or known.get(name) or guess.get(name, "") for name in from_page}


def _range_that_follows(old: Cells, values: Cells) -> Cells:
    """A range that was the count itself moves with the count."""
    ends = ("count_low", "count_high")
    if "count" not in values or any(end in values for end in ends) or any(old[end] != old["count"] for end in ends):
        return {}
    return dict.fromkeys(ends, values["count"])


def _logged(content: bytes, cells: list[str]) -> bytes:
    """The log with one correction more; a cell corrected earlier that day keeps one row, from first to last."""
    today = datetime.date.today().isoformat()
    rows = [cells_of(row) for row in split_rows(content)]
    table, id, column, old, new, why = cells
    for at, row in enumerate(rows):
        if row[:4] == [today, table, id, column]:
            reasons = row[6] if why in row[6] else f"{row[6]}; then: {why}"
            return with_cells(content, at, [*row[:5], new, reasons])
    return with_row(content, [today, table, id, column, old, new, why], lambda row: (row[0],))
