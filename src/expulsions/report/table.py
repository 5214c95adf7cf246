"""The table of all decisions, and what its script and the search box load when they are asked."""

import json
from collections.abc import Iterator
from typing import Any

from expulsions import actors, schema, theme
from expulsions.report.site import Row, Site

# Rows that are laid out together as they come into view.
CHUNK = 100
COLUMNS = [*schema.columns("expulsions"), "independent_sources"]


def chunks(site: Site) -> Iterator[list[Row]]:
    """The rows of the table in portions, the newest first."""
    ids = site.newest
    for at in range(0, len(ids), CHUNK):
        yield [site.rows[id_] for id_ in ids[at : at + CHUNK]]


def rows_script(site: Site) -> str:
    """The rows for the table's script, in the table's order: every column of the record, and the names of codes."""
    rows = [[_cell(site.rows[id_][column]) for column in COLUMNS] for id_ in site.newest]
    made = {
        "columns": COLUMNS,
        "rows": rows,
        "names": {code: actors.name(code) for code in site.codes},
        "affairs": {name: row["title"] for name, row in site.episodes.items()},
        "counting": list(schema.counting_measures()),
        "source": theme.source_line(),
    }
    return f"expulsionsRows({_json(made)});\n"


def source_scripts(site: Site) -> Iterator[tuple[str, str]]:
    """Who says so, for the rows that a reader opens: a script for each year, so that a page asks for little."""
    years: dict[str, dict[str, list[list[Any]]]] = {}
    for id_, row in site.rows.items():
        told = [
            [one["url"], one["publisher"], one["agency"], one["title"], one["published"], one["count_reported"]]
            for one in site.citations.get(id_, [])
        ]
        years.setdefault(row["announced"][:4], {})[id_] = told
    for year, found in years.items():
        yield f"assets/sources/{year}.js", f"expulsionsSources({json.dumps(year)},{_json(found)});\n"


def search_script(site: Site) -> str:
    """What the search box looks through: words, where they lead, and what kind of page it is."""
    entries = [[story.title, f"stories/{story.name}.html", "story"] for story in site.stories]
    kinds = dict(zip(site.record.actors["code"], site.record.actors["kind"], strict=True))
    for code in site.codes:
        also = code if actors.name(code) != code else ""
        words = f"{also} {actors.adjective(code)}".strip()
        entries.append([actors.name(code), f"actors/{code}.html", kinds.get(code, "state").replace("_", " "), words])
    entries += [
        [row["title"], f"episodes/{name}.html", "affair", row["began"][:4]] for name, row in site.episodes.items()
    ]
    for link in site.links(site.newest):
        entries.append([f"{link.text}, {link.date}", f"expulsions/{link.id}.html", "decision", link.id])
    return f"expulsionsSearch({_json(entries)});\n"


def _cell(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
