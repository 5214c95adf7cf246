"""What all pages are made of: the record by id, the answers, the affairs, the sentences."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from expulsions import actors, theme
from expulsions.context import Sentence, contexts
from expulsions.data import Record
from expulsions.headlines import headline
from expulsions.report.figures import Picture
from expulsions.report.notebooks import Story


@dataclass(frozen=True)
class Link:
    """A decision in a list: where its page is, when it was, what it says."""

    id: str
    date: str
    text: str
    single: bool


@dataclass(frozen=True)
class Site:
    """All that the pages are made of."""

    record: Record
    stories: list[Story]
    pictures: dict[str, Picture]
    address: str = ""

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The decisions by id, with missing figures as None."""
        plain = self.record.expulsions.astype(object).where(self.record.expulsions.notna(), None)
        return {row["id"]: row for row in plain.to_dict("records")}

    @cached_property
    def answers(self) -> dict[str, list[str]]:
        """Which decisions answer a decision."""
        found: dict[str, list[str]] = {}
        for id_, row in self.rows.items():
            for other in row["responds_to"]:
                found.setdefault(other, []).append(id_)
        return found

    @cached_property
    def sentences(self) -> dict[str, list[Sentence]]:
        """What can be said of each decision."""
        return contexts(self.record.expulsions, self.record.episodes)

    @cached_property
    def citations(self) -> dict[str, list[dict[str, Any]]]:
        """The citations of each decision, with missing figures as None."""
        plain = self.record.citations.astype(object).where(self.record.citations.notna(), None)
        found: dict[str, list[dict[str, Any]]] = {}
        for row in plain.to_dict("records"):
            found.setdefault(row["expulsion"], []).append(row)
        return found

    @cached_property
    def episodes(self) -> dict[str, dict[str, Any]]:
        """The affairs with more than one decision, by name."""
        size = self.record.expulsions["episode"].value_counts()
        rows = self.record.episodes.to_dict("records")
        return {row["episode"]: row for row in rows if size.get(row["episode"], 0) > 1}

    @cached_property
    def codes(self) -> list[str]:
        """The actors that took a decision or met one, by name."""
        events = self.record.expulsions
        seen = set(events["expelling"]) | set(events["expelled"])
        return sorted(seen, key=actors.name)

    def links(self, ids: list[str]) -> list[Link]:
        """Decisions as links, in the order given."""
        return [
            Link(id_, theme.date_text(row["announced"], short=True), headline(row), row["independent_sources"] < 2)
            for id_ in ids
            for row in [self.rows[id_]]
        ]
