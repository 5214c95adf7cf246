"""Ask for a decision field by field, each with its meaning and its allowed values."""

import json
from pathlib import Path
from typing import Any

import typer

from expulsions import actors, data, schema
from expulsions.editing.entries import Entry, entries, tidy
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.formats.export import written_whole
from expulsions.schema import Field

Given = dict[str, Any]


def ask_for_decision(folder: Path) -> Entry:
    """A decision with its citations, from somebody at a terminal."""
    record = data.load(folder)
    typer.echo("A new decision. Enter leaves a field empty where that is allowed; Ctrl-C ends, and nothing is written.")
    given: Given = {}
    for field in schema.fields("expulsions"):
        if field.name == "id":
            continue
        if field.name in ("expelling", "expelled"):
            given[field.name] = _ask_for_actor(field)
        elif field.name in ("count_low", "count_high"):
            given[field.name] = _ask(field, str(given["count"])) if given["count"] else ""
        elif field.name == "episode":
            given.update(_ask_for_affair(field, set(record.episodes["episode"])))
        else:
            given[field.name] = _ask(field, "confirmed" if field.name == "status" else "")
    given["citations"] = []
    while not given["citations"] or typer.confirm("Another source?", default=False):
        typer.echo("A source that reports it:")
        given["citations"].append(
            {field.name: _ask(field) for field in schema.fields("citations") if field.name != "expulsion"}
        )
    return entries([given], "your answers")[0]


def _ask(field: Field, default: str = "") -> str:
    """A cell that the codebook allows, asked for until it is one."""
    _explain(field)
    while True:
        text = tidy(typer.prompt(field.name, default=default, show_default=bool(default)))
        try:
            field.parse(text)
        except ValueError as error:
            typer.echo(f"  {field.name} {error}" if str(error).startswith(("is ", "has ")) else f"  {error}")
            continue
        return text


def _explain(field: Field) -> None:
    example = f" Example: {field.example}." if field.example is not None else ""
    typer.echo(f"\n{field.description}{example}")
    for value, meaning in field.allowed.items():
        typer.echo(f"  {value}: {meaning}")
    if field.type == "list":
        typer.echo(f"  Several are joined with {field.delimiter}")


def _ask_for_actor(field: Field) -> str:
    _explain(field)
    while True:
        try:
            code = actors.find(typer.prompt(field.name))
        except UnknownValue as error:
            typer.echo(f"  {str(error).removeprefix('actor: ')}")
            continue
        typer.echo(f"  {actors.name(code)} ({code})")
        return code


def _ask_for_affair(field: Field, known: set[str]) -> Given:
    while True:
        name = _ask(field)
        if name == "" or name in known:
            return {"episode": name}
        typer.echo(f"  {name!r} is not in episodes.csv.{did_you_mean(name, known)}")
        if typer.confirm("A new affair?", default=False):
            described = {one.name: _ask(one) for one in schema.fields("episodes") if one.name != "episode"}
            return {"episode": name, "new_episode": {"episode": name, **described}}


def keep_draft(entry: Entry) -> Path:
    """The answers as a file that `expulsions add --from` takes, so that no work is lost."""
    given: Given = {**entry.decision, "citations": [dict(one) for one in entry.citations]}
    if entry.episode:
        given["new_episode"] = entry.episode
    path = Path(f"draft-{entry.id}.json")
    with written_whole(path) as partial:
        partial.write_text(json.dumps([given], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
