"""The pages: record, stories and pictures in, HTML out. Each page kind is one function."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from expulsions import actors, schema, theme
from expulsions.analysis import by_episode, coverage, summary
from expulsions.disagreements import disagreements
from expulsions.english import begin, the
from expulsions.headlines import headline
from expulsions.reconcile import reconcile
from expulsions.report.figures import Picture
from expulsions.report.notebooks import Story
from expulsions.report.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment


def environment() -> "Environment":
    """Jinja with autoescape, and the few words that templates need."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("expulsions.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters.update(
        next_item=next,
        number=theme.number,
        day=theme.date_text,
        marked=theme.marked_html,
        name=actors.name,
        adjective=actors.adjective,
    )
    made.globals.update(
        the=lambda code: begin(the(code)),
        figure_range=theme.figure_range,
        data_date=theme.data_date(),
        version=schema.codebook()["version"],
        source_line=theme.source_line(),
    )
    return made


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """Every page as its path and its HTML."""
    jinja = environment()

    def page(path: str, template: str, **values: Any) -> tuple[str, str]:
        root = "../" * path.count("/")
        html = jinja.get_template(template).render(root=root, path=path, site=site, **values)
        return path, html

    yield page("index.html", "index.html", **_index(site))
    for story in site.stories:
        yield page(f"stories/{story.name}.html", "story.html", story=story, pictures=_story_pictures(site, story))
    yield page("stories/index.html", "list.html", title="Stories", groups=[("", _story_entries(site))])
    yield page("actors/index.html", "list.html", title="States and organisations", groups=_actor_entries(site))
    yield page("episodes/index.html", "list.html", title="Affairs", groups=_episode_entries(site))
    for code in site.codes:
        yield page(f"actors/{code}.html", "actor.html", **_actor(site, code))
    for name in site.episodes:
        yield page(f"episodes/{name}.html", "episode.html", **_episode(site, name))
    for id_ in site.rows:
        yield page(f"expulsions/{id_}.html", "decision.html", **_decision(site, id_))
    yield page("data.html", "data.html", links=site.links(list(site.rows)))
    yield page("method.html", "method.html", **_method(site))
    for picture in site.pictures.values():
        yield page(f"embed/{picture.name}.html", "embed.html", picture=picture)


def search_index(site: Site) -> list[list[str]]:
    """What the search box looks through: words, where they lead, and what kind of page it is."""
    entries = [[story.title, f"stories/{story.name}.html", "story"] for story in site.stories]
    entries += [[actors.name(code), f"actors/{code}.html", "actor"] for code in site.codes]
    entries += [[row["title"], f"episodes/{name}.html", "affair"] for name, row in site.episodes.items()]
    for link in reversed(site.links(list(site.rows))):
        entries.append([f"{link.text}, {link.date}", f"expulsions/{link.id}.html", "decision"])
    return entries


def _sums(events: pd.DataFrame) -> dict[str, Any]:
    """The figures of `summary`, with None where none is known."""
    return {name: None if pd.isna(value) else int(value) for name, value in summary(events).iloc[0].items()}


def _newest(site: Site) -> list[str]:
    events = site.record.expulsions
    return list(events.sort_values(["date", "id"], ascending=False)["id"])


def _index(site: Site) -> dict[str, Any]:
    events = site.record.expulsions
    whole = _sums(events)
    return {
        "whole": whole,
        "decisions": len(events),
        "sources": len(site.record.citations),
        "doubly": float((events["independent_sources"] >= 2).mean()),
        "first": str(events["announced"].str[:4].min()),
        "newest": site.links(_newest(site)[:8]),
        "lead": site.pictures.get("record"),
    }


def _story_pictures(site: Site, story: Story) -> Iterator[Picture]:
    return (site.pictures[name] for name in site.pictures if name.startswith(f"{story.name}-"))


def _story_entries(site: Site) -> list[dict[str, str]]:
    return [{"href": f"{story.name}.html", "text": story.title, "more": story.lead} for story in site.stories]


