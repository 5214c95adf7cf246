"""The record to take away: the tables as they are kept, and the forms that other programs read."""

import io
import re
import shutil
import zipfile
from pathlib import Path

from expulsions import schema, theme
from expulsions.data import Record
from expulsions.formats.export import export

FORMS = {
    "expulsions.xlsx": "All tables and the codebook as one workbook.",
    "expulsions.json": "The decisions, for programs.",
    "expulsions.parquet": "The decisions with their types, for data frames.",
    "expulsions.sqlite": "All tables with their keys, as a database.",
    "expulsions.zip": "All tables and the codebook as a Data Package.",
}


def described() -> list[tuple[str, str]]:
    """The name of each file and what it holds."""
    return [(f"{name}.csv", schema.resource(name)["description"]) for name in schema.tables()] + list(FORMS.items())


def write(record: Record, folder: Path, tables: Path) -> None:
    """Write the files into `folder`; the CSVs are those of `tables`, byte by byte."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in schema.tables():
        shutil.copyfile(tables / f"{name}.csv", folder / f"{name}.csv")
    shutil.copyfile(schema.data_folder() / "datapackage.json", folder / "datapackage.json")
    for name in FORMS:
        export(record, folder / name)
    without_time(folder / "expulsions.xlsx")


def without_time(workbook: Path) -> None:
    """Write a workbook anew with the date of the data in place of the time of writing: same tables, same bytes."""
    year, month, day = map(int, theme.data_date().split("-"))
    held = io.BytesIO()
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(?<=>)\d{4}-\d\d-\d\dT[\d:.]+Z(?=<)", f"{theme.data_date()}T00:00:00Z".encode(), content
                )
            new.writestr(zipfile.ZipInfo(name, (year, month, day, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    workbook.write_bytes(held.getvalue())
