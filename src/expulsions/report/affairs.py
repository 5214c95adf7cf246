"""An affair's page: how it grew, who joined, who answered; and the list of affairs."""

from typing import Any

from expulsions import schema, theme
from expulsions.english import counted
from expulsions.report.page import Page
from expulsions.report.site import Row, Site


def page(site: Site, name: str) -> Page:
    """The page of one affair."""
    episode = site.episodes[name]
    ids = [id_ for id_, row in site.rows.items() if row["episode"] == name]
    rows = [site.rows[id_] for id_ in ids]
    values: dict[str, Any] = {
        "episode": episode,
        "picture": site.pictures.get(f"episode-{name}"),
        "whole": site.affairs.get(name),
        "joined": joined(rows),
        "answered": site.affair_replies.get(name, []),
        "links": site.links(ids),
    }
    image = f"episode-{name}" if values["picture"] else ""
    return Page(f"episodes/{name}.html", "episode.html", episode["title"], values, episode["summary"], image)


def joined(rows: list[Row]) -> list[Row]:
    """Who took part: a row for each pair of sides in the order in which they came, with first day, people, answers.

    >>> day = {"expelling": "BEL", "expelled": "RUS", "announced": "2022-03-29", "count": 21, "responds_to": ()}
    >>> joined([day | {"id": "a", "part_of": "", "measure": "expelled"}])[0]["people"]
    21
    """
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        new = {"first": row["announced"], "first_id": row["id"], "decisions": 0, "people": None, "answers": 0}
        pair = found.setdefault((row["expelling"], row["expelled"]), {**row, **new})
        pair["decisions"] += 1
        pair["answers"] += bool(row["responds_to"])
        if row["count"] is not None and not row["part_of"] and row["measure"] in schema.counting_measures():
            pair["people"] = (pair["people"] or 0) + row["count"]
    return list(found.values())


def index(site: Site) -> Page:
    """The list of affairs, the newest decade first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    sums = site.affairs
    for name, row in sorted(site.episodes.items(), key=lambda item: (item[1]["began"], item[0]), reverse=True):
        parts = [theme.date_text(row["began"], short=True)]
        if (figures := sums.get(name)) is not None:
            parts.append(counted(figures["decisions"], "decision", "decisions"))
            if figures["people"] is not None:
                parts.append(f"{theme.number(figures['people'])} {'person' if figures['people'] == 1 else 'people'}")
        entry = {"href": f"{name}.html", "text": row["title"], "more": ", ".join(parts)}
        groups.setdefault(f"{row['began'][:3]}0s", []).append(entry)
    lead = f"{theme.number(len(site.episodes))} affairs with more than one decision."
    return Page("episodes/index.html", "list.html", "Affairs", {"groups": list(groups.items()), "lead": lead})
