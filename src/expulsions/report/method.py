"""The method page: what is counted, how well it is witnessed, what others counted, where sources differ."""

from typing import Any

from expulsions import schema, theme
from expulsions.analysis import coverage
from expulsions.disagreements import disagreements
from expulsions.english import begin, listed, the
from expulsions.reconcile import reconcile
from expulsions.report.page import Page
from expulsions.report.site import Row, Site, plain

SHOWN = 40
ABOUT_METHOD = (
    "What this record counts as an expulsion and what not, how sums are made, and how they compare with others'."
)


def page(site: Site) -> Page:
    """The method page."""
    record = site.record
    differ = disagreements(record.expulsions, record.citations)
    asked = {row["id"]: question(row) for row in plain(record.tallies)}
    compared = plain(reconcile(record.expulsions, record.tallies, actors=record.actors))
    compared = [{**row, "asked": asked[row["id"]]} for row in compared]
    measures = schema.resource("expulsions")["schema"]["fields"]
    values: dict[str, Any] = {
        "tables": [(name, schema.resource(name), schema.fields(name)) for name in schema.tables()],
        "measures": next(field["categories"] for field in measures if field["name"] == "measure"),
        "tallies": compared,
        "agreeing": sum(row["agrees"] for row in compared),
        "coverage": plain(coverage(record.expulsions)),
        "disagreements": plain(differ.head(SHOWN)),
        "differing": len(differ),
        "changes": plain(record.changes),
        "decisions": len(record.expulsions),
    }
    return Page("method.html", "method.html", "What is counted, and how", values, ABOUT_METHOD, "record")


def question(tally: Row) -> str:
    """What a tally counts, in words.

    >>> question({"unit": "people", "expelling": ("USA",), "expelled": ("SUN",), "from": "1950", "episode": "",
    ...           "grounds": ()})
    'People expelled by the United States, from the Soviet Union, since 1950.'
    """
    words = {"people": "people expelled", "authorities": "authorities that expelled", "decisions": "decisions"}
    parts = [words[tally["unit"]]]
    parts += [f"by {_named(tally['expelling'])}"] if tally["expelling"] else []
    parts += [f"from {_named(tally['expelled'])}"] if tally["expelled"] else []
    parts += [f"for {listed([one.replace('_', ' ') for one in tally['grounds']])}"] if tally["grounds"] else []
    parts += [f"since {theme.date_text(tally['from'])}"] if tally["from"] else []
    return f"{begin(', '.join(parts).replace(', by', ' by', 1))}."


def _named(who: tuple[str, ...]) -> str:
    return listed([one if one.endswith("members") else the(one) for one in who])
