"""How an English sentence says a number, a day, an actor: words up to nine, "the Netherlands", "29 March 2022"."""

import calendar
from collections.abc import Sequence

from expulsions import actors

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
# Names that take the article in a sentence; the CLDR gives them without it.
UNIONS = {"AU", "EU", "OAS", "UN", "GBR", "SUN", "USA", "ARE"}
WITH_ARTICLE = UNIONS | {"BHS", "CAF", "COD", "COM", "DOM", "GMB", "MDV", "MHL", "NLD", "PHL", "SLB", "SYC"}


def number(value: int) -> str:
    """A whole number in running text: in words up to nine, then in digits.

    >>> number(4), number(21), number(1312)
    ('four', '21', '1,312')
    """
    return WORDS[value] if 0 <= value < len(WORDS) else f"{value:,}"


def ordinal(value: int) -> str:
    """A rank in running text.

    >>> ordinal(2), ordinal(11), ordinal(22)
    ('second', '11th', '22nd')
    """
    if value < len(ORDINALS):
        return ORDINALS[value]
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{ending}"


def counted(value: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, "person", "people"), counted(21, "person", "people")
    ('one person', '21 people')
    """
    return f"{number(value)} {one if value == 1 else many}"


def when(announced: str) -> str:
    """An EDTF date with its preposition: as exact as the record knows it.

    >>> when("2022-03-29"), when("1983-04"), when("1983")
    ('on 29 March 2022', 'in April 1983', 'in 1983')
    """
    return f"{'on' if len(announced) == 10 else 'in'} {day(announced)}"


def day(announced: str) -> str:
    """An EDTF date in words.

    >>> day("2022-03-29"), day("1983-04"), day("1983")
    ('29 March 2022', 'April 1983', '1983')
    """
    year, *rest = announced.split("-")
    numbers = [int(part) for part in rest]
    month = [calendar.month_name[numbers[0]]] if numbers else []
    return " ".join([*map(str, numbers[1:]), *month, year])


def the(code: str) -> str:
    """An actor's name as it stands within a sentence.

    >>> the("BEL"), the("NLD")
    ('Belgium', 'the Netherlands')
    """
    return f"the {actors.name(code)}" if code in WITH_ARTICLE else actors.name(code)


def listed(parts: Sequence[str]) -> str:
    """A list with its commas and its "and".

    >>> listed(["Belgium", "Ireland", "the Netherlands"])
    'Belgium, Ireland and the Netherlands'
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def begin(text: str) -> str:
    """The text with a capital first letter.

    >>> begin("the Netherlands answered")
    'The Netherlands answered'
    """
    return text[:1].upper() + text[1:]
