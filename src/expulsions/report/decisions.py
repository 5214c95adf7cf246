"""A decision's page: the figure, what can be said of it, who says so, what came before and after."""

from typing import Any
from urllib.parse import quote

from expulsions import schema, theme
from expulsions.english import counted
from expulsions.report.page import Page
from expulsions.report.site import Row, Site


def page(site: Site, id_: str) -> Page:
    """The page of one decision, at its permanent address."""
    row = site.rows[id_]
    title = f"{site.headline(id_)}, {theme.date_text(row['announced'])}"
    citations = site.citations.get(id_, [])
    sentences = site.sentences[id_]
    image = picture_of(site, row)
    subject, body = f"expulsions: an error in {id_}", f"Decision: {id_}. What is wrong, and which page says so:"
    values: dict[str, Any] = {
        "row": row,
        "heading": site.headline(id_),
        "witnesses": row["independent_sources"],
        "citations": citations,
        "agreement": agreement(row, citations),
        "sentences": sentences,
        "answers": site.links(site.answers.get(id_, [])),
        "answered": site.links([other for other in row["responds_to"] if other in site.rows]),
        "whole_of": site.links([row["part_of"]] if row["part_of"] in site.rows else []),
        "parts": site.links(site.parts.get(id_, [])),
        "episode": site.episodes.get(row["episode"]),
        "measure": schema.allowed("expulsions", "measure")[row["measure"]],
        "status": schema.allowed("expulsions", "status")[row["status"]],
        "grounds": [one.replace("_", " ") for one in row["grounds"]],
        "deadline": deadline(row["leave_within_hours"]),
        "counts": row["measure"] in schema.counting_measures(),
        "picture": site.pictures.get(image),
        "report": f"mailto:?subject={quote(subject)}&body={quote(body)}",
    }
    sources = counted(len(citations), "source", "sources")
    description = f"{title}: {row['who']}. {sources[0].upper()}{sources[1:]}."
    said = f" {sentences[0].text}" if sentences else ""
    return Page(f"expulsions/{id_}.html", "decision.html", title, values, description + said, image)


def picture_of(site: Site, row: Row) -> str:
    """The chart that says most about a decision's surroundings: its affair's, else that of who decided, else all."""
    names = (f"episode-{row['episode']}", f"actor-{row['expelling']}", f"actor-{row['expelled']}", "record")
    return next((name for name in names if name in site.pictures), "")


def agreement(row: Row, citations: list[Row]) -> str:
    """Whether the sources agree on the figure, in words.

    >>> agreement({"count": 21, "count_low": 21, "count_high": 21}, [{"count_reported": 21}, {"count_reported": 21}])
    'All sources that give a figure agree on it.'
    """
    said = {one["count_reported"] for one in citations if one["count_reported"] is not None}
    if row["count"] is None:
        return "No source gives a figure."
    low, high = row["count_low"], row["count_high"]
    if low is not None and high is not None and low != high:
        return f"Sources differ: {theme.number(low)} to {theme.number(high)}."
    if len(said) > 1:
        return f"Sources give {theme.number(min(said))} to {theme.number(max(said))}; the note says why this figure."
    if said == {row["count"]}:
        several = sum(one["count_reported"] is not None for one in citations) > 1
        return "All sources that give a figure agree on it." if several else "One source gives the figure."
    return ""


def deadline(hours: int | None) -> str:
    """The time to leave in words.

    >>> deadline(336), deadline(72), deadline(None), deadline(0)
    ('14 days', '72 hours', '', 'no time at all')
    """
    if hours is None:
        return ""
    if hours == 0:
        return "no time at all"
    if hours % 24 == 0 and hours > 72:
        return f"{theme.number(hours // 24)} days"
    return f"{theme.number(hours)} {'hour' if hours == 1 else 'hours'}"
