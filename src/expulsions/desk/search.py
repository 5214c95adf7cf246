"""Find decisions by what a reader remembers of them: a word, a name in any of seven languages, a year, a size."""

import unicodedata
from collections.abc import Sequence

import pandas as pd

from expulsions import actors, filters, schema
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.filters import Day

Many = Sequence[str]


def find(
    events: pd.DataFrame,
    words: str = "",
    *,
    by: Many = (),
    against: Many = (),
    about: Many = (),
    since: Day | None = None,
    until: Day | None = None,
    episode: Many = (),
    grounds: Many = (),
    measure: Many = (),
    status: Many = (),
    min: int | None = None,
    max: int | None = None,
    episodes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The decisions that fit all that is asked, in the order of the frame.

    `words` must all occur, in `id`, `who`, `note`, the title of the affair (where `episodes` is given) or as the name
    of one of the sides in any of seven languages; case and accents do not matter. `by` and `against` are names or codes
    of actors, or "EU members", "NATO members", `about` those of either side; `since` and `until` EDTF dates, both
    included; `episode` slugs or words of titles; `min` and `max` bound `count`, so that a decision without a figure is
    left out. Of several values in one place any will do. Raises UnknownValue for a value that is not allowed, with the
    nearest that is.

    >>> from expulsions import data
    >>> find(data.load_expulsions(), by=["Pays-Bas"], since="2022-03", until="2022-03")["id"].tolist()
    ['2022-03-29-nld-rus']
    """
    chosen = events
    for name, day in (("since", since), ("until", until)):
        if isinstance(day, str):
            _check_day(name, day)
    if since is not None or until is not None:
        chosen = filters.between(chosen, since or "0001", until or "9999")
    for side, who, choose in (("expelling", by, filters.by), ("expelled", against, filters.against)):
        codes = [one.upper() for one in who if one.upper() in _codes(chosen, side)]
        names = [one for one in who if one.upper() not in codes]
        # A code that stands in the column needs no table of names in seven languages, which takes its time to read.
        chosen = choose(chosen, *who) if names else chosen[chosen[side].isin(codes)] if who else chosen
    if about:
        either = [choose(chosen, *about)["id"] for choose in (filters.by, filters.against)]
        chosen = chosen[chosen["id"].isin(either[0]) | chosen["id"].isin(either[1])]
    if episode:
        chosen = chosen[chosen["episode"].isin(_slugs(episode, events, episodes))]
    if grounds:
        named = {_allowed("grounds", one) for one in grounds}
        chosen = chosen[chosen["grounds"].map(lambda given: not named.isdisjoint(given)).astype(bool)]
    for column, values in (("measure", measure), ("status", status)):
        if values:
            chosen = chosen[chosen[column].isin([_allowed(column, one) for one in values])]
    if min is not None:
        chosen = chosen[(chosen["count"] >= min).fillna(False).astype(bool)]
    if max is not None:
        chosen = chosen[(chosen["count"] <= max).fillna(False).astype(bool)]
    if words.split():
        chosen = chosen[_say(chosen, words, episodes)]
    return chosen.reset_index(drop=True)


def _check_day(name: str, day: str) -> None:
    try:
        schema.edtf_interval(day)
    except ValueError as error:
        raise UnknownValue(f"{name}: {error}") from None


def _codes(events: pd.DataFrame, side: str) -> set[str]:
    """The codes that stand on one side of the decisions."""
    return set(events[side].unique())


def _allowed(column: str, value: str) -> str:
    values = schema.allowed("expulsions", column)
    if value in values:
        return value
    raise UnknownValue(f"{column}: {value!r} is not one of: {', '.join(values)}.{did_you_mean(value, values)}")


def _slugs(asked: Many, events: pd.DataFrame, episodes: pd.DataFrame | None) -> set[str]:
    known = {slug: slug for slug in events["episode"].unique() if slug}
    if episodes is not None:
        known |= dict(zip(episodes["episode"], episodes["title"], strict=True))
    found: set[str] = set()
    for one in asked:
        fits = {one} if one in known else {slug for slug, title in known.items() if _folded(one) in _folded(title)}
        if not fits or not one.strip():
            near = did_you_mean(one, known) or did_you_mean(one, known.values())
            raise UnknownValue(f"episode: no affair is called {one!r}.{near}")
        found |= fits
    return found


def _say(events: pd.DataFrame, words: str, episodes: pd.DataFrame | None) -> pd.Series:
    """Whether each decision holds all the words; words that together name an actor are looked for as that actor."""
    parts = words.split()
    texts = _texts(events, episodes)
    found = pd.Series(True, index=events.index)
    while parts:
        for taken in range(len(parts), 0, -1):
            word = " ".join(parts[:taken])
            code = _code(word)
            if code or taken == 1:
                break
        del parts[:taken]
        holds = texts.str.contains(_folded(word), regex=False)
        found &= holds | (events["expelling"] == code) | (events["expelled"] == code) if code else holds
    return found


def _code(word: str) -> str:
    """The actor that the words name, or nothing. A short word counts only in capitals: "it" is not Italy."""
    if len(word) < 3 and not word.isupper():
        return ""
    try:
        return actors.find(word)
    except UnknownValue:
        return ""


def _texts(events: pd.DataFrame, episodes: pd.DataFrame | None) -> pd.Series:
    titles = events["episode"]
    if episodes is not None:
        titles = titles + " " + titles.map(dict(zip(episodes["episode"], episodes["title"], strict=True))).fillna("")
    texts = events["id"] + " " + events["who"] + " " + events["note"] + " " + titles.astype("str")
    return pd.Series([_folded(text) for text in texts], index=events.index, dtype="str")


def _folded(text: str) -> str:
    """The text without case and accents; dashes and the like stay, as words are looked for as written."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").translate(actors.PLAIN_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def nearest(events: pd.DataFrame, words: str, episodes: pd.DataFrame | None = None) -> str:
    """What may have been meant by words that no decision holds: " Did you mean '…'?" or nothing.

    >>> from expulsions import data
    >>> nearest(data.load_expulsions(), "Belgum")
    " Did you mean 'Belgium'?"
    """
    try:
        actors.find(words)
    except UnknownValue as error:
        if "Did you mean" in str(error):
            return " Did you mean" + str(error).split("Did you mean")[1]
    known = set(" ".join(_texts(events, episodes)).replace(",", " ").replace(".", " ").split())
    for word in words.split():
        if hint := did_you_mean(word, known) if _folded(word) not in known else "":
            return hint
    return ""
