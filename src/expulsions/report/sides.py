"""An actor's page: whom it expelled, who expelled its people, who answered, over time; and the list of actors."""

from typing import Any
from urllib.parse import urlencode

from expulsions import actors, theme
from expulsions.english import begin, counted, the
from expulsions.report.page import Page
from expulsions.report.site import Row, Site

OTHER = {"expelling": "expelled", "expelled": "expelling"}
NONE = {"decisions": 0, "people": 0, "people_low": 0, "people_high": 0, "without_count": 0, "ceilings": 0}


def page(site: Site, code: str) -> Page:
    """The page of one state or organisation."""
    image = f"actor-{code}"
    took, met = (site.sums[side].get(code, NONE) for side in OTHER)
    ids = {side: site.sides[side].get(code, []) for side in OTHER}
    begins = min(site.rows[of_side[0]]["announced"][:4] for of_side in ids.values() if of_side)
    lead = f"{_sentence(code, took, met)} Its record here begins in {begins}."
    values: dict[str, Any] = {
        "code": code,
        "lead": lead,
        "picture": site.pictures.get(image),
        "sides": [
            {
                "side": side,
                "whole": whole,
                "pairs": _pairs(site, code, side),
                "links": site.links(list(reversed(ids[side]))),
                "view": "#" + urlencode({"by" if side == "expelling" else "against": actors.name(code)}),
            }
            for side, whole in (("expelling", took), ("expelled", met))
        ],
        "met": [row for row in site.replies if row["expelling"] == code and row["answered"]][:12],
        "gave": [row for row in site.replies if row["expelled"] == code and row["answered"]][:12],
    }
    return Page(
        f"actors/{code}.html", "actor.html", actors.name(code), values, lead, image if values["picture"] else ""
    )


def _sentence(code: str, took: Row, met: Row) -> str:
    name = begin(the(code))
    own = f"{actors.adjective(code)} officials"
    parts = []
    if took["decisions"]:
        parts.append(f"{name} expelled {_people(took)} in {counted(took['decisions'], 'decision', 'decisions')}.")
    if met["decisions"]:
        parts.append(f"{_people(met, own)} were sent home in {counted(met['decisions'], 'decision', 'decisions')}.")
    return " ".join(begin(part) for part in parts)


def _people(sums: Row, noun: str = "") -> str:
    if sums["people"] is None:
        return noun or "people, of whom no source gives a number,"
    figure = theme.figure_range(sums["people_low"], sums["people"], sums["people_high"])
    return f"{figure} {noun or ('person' if figure == '1' else 'people')}"


def _pairs(site: Site, code: str, side: str) -> list[Row]:
    other = OTHER[side]
    return [{**row, "other": row[other]} for row in site.pairs if row[side] == code and row[other] != code]


def index(site: Site) -> Page:
    """The list of states and organisations, by region."""
    region = dict(zip(site.record.actors["code"], site.record.actors["region"], strict=True))
    groups: dict[str, list[dict[str, Any]]] = {}
    for code in site.codes:
        took, met = (len(site.sides[side].get(code, [])) for side in OTHER)
        parts = [f"{theme.number(took)} by"] * bool(took) + [f"{theme.number(met)} against"] * bool(met)
        entry = {"href": f"{code}.html", "text": actors.name(code), "more": ", ".join(parts)}
        groups.setdefault(region.get(code) or "Organisations", []).append(entry)
    ordered = sorted(groups.items(), key=lambda group: (group[0] == "Organisations", group[0]))
    lead = (
        f"{theme.number(len(site.codes))} took or met a decision. The numbers are decisions by each and against each."
    )
    return Page(
        "actors/index.html", "list.html", "States and organisations", {"groups": ordered, "lead": lead, "dense": True}
    )
