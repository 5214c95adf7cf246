"""What all pages are made of: the record by id, the answers, the affairs, the sentences."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from expulsions import actors, schema, theme
from expulsions.analysis import by_actor, by_episode, by_pair
from expulsions.context import Sentence, contexts
from expulsions.data import Record
from expulsions.headlines import headline
from expulsions.replies import replies_by_episode, replies_by_pair
from expulsions.report.figures import Picture
from expulsions.report.stories import Story

Row = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """A decision in a list: where its page is, when it was, what it says, whether one witness stands alone for it,
    and whether it answers another."""

    id: str
    date: str
    text: str
    single: bool
    answer: bool


@dataclass(frozen=True)
class Site:
    """All that the pages are made of.

    `address` is where the site will stand, "" where that is not known; `downloads` are the files to take away, each
    with its meaning.
    """

    record: Record
    stories: list[Story]
    pictures: dict[str, Picture]
    address: str = ""
    downloads: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The decisions by id in the order of time, with missing figures as None."""
        ordered = self.record.expulsions.sort_values(["date", "id"])
        return {row["id"]: row for row in plain(ordered)}

    @cached_property
    def sides(self) -> dict[str, dict[str, list[str]]]:
        """For "expelling" and "expelled" the ids of each actor's decisions, in the order of time."""
        found: dict[str, dict[str, list[str]]] = {"expelling": {}, "expelled": {}}
        for id_, row in self.rows.items():
            for side, of_actor in found.items():
                of_actor.setdefault(row[side], []).append(id_)
        return found

    @cached_property
    def sums(self) -> dict[str, dict[str, Row]]:
        """For "expelling" and "expelled" the figures of each actor."""
        sides = ("expelling", "expelled")
        return {side: {row["actor"]: row for row in plain(by_actor(self.record.expulsions, side))} for side in sides}

    @cached_property
    def pairs(self) -> list[Row]:
        """The figures of each pair, the most people first."""
        return plain(by_pair(self.record.expulsions))

    @cached_property
    def replies(self) -> list[Row]:
        """How the second of each pair answered the first."""
        return plain(replies_by_pair(self.record.expulsions))

    @cached_property
    def affairs(self) -> dict[str, Row]:
        """The figures of each affair, with its first and last day and how many authorities took part."""
        return {row["episode"]: row for row in plain(by_episode(self.record.expulsions, self.record.episodes))}

    @cached_property
    def affair_replies(self) -> dict[str, list[Row]]:
        """How each side that was expelled in an affair answered."""
        found: dict[str, list[Row]] = {}
        for row in plain(replies_by_episode(self.record.expulsions, self.record.episodes)):
            found.setdefault(row["episode"], []).append(row)
        return found

    @cached_property
    def answers(self) -> dict[str, list[str]]:
        """Which decisions answer a decision."""
        found: dict[str, list[str]] = {}
        for id_, row in self.rows.items():
            for other in row["responds_to"]:
                found.setdefault(other, []).append(id_)
        return found

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """Which decisions' people are inside a decision's figure."""
        found: dict[str, list[str]] = {}
        for id_, row in self.rows.items():
            if row["part_of"]:
                found.setdefault(row["part_of"], []).append(id_)
        return found

    @cached_property
    def sentences(self) -> dict[str, list[Sentence]]:
        """What can be said of each decision."""
        return contexts(self.record.expulsions, self.record.episodes)

    @cached_property
    def citations(self) -> dict[str, list[Row]]:
        """The citations of each decision, with missing figures as None."""
        found: dict[str, list[Row]] = {}
        for row in plain(self.record.citations):
            found.setdefault(row["expulsion"], []).append(row)
        return found

    @cached_property
    def episodes(self) -> dict[str, Row]:
        """The affairs with more than one decision, by name."""
        size = self.record.expulsions["episode"].value_counts()
        return {row["episode"]: row for row in plain(self.record.episodes) if size.get(row["episode"], 0) > 1}

    @cached_property
    def codes(self) -> list[str]:
        """The actors that took a decision or met one, by name."""
        return sorted({*self.sides["expelling"], *self.sides["expelled"]}, key=actors.name)

    @cached_property
    def newest(self) -> list[str]:
        """All ids, the newest decision first."""
        return list(reversed(self.rows))

    @cached_property
    def version(self) -> str:
        """The version of the data."""
        return str(schema.codebook()["version"])

    def headline(self, id_: str) -> str:
        """A decision in one line."""
        return self._headlines[id_]

    @cached_property
    def _headlines(self) -> dict[str, str]:
        return {id_: headline(row) for id_, row in self.rows.items()}

    def links(self, ids: list[str]) -> list[Link]:
        """Decisions as links, in the order given."""
        return [
            Link(
                id_,
                theme.date_text(row["announced"], short=True),
                self.headline(id_),
                row["independent_sources"] < 2,
                bool(row["responds_to"]),
            )
            for id_ in ids
            for row in [self.rows[id_]]
        ]


def plain(frame: Any) -> list[Row]:
    """The rows of a frame as dicts, with None for what is missing."""
    return list(frame.astype(object).where(frame.notna(), None).to_dict("records"))
