"""The controls of `explore.panel`: each change makes one call of `explore.choose` and shows what comes of it.

Made of ipywidgets, itables and Plotly's widget, which are imported when the controls are made; nothing is fetched.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd

from expulsions import actors, schema
from expulsions.actors import GROUPS
from expulsions.data import Record
from expulsions.errors import ExpulsionsError
from expulsions.formats.drawing import picture
from expulsions.story import explore

ALL = "all affairs"
LABELS = {
    "expelling": "expelled by",
    "expelled": "people of",
    "years": "years",
    "measures": "measures",
    "episode": "affair",
}
# A button that asks the kernel for a file and hands it to the browser.
DOWNLOAD = """
function render({ model, el }) {
  const button = document.createElement("button");
  button.className = "lm-Widget jupyter-widgets jupyter-button widget-button";
  button.textContent = model.get("label");
  button.addEventListener("click", () => { button.disabled = true; model.send({}); });
  model.on("msg:custom", (answer, buffers) => {
    button.disabled = false;
    button.title = answer.error ?? "";
    if (answer.error) { button.textContent = answer.error; return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([buffers[0]], { type: answer.type }));
    link.download = answer.name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  el.append(button);
}
export default { render };
"""


def panel(record: Record) -> Any:
    """The controls as one widget."""
    import ipywidgets as widgets

    controls = _controls(record)
    shown: dict[str, Any] = {}
    sentence = widgets.HTML()
    chart = widgets.Box()
    table = _table(explore.table(record.expulsions.head(0)))
    buttons = [
        _download("CSV", lambda: ("expulsions.csv", "text/csv", explore.csv(shown["chosen"]))),
        _download("SVG", lambda: ("expulsions.svg", "image/svg+xml", _picture(shown["figure"], "svg"))),
        _download("PNG", lambda: ("expulsions.png", "image/png", _picture(shown["figure"], "png"))),
    ]

    def show(change: Any = None) -> None:
        chosen = _chosen(record, controls)
        shown["chosen"], shown["figure"] = chosen, explore.chart(chosen)
        sentence.value = f"<p style='font-size:16px'>{explore.sentence(chosen)}</p>"
        _replace(chart, shown["figure"])
        table.update(_plain(explore.table(chosen)))

    for control in controls.values():
        control.observe(show, names="value")
    show()
    labelled = [_labelled(control, LABELS[name]) for name, control in controls.items()]
    return widgets.VBox([*labelled, sentence, chart, widgets.HBox(buttons), table])


def _controls(record: Record) -> dict[str, Any]:
    import ipywidgets as widgets

    events = record.expulsions
    first, last = int(events["date"].dt.year.min()), int(events["date"].dt.year.max())
    titles = dict(zip(record.episodes["title"], record.episodes["episode"], strict=True))
    measures = {name.replace("_", " "): name for name in schema.allowed("expulsions", "measure")}
    wide = {"layout": {"width": "560px"}}
    return {
        "expelling": widgets.TagsInput(allowed_tags=_names(events["expelling"]), allow_duplicates=False, **wide),
        "expelled": widgets.TagsInput(allowed_tags=_names(events["expelled"]), allow_duplicates=False, **wide),
        "years": widgets.IntRangeSlider(value=(first, last), min=first, max=last, continuous_update=False, **wide),
        "measures": widgets.SelectMultiple(options=measures, rows=len(measures), **wide),
        "episode": widgets.Dropdown(options={ALL: "", **dict(sorted(titles.items()))}, **wide),
    }


def _labelled(control: Any, words: str) -> Any:
    import ipywidgets as widgets

    return widgets.HBox([widgets.Label(words, layout={"width": "110px"}), control])


def _names(codes: pd.Series) -> list[str]:
    return [*GROUPS, *sorted(actors.name(code) for code in codes.unique())]


def _chosen(record: Record, controls: dict[str, Any]) -> pd.DataFrame:
    values = {name: control.value for name, control in controls.items()}
    return explore.choose(record.expulsions, **values)


def _replace(box: Any, figure: Any) -> None:
    import plotly.graph_objects as go

    old = box.children
    box.children = [go.FigureWidget(figure)]
    for widget in old:
        widget.close()


def _table(frame: pd.DataFrame) -> Any:
    from itables.widget import ITable

    widths = [{"targets": -1, "width": "40%"}]
    return ITable(_plain(frame), classes="display compact", showIndex=False, columnDefs=widths)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The head of each row as a column like the others."""
    return pd.DataFrame(frame).reset_index(names=frame.columns.name).rename_axis(columns=None)


def _picture(figure: Any, form: str) -> bytes:
    # The kernel's own loop is running, and playwright's plain calls refuse to run beside it.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(picture, figure, form).result()


def _download(label: str, make: Callable[[], tuple[str, str, bytes]]) -> Any:
    import anywidget
    import traitlets

    class Download(anywidget.AnyWidget):
        _esm = DOWNLOAD
        label = traitlets.Unicode().tag(sync=True)

    def answer(widget: Any, content: Any, buffers: Any) -> None:
        try:
            name, kind, content = make()
        except ExpulsionsError as error:
            widget.send({"error": str(error)})
        else:
            widget.send({"name": name, "type": kind}, buffers=[content])

    button = Download(label=label)
    button.on_msg(answer)
    return button
