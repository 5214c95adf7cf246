"""The record as a spreadsheet: typed columns, a frozen header, the codebook as the second sheet."""

import io
import re
from pathlib import Path
from typing import Any

import pandas as pd

from expulsions import schema
from expulsions.data import Record
from expulsions.errors import ExpulsionsError
from expulsions.files.cells import harmless

# The longest text that Excel keeps in a cell; it would cut the rest without a word.
LONGEST_CELL = 32_767
# Characters that XML 1.0 lacks, and the carriage return, which it turns into a line feed.
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_workbook(events: pd.DataFrame, record: Record, path: Path) -> None:
    """Write the decisions, the codebook and the other tables of the record as sheets, each with a frozen header.

    Raises ExpulsionsError where openpyxl is missing or a cell is longer than the form allows.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise ExpulsionsError("XLSX needs openpyxl; run: pip install 'expulsions[export]'") from None
    book = Workbook(write_only=True)
    _sheet(book, "expulsions", events)
    _sheet(book, "codebook", codebook_frame())
    for table in schema.tables():
        if table != "expulsions":
            _sheet(book, table, getattr(record, table))
    # Into memory first: a full disk must be seen here, not when the library cleans up after itself.
    held = io.BytesIO()
    book.save(held)
    path.write_bytes(held.getvalue())


def _sheet(book: Any, name: str, frame: pd.DataFrame) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    columns = {column: [_excel(value) for value in frame[column].tolist()] for column in frame}
    for at, (column, cells) in enumerate(columns.items(), 1):
        longest = max([len(column), *(len(str(cell)) for cell in cells[:500] if cell is not None)])
        sheet.column_dimensions[get_column_letter(at)].width = min(60, longest + 2)
    if len(frame):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(frame) + 1}"

    def cell(value: Any, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            # A text that begins with "=" must stay one, whatever the library makes of it.
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(str(column), bold=True) for column in columns])
    for row in zip(*columns.values(), strict=True):
        sheet.append([None if value is None else cell(value) for value in row])


def _excel(value: Any) -> Any:
    """A value as a spreadsheet holds it: numbers and dates as such, text harmless, nothing for a missing one."""
    if isinstance(value, tuple):
        value = "|".join(value)
    if isinstance(value, str):
        text = harmless(NOT_IN_XML.sub("�", value.replace("\r\n", "\n")))
        if len(text) > LONGEST_CELL:
            raise ExpulsionsError(f"A cell has {len(text):,} characters, more than XLSX holds; take another form.")
        return text or None
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.to_pydatetime().date() if isinstance(value, pd.Timestamp) else value


def codebook_frame() -> pd.DataFrame:
    """The codebook as a table: a row for each column and each allowed value.

    Columns (str): table, column, value, type, meaning.
    """
    rows = []
    for table in schema.tables():
        for field in schema.fields(table):
            kind = "EDTF date" if field.edtf else field.type
            rows.append((table, field.name, "", kind, field.description))
            rows += [(table, field.name, value, "", meaning) for value, meaning in field.allowed.items()]
    return pd.DataFrame(rows, columns=["table", "column", "value", "type", "meaning"], dtype="str")
