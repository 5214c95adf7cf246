"""Out and back per pair, with the days between."""

from typing import Any

from expulsions import theme
from expulsions.charts.chart import Rows, chart, label_room


@chart
def tit_for_tat(figure: Any, rows: Rows, narrow: bool, highlight: tuple[str, ...] = ()) -> str:
    """People out and people back for each pair: rows with `name`, `people_out`, `people_back` and `days`.

    A red disc is the people expelled, a blue diamond the answer; where none is known there is no diamond.
    """
    names = [row["name"] for row in rows]
    place = list(range(len(rows)))
    for at, row in zip(place, rows, strict=True):
        if row["people_out"] is not None and row["people_back"] is not None:
            figure.add_scatter(
                x=[row["people_out"], row["people_back"]],
                y=[at, at],
                mode="lines",
                line={"color": theme.LIGHT["rule"], "width": 3},
                hoverinfo="skip",
            )
    for column, colour, symbol, word in (
        ("people_out", "red", "circle", "expelled"),
        ("people_back", "blue", "diamond", "expelled in answer"),
    ):
        known = [(at, row) for at, row in zip(place, rows, strict=True) if row[column] is not None]
        figure.add_scatter(
            x=[row[column] for _, row in known],
            y=[at for at, _ in known],
            mode="markers",
            marker={"symbol": symbol, "size": 10, "color": theme.LIGHT[colour]},
            customdata=[row["name"] for _, row in known],
            hovertemplate="%{customdata}: %{x:,} " + word + "<extra></extra>",
        )
    days = ["" if row["days"] is None else f"{theme.number(row['days'])} {'d' if narrow else 'days'}" for row in rows]
    for at, text in zip(place, days, strict=True):
        if text:
            figure.add_annotation(
                x=1,
                xref="paper",
                y=at,
                text=text,
                showarrow=False,
                xanchor="left",
                xshift=8,
                font_color=theme.LIGHT["muted"],
            )
    figure.update_layout(height=24 * len(rows) + 56, margin={"l": label_room(names), "r": 46 if narrow else 70})
    top = max((row[side] or 0 for row in rows for side in ("people_out", "people_back")), default=1) or 1
    figure.update_xaxes(range=[-top * 0.03, top * 1.04], nticks=4 if narrow else 6, tickformat=",d")
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5],
        tickvals=place,
        ticktext=[f"<b>{name}</b>" if name in highlight else name for name in names],
        tickfont={"color": theme.LIGHT["ink"]},
        showgrid=False,
    )
    said = [
        f"{row['name']} {theme.number(row['people_out'])} out, "
        + (f"{theme.number(row['people_back'])} back" if row["people_back"] is not None else "no figure for an answer")
        for row in rows[:8]
    ]
    rest = f"; and {len(rows) - 8} more" if len(rows) > 8 else ""
    return f"Pairs: {'; '.join(said)}{rest}."
