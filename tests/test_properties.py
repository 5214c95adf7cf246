"""What must hold for any record: tables of random decisions, among them parts, answers, ceilings and vague dates."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expulsions import analysis, data, waves
from expulsions.context import context, contexts
from expulsions.disagreements import disagreements
from expulsions.replies import replies, replies_by_episode, replies_by_pair, unanswered
from expulsions.totals import FIGURES, last_days

CODES = ["BEL", "NLD", "IRL", "RUS", "USA"]
EPISODES = pd.DataFrame({"episode": ["one-2001", "two-2002"], "title": ["One", "Two"]}, dtype="str")
TABLES = {
    "summary": analysis.summary,
    "by_year": analysis.by_year,
    "by_decade": analysis.by_decade,
    "by_expelling": analysis.by_actor,
    "by_expelled": lambda events: analysis.by_actor(events, "expelled"),
    "by_actor_each_year": lambda events: analysis.by_actor(events, each="year"),
    "by_pair": analysis.by_pair,
    "by_grounds": analysis.by_grounds,
    "by_grounds_each_decade": lambda events: analysis.by_grounds(events, each="decade"),
    "by_episode": lambda events: analysis.by_episode(events, EPISODES),
    "cumulative": analysis.cumulative,
    "largest_waves": lambda events: waves.largest_waves(events, EPISODES, top=None),
    "find_waves": lambda events: waves.find_waves(events, 2, 20),
    "waves_and_episodes": lambda events: waves.waves_and_episodes(events, 2, 20),
    "replies": replies,
    "replies_by_pair": replies_by_pair,
    "replies_by_episode": lambda events: replies_by_episode(events, EPISODES),
    "unanswered": unanswered,
}
SUMMARIES = [name for name in TABLES if name not in ("waves_and_episodes", "replies", "unanswered")]
WHOLE = ["by_year", "by_decade", "by_expelling", "by_expelled", "by_actor_each_year", "by_pair", "by_grounds"]
WHOLE += ["by_grounds_each_decade"]


@st.composite
def records(draw: st.DrawFn, smallest: int = 0) -> pd.DataFrame:
    size = draw(st.integers(smallest, 14))
    rows = []
    for number in range(size):
        day = draw(st.dates(pd.Timestamp("2000-11-20").date(), pd.Timestamp("2002-02-20").date())).isoformat()
        low = draw(st.integers(0, 6))
        best = draw(st.none() | st.integers(low, 8))
        earlier = st.sampled_from([row["id"] for row in rows]) if rows else st.nothing()
        expelling, expelled = draw(st.permutations(CODES))[:2]
        rows.append(
            {
                "id": f"{number:02}",
                "announced": day[: draw(st.sampled_from([10, 10, 10, 7, 4]))],
                "expelling": expelling,
                "expelled": expelled,
                "count": best,
                "count_low": None if best is None else low,
                "count_high": None if best is None else draw(st.integers(best, 12)),
                "measure": draw(
                    st.sampled_from(["expelled", "expelled", "staff_reduction", "post_cap", "visa_refused"])
                ),
                "grounds": draw(st.sampled_from([("espionage",), ("protest", "security"), ("retaliation",)])),
                "episode": draw(st.sampled_from(["", "one-2001", "two-2002"])),
                "responds_to": tuple(draw(st.lists(earlier, max_size=3, unique=True))) if rows else (),
                "part_of": draw(st.sampled_from(["", "", ""]) | earlier) if rows else "",
            }
        )
    return typed(rows)


def typed(rows: list[dict]) -> pd.DataFrame:
    texts = ["id", "announced", "expelling", "expelled", "episode", "part_of", "measure"]
    figures = ["count", "count_low", "count_high"]
    frame = pd.DataFrame(rows, columns=[*texts, *figures, "grounds", "responds_to"])
    types = dict.fromkeys(texts, "str") | dict.fromkeys(figures, "Int64") | {"grounds": object, "responds_to": object}
    return data.with_dates(frame.astype(types))


@given(events=records())
def test_totals_are_the_sum_of_their_parts(events):
    whole = analysis.summary(events)[FIGURES].sum()
    for name in WHOLE:
        pd.testing.assert_series_equal(TABLES[name](events)[FIGURES].sum(), whole, obj=name)


@given(events=records(smallest=1))
def test_the_last_day_of_a_wave_holds_the_whole(events):
    days = analysis.cumulative(events)
    if len(days):
        assert days.iloc[-1][FIGURES].fillna(0).tolist() == analysis.summary(events).iloc[0].fillna(0).tolist()
        assert days["new_people"].sum() == analysis.summary(events)["people"].sum()


@given(events=records())
def test_the_best_figure_lies_between_low_and_high(events):
    for name in SUMMARIES:
        table = TABLES[name](events)
        figures = [figure for figure in ("people", "people_out", "people_back") if figure in table]
        assert figures, name
        for figure in figures:
            known = table[table[figure].notna()]
            assert (known[f"{figure}_low"] <= known[figure]).all(), name
            assert (known[figure] <= known[f"{figure}_high"]).all(), name
            assert (table[figure].isna() == table[f"{figure}_low"].isna()).all(), name


# Each of these makes all eighteen tables of a record, twice.
@settings(max_examples=15)
@given(events=records(smallest=1), draw=st.data())
def test_a_part_of_another_decision_changes_nothing(events, draw):
    row = draw.draw(st.integers(0, len(events) - 1))
    part = events.iloc[[row]].assign(id="part", part_of=events.loc[row, "id"], responds_to=[()])
    longer = pd.concat([events, part], ignore_index=True)
    for name, table in TABLES.items():
        pd.testing.assert_frame_equal(table(longer), table(events), obj=name)


@settings(max_examples=15)
@given(events=records(), random=st.randoms())
def test_the_order_of_rows_never_matters(events, random):
    order = list(range(len(events)))
    random.shuffle(order)
    for name, table in TABLES.items():
        mixed, straight = table(events.iloc[order]), table(events)
        if "id" in straight:
            # Decisions of one day stand in the order of the frame.
            assert mixed["date"].is_monotonic_increasing
            mixed, straight = (one.sort_values(["date", "id"], ignore_index=True) for one in (mixed, straight))
        pd.testing.assert_frame_equal(mixed, straight, obj=name)


@given(events=records(smallest=1))
def test_every_table_leaves_its_input_alone(events):
    before = events.copy(deep=True)
    for table in TABLES.values():
        table(events)
    pd.testing.assert_frame_equal(events, before)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_frame_gives_a_table_of_the_same_columns_and_types(name):
    full = typed([one_row("00", "BEL", "RUS", "2001-01-02"), one_row("01", "NLD", "RUS", "2001-01-03")])
    full = pd.concat([full, typed([one_row("02", "RUS", "BEL", "2001-01-04") | {"responds_to": ("00",)}])])
    full = full.reset_index(drop=True)
    empty = TABLES[name](full.iloc[:0])
    assert len(empty) == (1 if name == "summary" else 0)
    pd.testing.assert_series_equal(empty.dtypes, TABLES[name](full).dtypes)


def one_row(id: str, expelling: str, expelled: str, announced: str) -> dict:
    figures = {"count": 3, "count_low": 2, "count_high": 4}
    sides = {"expelling": expelling, "expelled": expelled, "episode": "one-2001", "part_of": ""}
    return (
        {"id": id, "announced": announced, "measure": "expelled", "grounds": ("other",), "responds_to": ()}
        | sides
        | figures
    )


@given(events=records())
def test_no_reply_precedes_what_it_answers(events):
    table = replies(events)
    assert (table["days"].dropna() >= 0).all()
    first = events.set_index("id")["date"]
    last = last_days(events).set_axis(events["id"])
    for decision, answers in zip(table["id"], table["answers"], strict=True):
        assert all(last[answer] >= first[decision] for answer in answers)


@given(events=records())
def test_the_people_of_an_answer_are_counted_once(events):
    every = events.assign(measure="expelled", part_of="")
    back = replies(every)["people_back"].sum()
    answers = {answer for answers in replies(every)["answers"] for answer in answers}
    assert back == pytest.approx(every.loc[every["id"].isin(answers), "count"].sum())


@settings(max_examples=200)
@given(events=records(), authorities=st.integers(1, 4), days=st.integers(0, 40))
def test_waves_are_those_that_a_search_of_every_span_finds(events, authorities, days):
    number = waves.wave_of(events, authorities, days)
    found = {frozenset(rows) for rows in number.dropna().groupby(number).groups.values()}
    assert found == spans_joined(events, authorities, days)


def spans_joined(events: pd.DataFrame, authorities: int, days: int) -> set[frozenset[int]]:
    people = ["expelled", "staff_reduction"]
    dated = events[events["measure"].isin(people) & (events["part_of"] == "") & (events["date_precision"] == "day")]
    groups: list[set[int]] = []
    for first in dated.itertuples():
        inside = dated[(dated["expelled"] == first.expelled) & (dated["date"] >= first.date)]
        inside = inside[inside["date"] <= first.date + pd.Timedelta(days=days)]
        if inside["expelling"].nunique() >= authorities:
            joined = set(inside.index)
            apart = [group for group in groups if not group & joined]
            groups = [*apart, joined.union(*(group for group in groups if group & joined))]
    return {frozenset(group) for group in groups}


@given(events=records(smallest=1), random=st.randoms())
def test_context_rests_on_rows_of_the_record_whatever_their_order(events, random):
    order = list(range(len(events)))
    random.shuffle(order)
    said = contexts(events, EPISODES)
    assert contexts(events.iloc[order], EPISODES) == said
    for id, sentences in said.items():
        assert sentences == context(events, id, EPISODES)
        assert sentences
        for sentence in sentences:
            assert sentence.rows[0] == id
            assert set(sentence.rows) <= set(events["id"])
            assert sentence.text.endswith(".")


@given(events=records(smallest=1))
def test_no_decision_is_called_largest_when_another_could_be_larger(events):
    sure = [
        (id, sentence)
        for id, sentences in contexts(events).items()
        for sentence in sentences
        if sentence.text.startswith("The largest expulsion by") and "best figures" not in sentence.text
    ]
    low, high = (events.set_index("id")[column] for column in ("count_low", "count_high"))
    for id, sentence in sure:
        later_than = sentence.rows[1:]
        if "since" in sentence.text:
            later_than = sentence.rows[2:]
        rivals = [row for row in later_than if row in high.index and counts(events, row)]
        assert all(high[row] < low[id] for row in rivals)


def counts(events: pd.DataFrame, id: str) -> bool:
    row = events.set_index("id").loc[id]
    return row["measure"] in ("expelled", "staff_reduction") and row["part_of"] == "" and not pd.isna(row["count"])


@given(figures=st.lists(st.integers(0, 9), max_size=6))
def test_a_spread_is_that_of_the_figures_given(figures):
    events = typed([one_row("00", "BEL", "RUS", "2001-01-02")])
    said = pd.DataFrame(
        {
            "expulsion": pd.array(["00"] * len(figures), dtype="str"),
            "url": pd.array([f"https://example.org/{number}" for number in range(len(figures))], dtype="str"),
            "publisher": pd.array(["The Post"] * len(figures), dtype="str"),
            "agency": pd.array([""] * len(figures), dtype="str"),
            "published": pd.array([""] * len(figures), dtype="str"),
            "count_reported": pd.array(figures, dtype="Int64"),
        }
    )
    spreads = disagreements(events, said)["spread"].tolist()
    assert spreads == ([max(figures) - min(figures)] if len(set(figures)) > 1 else [])
