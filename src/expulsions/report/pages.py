"""The pages of the site and their shell: which there are, and a template with its values as HTML."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from expulsions import actors, schema, theme
from expulsions.analysis import summary
from expulsions.english import begin, counted, listed, the
from expulsions.formats.browser import map_style
from expulsions.report import affairs, decisions, metadata, method, sides, table
from expulsions.report.figures import Picture
from expulsions.report.page import ABOUT, Page
from expulsions.report.site import Site, plain

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'{}; "
    "base-uri 'none'; form-action 'none'"
)


class Press:
    """Sets pages: Jinja with autoescape, and the few words that templates need."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.jinja = environment(site)

    def html(self, page: Page) -> str:
        """The page as HTML, with its citation, its cards and its links to itself."""
        root = "../" * page.path.count("/")
        image = page.image if page.image in self.site.pictures and self.site.pictures[page.image].drawn else ""
        return self.jinja.get_template(page.template).render(
            root=root,
            page=page,
            site=self.site,
            image=image,
            policy=POLICY.format(" data: blob:" if page.path == "data.html" else ""),
            cite=metadata.citation(self.site, page.title, page.path),
            bibtex=metadata.bibtex(self.site, page.title, page.path),
            **page.values,
        )


def environment(site: Site) -> "Environment":
    """The templates with their filters."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("expulsions.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters.update(
        number=theme.number,
        day=theme.date_text,
        marked=theme.marked_html,
        name=actors.name,
        adjective=actors.adjective,
        next_item=next,
        begin=begin,
        words=lambda value: str(value).replace("_", " "),
        letter=lambda text: text[:1],
        web=lambda url: url if re.match(r"https?://", url) else "",
        cell=cell,
    )
    made.globals.update(
        the=the,
        counted=counted,
        listed=listed,
        figure_range=theme.figure_range,
        data_date=theme.data_date(),
        version=site.version,
        map_style=map_style(),
    )
    return made


def cell(value: Any) -> str:
    """A plotted value as the table beside its chart shows it.

    >>> cell(None), cell(True), cell(12345), cell(2022), cell("2022-03-29")
    ('–', 'yes', '12,345', '2022', '29 March 2022')
    """
    if value is None or isinstance(value, bool):
        return {None: "–", True: "yes", False: "no"}[value]
    if isinstance(value, int | float):
        return str(value) if isinstance(value, int) and 1900 <= value < 2100 else theme.number(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(cell, value))
    return theme.date_text(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)) else str(value)


def pages(site: Site) -> Iterator[Page]:
    """Every page of the site."""
    yield _index(site)
    for story in site.stories:
        names = [f"{story.name}-{number}" for number in range(1, len(story.figures) + 1)]
        path, image = f"stories/{story.name}.html", names[0] if names else "record"
        linked = [metadata.article(site, story.title, story.lead, path, image if names else "")]
        values = {"story": story, "pictures": iter([site.pictures[name] for name in names])}
        yield Page(path, "story.html", story.title, values, story.lead or ABOUT, image, linked)
    yield Page(
        "stories/index.html",
        "list.html",
        "Stories",
        {"groups": [("", _stories(site))], "lead": "What the record tells."},
    )
    yield sides.index(site)
    yield from (sides.page(site, code) for code in site.codes)
    yield affairs.index(site)
    yield from (affairs.page(site, name) for name in site.episodes)
    yield from (decisions.page(site, id_) for id_ in site.rows)
    yield data_page(site)
    yield method.page(site)
    where = dict(_where(site))
    for picture in site.pictures.values():
        home = where.get(picture.name, "index.html")
        yield Page(
            f"embed/{picture.name}.html", "embed.html", str(picture.meta["title"]), {"picture": picture, "home": home}
        )


def data_page(site: Site) -> Page:
    """The table of all decisions."""
    values = {"chunks": table.chunks(site), "grounds": list(schema.allowed("expulsions", "grounds"))}
    return Page("data.html", "data.html", "The data", values, image="record", linked=[metadata.dataset(site)])


def _where(site: Site) -> Iterator[tuple[str, str]]:
    """On which page each chart stands."""
    for story in site.stories:
        for number in range(1, len(story.figures) + 1):
            yield f"{story.name}-{number}", f"stories/{story.name}.html"
    yield from ((f"actor-{code}", f"actors/{code}.html") for code in site.codes)
    yield from ((f"episode-{name}", f"episodes/{name}.html") for name in site.episodes)


def _index(site: Site) -> Page:
    events = site.record.expulsions
    lead: Picture | None = site.pictures.get("record")
    first = site.stories[0] if site.stories else None
    values = {
        "whole": plain(summary(events))[0],
        "decisions": len(events),
        "sources": len(site.record.citations),
        "doubly": 0.0 if events.empty else float((events["independent_sources"] >= 2).mean()),
        "first": "" if events.empty else str(events["announced"].str[:4].min()),
        "newest": site.links(site.newest[:10]),
        "lead": lead,
        "second": site.pictures.get(f"{first.name}-1") if first else None,
    }
    title = str(lead.meta["title"]) if lead else "The open record of expulsions of diplomats"
    return Page("index.html", "index.html", title, values, ABOUT, "record", [metadata.dataset(site)])


def _stories(site: Site) -> list[dict[str, str]]:
    return [{"href": f"{story.name}.html", "text": story.title, "more": story.lead} for story in site.stories]
