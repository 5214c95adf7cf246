"""A decision in a line of words: for the title of its page, lists, alt texts and feeds."""

from collections.abc import Mapping
from typing import Any

from expulsions import actors, theme
from expulsions.english import begin, the


def headline(decision: Mapping[str, Any]) -> str:
    """What was decided, in one line; `decision` is a row of the expulsions (a dict or a Series).

    >>> headline({"expelling": "BEL", "expelled": "RUS", "count": 21, "measure": "expelled", "post": "embassy"})
    'Belgium expels 21 Russian officials'
    """
    host, guest = begin(the(decision["expelling"])), actors.adjective(decision["expelled"])
    count, measure = decision["count"], decision["measure"]
    known = count is not None and count == count
    figure = int(count) if known else None
    officials = "official" if figure == 1 else "officials"
    many = f"{theme.number(figure)} {guest} {officials}" if known and figure != 1 else f"{guest} {officials}"
    if figure == 1:
        many = f"{'an' if guest[0] in 'AEIO' or guest.startswith('Ugan') else 'a'} {many}"
    if measure == "relations_broken":
        end = f", {theme.number(figure)} officials leave" if known and figure else ""
        return f"{host} breaks relations with {the(decision['expelled'])}{end}"
    if measure == "post_cap":
        return f"{host} caps {guest} posts{f', cutting {theme.number(figure)}' if known else ''}"
    if measure == "visa_refused":
        return f"{host} refuses {many} {'a visa' if figure == 1 else 'visas'}"
    return f"{host} expels {many}"
