"""Answer tables in, Plotly figures out; each knows its alt text, its table and its source line (`layout.meta`)."""

from expulsions.charts.bubbles import bubbles
from expulsions.charts.chart import CHARTS, meta_table, redrawn, without_words
from expulsions.charts.disagreement import disagreement
from expulsions.charts.grids import flows, heat_map
from expulsions.charts.per_year import per_year
from expulsions.charts.ranked_bars import ranked_bars
from expulsions.charts.reply_times import reply_times
from expulsions.charts.steps import steps
from expulsions.charts.tile_map import tile_map
from expulsions.charts.timeline import timeline
from expulsions.charts.tit_for_tat import tit_for_tat
from expulsions.charts.unit_chart import unit_chart

__all__ = [
    "CHARTS",
    "bubbles",
    "disagreement",
    "flows",
    "heat_map",
    "meta_table",
    "per_year",
    "ranked_bars",
    "redrawn",
    "reply_times",
    "steps",
    "tile_map",
    "timeline",
    "tit_for_tat",
    "unit_chart",
    "without_words",
]
