"""The codebook in words: `data/README.md` as it is made from `datapackage.json`, with the state of the record."""

from expulsions import schema
from expulsions.analysis import coverage
from expulsions.data import load
from expulsions.schema import Field

INTRODUCTION = """\
# {title}: the tables

{description}

Version {version}, data of {created}. Licence: {licence} (see `LICENSE`).
This page is made from `datapackage.json` by `make codebook`; correct that file, not this one.
"""


def codebook_markdown() -> str:
    """The codebook as Markdown: each table, each column, each allowed value, and the coverage by decade.

    >>> codebook_markdown().splitlines()[0]
    '# Expulsions of diplomats: the tables'
    """
    book = schema.codebook()
    introduced = {**book, "licence": book["licenses"][0]["title"], "created": book["created"][:10]}
    parts = [INTRODUCTION.format(**introduced), coverage_markdown()]
    for table in schema.tables():
        described = schema.resource(table)
        key = " + ".join(f"`{column}`" for column in described["schema"]["primaryKey"])
        rows = [_row(column) for column in schema.fields(table)]
        parts.append(
            f"## {table}.csv\n\n{described['description']} Primary key: {key}.\n\n"
            + "| column | type | meaning | example |\n| --- | --- | --- | --- |\n"
            + "\n".join(rows)
            + "\n"
        )
        for column in schema.fields(table):
            if column.allowed:
                values = "\n".join(f"| `{value}` | {meaning} |" for value, meaning in column.allowed.items())
                parts.append(f"### {table}.{column.name}\n\n| value | meaning |\n| --- | --- |\n{values}\n")
    return "\n".join(parts)


def coverage_markdown() -> str:
    """How well each decade is witnessed, as a Markdown table."""
    lines = [
        "## The state of the record",
        "",
        "Independent witnesses of a decision are distinct agencies, or publishers where a page names no agency.",
        "",
        "| decade | decisions | two or more witnesses | without a figure |",
        "| --- | ---: | ---: | ---: |",
    ]
    table = coverage(load().expulsions)
    for row in table.to_dict("records"):
        shares = f"{row['share_two_witnesses']:.0%} | {row['share_without_figure']:.0%}"
        lines.append(f"| {row['decade']}s | {row['decisions']:,} | {shares} |")
    decisions = table["decisions"].sum()
    shares = f"{table['two_witnesses'].sum() / decisions:.0%} | {table['without_figure'].sum() / decisions:.0%}"
    return "\n".join([*lines, f"| all | {decisions:,} | {shares} |", ""])


def _row(column: Field) -> str:
    if column.edtf:
        kind = "EDTF date"
    elif column.type == "list":
        kind = f"list, joined with `{column.delimiter}`"
    else:
        kind = column.type
    if column.required:
        kind += ", never empty"
    example = "" if column.example is None else f"`{column.example}`"
    cells = [f"`{column.name}`", kind, column.description, example]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
