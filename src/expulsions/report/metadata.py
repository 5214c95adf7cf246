"""What machines and quoting readers need of each page: citation, linked data, feed, map of the site."""

import uuid
from collections.abc import Iterable
from html import escape
from typing import Any

from expulsions import actors, schema, theme
from expulsions.report.site import Site

NAME = "expulsions, the open record of expulsions of diplomats"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NEWEST = 50
KINDS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
}


def citation(site: Site, title: str, path: str) -> str:
    """The page as a text quotes it."""
    return f"{NAME} (version {site.version}, {theme.data_date()[:4]}): {title}. {site.address}{path}"


def bibtex(site: Site, title: str, path: str) -> str:
    """The page as a BibTeX entry.

    The braces around the title keep its capital letters, and what BibTeX would read as a command is escaped.
    """
    key = "".join(letter for letter in path.removesuffix(".html") if letter.isalnum())
    marks = {mark: "\\" + mark for mark in "{}%&#$_"} | {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}"}
    safe = "".join(marks.get(letter, letter) for letter in title)
    return (
        f"@misc{{expulsions-{key},\n  title = {{{{{safe}}}}},\n  author = {{{{The expulsions project}}}},\n"
        f"  year = {{{theme.data_date()[:4]}}},\n  note = {{Data of {theme.date_text(theme.data_date())}, "
        f"version {site.version}}},\n  howpublished = {{\\url{{{site.address}{path}}}}}\n}}"
    )


def dataset(site: Site) -> dict[str, Any]:
    """The record as a schema.org Dataset."""
    events = site.record.expulsions
    fields = [
        field for field in schema.fields("expulsions") if field.name in ("count", "announced", "measure", "grounds")
    ]
    years = events["date"].dt.year
    files = [
        (f"downloads/{name}", KINDS.get(name.rsplit(".", 1)[1], "application/octet-stream"))
        for name, _ in site.downloads
    ]
    publishers = sorted({row["publisher"] for row in site.record.tallies.to_dict("records")})
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "Expulsions of diplomats",
        "description": schema.codebook()["description"],
        "url": f"{site.address}data.html",
        "version": site.version,
        "dateModified": theme.data_date(),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "keywords": schema.codebook()["keywords"],
        "creator": {"@type": "Organization", "name": "The expulsions project"},
        "temporalCoverage": f"{years.min()}/{years.max()}" if len(events) else "",
        "spatialCoverage": "World",
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, "description": field.description} for field in fields
        ],
        "isBasedOn": [{"@type": "CreativeWork", "name": name} for name in publishers],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": site.address + file} for file, kind in files
        ],
    }


def article(site: Site, title: str, description: str, path: str, image: str) -> dict[str, Any]:
    """A story as a schema.org NewsArticle."""
    made = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title[:110],
        "description": description,
        "url": site.address + path,
        "dateModified": theme.data_date(),
        "datePublished": theme.data_date(),
        "author": {"@type": "Organization", "name": "The expulsions project"},
        "license": LICENCE,
        "isBasedOn": {"@type": "Dataset", "name": "Expulsions of diplomats", "url": f"{site.address}data.html"},
    }
    return made | ({"image": [f"{site.address}charts/{image}.png"]} if image else {})


def sitemap(site: Site, paths: Iterable[str]) -> str:
    """The map of the site for search engines; an embed is part of its page and not listed."""
    day = theme.data_date()
    urls = "".join(
        f"<url><loc>{escape(site.address + path)}</loc><lastmod>{day}</lastmod></url>\n"
        for path in sorted(paths)
        if not path.startswith("embed/")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )


def feed(site: Site) -> str:
    """The newest decisions as an Atom feed. Without an address its links are relative, as Atom allows."""
    entries = []
    for id_ in site.newest[:NEWEST]:
        row = site.rows[id_]
        link = f"{site.address}expulsions/{id_}.html"
        day = f"{row['date']:%Y-%m-%d}"
        said = [sentence.text for sentence in site.sentences[id_]][:1]
        pair = f"{actors.name(row['expelling'])}, {actors.name(row['expelled'])}"
        summary = " ".join([f"{pair}: {row['who']}, {theme.date_text(row['announced'])}.", *said])
        entries.append(
            f"<entry><id>{_identity(f'expulsions/{id_}')}</id><title>{_text(site.headline(id_))}</title>"
            f'<link href="{escape(link)}"/><updated>{day}T00:00:00Z</updated>'
            f"<summary>{_text(summary)}</summary></entry>\n"
        )
    home = f'<link href="{escape(site.address)}index.html"/>'
    own = f'<link rel="self" href="{escape(site.address)}feed.xml"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{_identity('feed')}</id><title>expulsions: the newest decisions</title>{home}{own}"
        f"<updated>{theme.data_date()}T00:00:00Z</updated><author><name>The expulsions project</name></author>\n"
        f"{''.join(entries)}</feed>\n"
    )


def _text(text: str) -> str:
    """Text for XML, without the characters that XML cannot hold."""
    return escape("".join(letter for letter in text if letter.isprintable() or letter == " "))


def _identity(name: str) -> str:
    """A name that stays the same wherever the site stands."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'expulsions:{name}')}"