def _actor_entries(site: Site) -> list[tuple[str, list[dict[str, str]]]]:
    events = site.record.expulsions
    took, met = events["expelling"].value_counts(), events["expelled"].value_counts()
    region = dict(zip(site.record.actors["code"], site.record.actors["region"], strict=True))
    groups: dict[str, list[dict[str, str]]] = {}
    for code in site.codes:
        more = f"{theme.number(took.get(code, 0))} decisions by, {theme.number(met.get(code, 0))} against"
        entry = {"href": f"{code}.html", "text": actors.name(code), "more": more}
        groups.setdefault(region.get(code) or "Organisations", []).append(entry)
    return sorted(groups.items())


def _episode_entries(site: Site) -> list[tuple[str, list[dict[str, str]]]]:
    table = by_episode(site.record.expulsions, site.record.episodes)
    figures = {row["episode"]: row for row in table.to_dict("records")}
    groups: dict[str, list[dict[str, str]]] = {}
    for name, row in sorted(site.episodes.items(), key=lambda item: item[1]["began"], reverse=True):
        sums = figures.get(name)
        more = ""
        if sums is not None and not pd.isna(sums["people"]):
            more = f"{theme.number(sums['decisions'])} decisions, {theme.number(sums['people'])} people"
        entry = {"href": f"{name}.html", "text": row["title"], "more": more}
        groups.setdefault(f"{row['began'][:3]}0s", []).append(entry)
    return list(groups.items())


def _actor(site: Site, code: str) -> dict[str, Any]:
    events = site.record.expulsions
    sides = {side: events[events[side] == code] for side in ("expelling", "expelled")}
    return {
        "code": code,
        "picture": site.pictures.get(f"actor-{code}"),
        "sides": [
            (side, _sums(rows), site.links(list(rows.sort_values(["date", "id"], ascending=False)["id"])))
            for side, rows in sides.items()
        ],
        "begins": min(rows["announced"].str[:4].min() for rows in sides.values() if len(rows)),
    }


def _episode(site: Site, name: str) -> dict[str, Any]:
    events = site.record.expulsions
    rows = events[events["episode"] == name]
    return {
        "episode": site.episodes[name],
        "picture": site.pictures.get(f"episode-{name}"),
        "whole": _sums(rows),
        "authorities": rows["expelling"].nunique(),
        "links": site.links(list(rows.sort_values(["date", "id"])["id"])),
    }


def _decision(site: Site, id_: str) -> dict[str, Any]:
    row = site.rows[id_]
    year = theme.data_date()[:4]
    title = headline(row)
    address = f"{site.address}expulsions/{id_}.html" if site.address else f"expulsions/{id_}"
    key = id_.replace("-", "")
    cite = f"expulsions, the open record of expulsions of diplomats (version {schema.codebook()['version']}, {year}): {title}, {theme.date_text(row['announced'])}. {address}"
    bibtex = (
        f"@misc{{expulsions{key},\n  title = {{{title}, {theme.date_text(row['announced'])}}},\n"
        f"  author = {{{{expulsions}}}},\n  year = {{{year}}},\n  howpublished = {{{address}}}\n}}"
    )
    measure = schema.allowed("expulsions", "measure")[row["measure"]]
    return {
        "row": row,
        "title": title,
        "witnesses": row["independent_sources"],
        "citations": site.citations.get(id_, []),
        "sentences": site.sentences[id_],
        "answers": site.links(site.answers.get(id_, [])),
        "answered": site.links([other for other in row["responds_to"] if other in site.rows]),
        "whole_of": site.links([row["part_of"]] if row["part_of"] in site.rows else []),
        "episode": site.episodes.get(row["episode"]),
        "measure": measure,
        "status": schema.allowed("expulsions", "status")[row["status"]],
        "grounds": [schema.allowed("expulsions", "grounds")[one] for one in row["grounds"]],
        "counts": row["measure"] in schema.counting_measures(),
        "cite": cite,
        "bibtex": bibtex,
        "report": f"mailto:?subject={quote(f'expulsions: an error in {id_}')}&body={quote(f'Decision: {id_}. What is wrong, and which page says so:')}",
    }


def _method(site: Site) -> dict[str, Any]:
    record = site.record
    return {
        "tables": [(name, schema.resource(name), schema.fields(name)) for name in schema.tables()],
        "tallies": reconcile(record.expulsions, record.tallies, actors=record.actors).to_dict("records"),
        "coverage": coverage(record.expulsions).to_dict("records"),
        "disagreements": disagreements(record.expulsions, record.citations).head(40).to_dict("records"),
        "changes": record.changes.to_dict("records"),
    }
