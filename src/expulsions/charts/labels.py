"""Where a label may stand: boxes in px from the top left of the plot, none over another."""

from collections.abc import Iterable
from dataclasses import dataclass

from expulsions import theme

LINE = 16
# No grid line runs through the letters.
ON_PAPER = {"bgcolor": theme.LIGHT["paper"], "borderpad": 0}


@dataclass(frozen=True)
class Box:
    """A rectangle in px; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Whether the two share any ground.

        >>> Box(0, 0, 10, 10).touches(Box(9, 9, 20, 20)), Box(0, 0, 10, 10).touches(Box(10, 0, 20, 10))
        (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def hits(self, others: Iterable["Box"]) -> int:
        """How many of the others it touches."""
        return sum(self.touches(other) for other in others)


def label_box(lines: list[str], x: float, bottom: float, align: str = "center", bold: bool = False) -> Box:
    """The box of a label with its foot at `bottom`, its "left", "center" or "right" at x."""
    width = max(theme.text_width(line, bold=bold) for line in lines) + 4
    left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
    return Box(left, bottom - LINE * len(lines), left + width, bottom)
