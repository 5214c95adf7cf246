"""The look in one place: colours, type, the form of numbers and dates, the source line.

Two hues mean something, everything else is grey: red is people expelled, blue is the answer. Doubt is visible: a
decision with fewer than two independent witnesses is a ring, a range is a whisker, a ceiling on posts a hollow square.
"""

import datetime
import re
import unicodedata
from html import escape

from expulsions import schema

# Role → colour. Contrast of text ≥ 4.5 : 1 and of marks ≥ 3 : 1 on paper, and the distance between the hues in normal
# and in colour-blind sight, are held by tests. The quiet red is for years that are not the point; its marks carry no
# meaning alone.
LIGHT = {
    "paper": "#FFFFFF",
    "ink": "#1A1C1F",
    "muted": "#5B6068",
    "rule": "#D9DBDE",
    "red": "#A31F3A",
    "blue": "#0F6FB5",
    "grey": "#8A8F97",
    "quiet": "#C9A3AB",
}
DARK = {
    "paper": "#14171C",
    "ink": "#ECEDEF",
    "muted": "#A6ACB5",
    "rule": "#333940",
    "red": "#F0566A",
    "blue": "#5AA9E6",
    "grey": "#7E8792",
    "quiet": "#6E3039",
}
# Faces of one width: where one is missing the next takes the same room, so labels placed here do not collide there.
SANS = "'Helvetica Neue', Arial, 'Liberation Sans', Helvetica, sans-serif"
WIDE, NARROW = 680, 350
TEXT, SMALL = 12, 11

# Widths of these faces in thousandths of the type size; letters not named here are 556 wide, as the figures are.
_WIDTHS = {
    letter: width
    for width, letters in {
        191: "'", 222: "ijl’‘", 278: " !,./:;I[]ft·", 333: "()-r“”", 500: "ckszvxyJ", 584: "+<=>×", 611: "FTZ",
        667: "ABEKPSVXY&", 722: "wCDHNRU", 778: "GOQ", 833: "mM", 889: "%", 944: "W", 1000: "—…→●◆○□■",
    }.items()
    for letter in letters
}  # fmt: skip
_BOLD = 1.07
_MARKED = re.compile(r"\[(red|blue|grey|ink):([^\]]+)\]")


def number(value: float | int | None) -> str:
    """A figure as printed: thousands apart, nothing after the comma where there is nothing; a dash for none.

    >>> number(1312), number(2.5), number(None)
    ('1,312', '2.5', '–')
    """
    if value is None or value != value:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def figure_range(low: int | None, best: int | None, high: int | None) -> str:
    """A figure with its range where it has one.

    >>> figure_range(30, 35, 35), figure_range(21, 21, 21)
    ('35 (30–35)', '21')
    """
    if best is None or low is None or high is None or low == high:
        return number(best)
    return f"{number(best)} ({number(low)}–{number(high)})"


def date_text(edtf: str, short: bool = False) -> str:
    """An EDTF level 0 date in words.

    >>> date_text("2022-03-29"), date_text("1983-04"), date_text("1983")
    ('29 March 2022', 'April 1983', '1983')
    """
    parts = edtf.split("-")
    if len(parts) == 1:
        return edtf
    month = datetime.date(2000, int(parts[1]), 1).strftime("%b" if short else "%B")
    day = f"{int(parts[2])} " if len(parts) == 3 else ""
    return f"{day}{month} {parts[0]}"


def plain(text: str) -> str:
    """A subtitle without its colour marks.

    >>> plain("[red:● Russians expelled] and [blue:◆ the answer]")
    '● Russians expelled and ◆ the answer'
    """
    return _MARKED.sub(r"\2", text)


def coloured(text: str) -> str:
    """A subtitle with its colour marks as Plotly's text markup.

    >>> coloured("[red:Russians]")
    '<span style="color:#A31F3A;font-weight:bold">Russians</span>'
    """

    def span(mark: re.Match[str]) -> str:
        # The grey of marks is too faint for words.
        colour = LIGHT["muted" if mark[1] == "grey" else mark[1]]
        return f'<span style="color:{colour};font-weight:bold">{mark[2]}</span>'

    return _MARKED.sub(span, text)


def marked_html(text: str) -> str:
    """A subtitle with its colour marks as HTML classes, everything else escaped.

    >>> marked_html("[red:Russians] <b>")
    '<b class="red">Russians</b> &lt;b&gt;'
    """
    return _MARKED.sub(r'<b class="\1">\2</b>', escape(text, quote=False))


def data_date() -> str:
    """The date of the data as the codebook has it, an ISO date."""
    return str(schema.codebook()["created"])[:10]


def source_line() -> str:
    """What stands under every chart."""
    return f"Source: expulsions, data of {date_text(data_date(), short=True)}, CC BY 4.0"


def text_width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """The width in px that a line of text takes in the sans at a type size; colour marks take none.

    >>> round(text_width("Poland")), round(text_width("Poland", bold=True))
    (37, 40)
    """
    letters = (letter for letter in unicodedata.normalize("NFD", plain(text)) if not unicodedata.combining(letter))
    return sum(_WIDTHS.get(letter, 556) for letter in letters) * size / 1000 * (_BOLD if bold else 1)


def wrap(text: str, width: float, size: float = TEXT, bold: bool = False) -> list[str]:
    """The text broken into lines that fit a width in px at a type size; a colour mark is never broken.

    >>> wrap("one two three", 50), wrap("[red:one two] three", 60)
    (['one two', 'three'], ['[red:one two]', 'three'])
    """
    lines = [""]
    for word in re.findall(r"(?:\[[^\]]*\]|[^ ])+", text):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
