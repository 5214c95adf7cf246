"""One page of the site before it is written."""

from dataclasses import dataclass, field
from typing import Any

ABOUT = "The open record of expulsions of diplomats: who sent whose people home, how many, why, and who answered."


@dataclass(frozen=True)
class Page:
    """Where it lies, by which template and in which words it is set, with which chart it is shown elsewhere."""

    path: str
    template: str
    title: str
    values: dict[str, Any]
    description: str = ABOUT
    image: str = ""
    linked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The part of the site that the page belongs to.

        >>> Page("actors/BEL.html", "actor.html", "Belgium", {}).section
        'actors'
        """
        return self.path.split("/")[0].removesuffix(".html")
