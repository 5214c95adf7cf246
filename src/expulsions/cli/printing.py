"""Rows on the screen: a table with colours for a terminal, plain columns for a pipe, CSV, JSON or Markdown."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from expulsions.cli.options import Format

if TYPE_CHECKING:
    import pandas as pd

Line = Sequence[str]


def print_decisions(events: "pd.DataFrame", format: Format, total: int) -> None:
    """Decisions, one a line; `total` is how many there are where not all are shown."""
    if format is Format.csv:
        from expulsions.formats.export import csv_bytes

        typer.echo(csv_bytes(events).decode(), nl=False)
    elif format is Format.json:
        from expulsions.formats.export import json_text

        typer.echo(json_text(events))
    else:
        lines = [_decision(row) for row in _plain(events)]
        print_lines(("announced", "decision", "people", "id"), lines, format, numbers=("people",))
        if format is Format.table:
            typer.echo(_sum(events, total), err=not sys.stdout.isatty())


def _plain(events: "pd.DataFrame") -> list[dict[str, Any]]:
    cells = events.astype(object)
    return [dict(row) for row in cells.where(cells.notna(), None).to_dict("records")]


def _decision(row: dict[str, Any]) -> Line:
    from expulsions.headlines import headline
    from expulsions.theme import figure_range

    single = " ○" if (row.get("independent_sources") or 0) < 2 else ""
    people = figure_range(row["count_low"], row["count"], row["count_high"])
    return row["announced"], headline(row) + single, people, row["id"]


def _sum(events: "pd.DataFrame", total: int) -> str:
    from expulsions.analysis import summary
    from expulsions.theme import figure_range, number

    sums = {name: None if value is None or value != value else int(value) for name, value in _first(summary(events))}
    some = f"The first {number(len(events))} of {number(total)} decisions" if total > len(events) else ""
    said = some or f"{number(total)} {'decision' if total == 1 else 'decisions'}"
    people = figure_range(sums["people_low"], sums["people"], sums["people_high"])
    said += f", {people} {'person' if people == '1' else 'people'} who had to leave"
    if sums["without_count"]:
        said += f", {number(sums['without_count'])} without a figure"
    single = int((events["independent_sources"] < 2).sum())
    return f"{said}." + (f" ○ one independent witness only ({number(single)})." if single else "")


def _first(table: "pd.DataFrame") -> list[tuple[str, Any]]:
    cells = table.astype(object)
    return [(str(name), value) for name, value in cells.where(cells.notna(), None).iloc[0].items()]


def print_frame(table: "pd.DataFrame", format: Format, numbers: Sequence[str] = ()) -> None:
    """An answer table, a row a line; missing cells are empty, in JSON null."""
    if format is Format.csv:
        from expulsions.formats.export import frame_bytes

        typer.echo(frame_bytes(table).decode(), nl=False)
    elif format is Format.json:
        typer.echo(json.dumps(_plain(table), ensure_ascii=False, indent=1, default=_of_numpy))
    else:
        lines = [tuple(_cell(value) for value in row.values()) for row in _plain(table)]
        print_lines([str(name) for name in table.columns], lines, format, numbers)


def _of_numpy(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def print_lines(header: Line, lines: Sequence[Line], format: Format, numbers: Sequence[str] = ()) -> None:
    """Lines under their header; the columns in `numbers` stand to the right."""
    if format is Format.markdown:
        typer.echo(_markdown(header, lines, numbers))
    elif sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in header:
            table.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
        for line in lines:
            table.add_row(*(Text(cell) for cell in line))
        Console().print(table)
    else:
        widths = [max(len(cell) for cell in column) for column in zip(header, *lines, strict=True)]
        for line in (header, *lines):
            cells = [
                cell.rjust(width) if name in numbers else cell.ljust(width)
                for name, cell, width in zip(header, line, widths, strict=True)
            ]
            typer.echo("  ".join(cells).rstrip())


def _markdown(header: Line, lines: Sequence[Line], numbers: Sequence[str]) -> str:
    rows = [" | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) for line in (header, *lines)]
    rule = " | ".join("---:" if name in numbers else "---" for name in header)
    return "\n".join(f"| {row} |" for row in (rows[0], rule, *rows[1:]))
