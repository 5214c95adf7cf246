"""The report's pages beside nbconvert's page of the same notebook, in the same browser, in the same run.

Both are served compressed from this machine. Prints bytes, requests, the time until all charts are visible and the time
for which scripts block the page, at full speed and on a slow phone (CPU slowed 4 times, 1.6 Mbit/s); and for the table
of 10,000 decisions the time to its first paint, to a filter and to a sort.

    python benchmarks/pages.py [REPORT] [NOTEBOOK]
"""

import gzip
import sys
import tempfile
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import bars

VISITS = 3
CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
LINE = {"offline": False, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
# By name: whether the machine is slowed, and the delay of the line in ms.
SPEEDS = {"full speed": None, "CPU/4, 1.6 Mbit/s": 0, "the same, 150 ms away": 150}
KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
# In the reader's page, before anything else runs: how long scripts hold it up, and when the last chart stands there.
WATCH = """
window.blocked = 0; window.seen = 0;
new PerformanceObserver(list => {
  for (const task of list.getEntries()) window.blocked += Math.max(0, task.duration - 50);
}).observe({type: 'longtask', buffered: true});
const look = () => {
  const charts = [...document.querySelectorAll('.drawing img, .js-plotly-plot, .plotly-graph-div')];
  const ready = charts.length && document.readyState !== 'loading' && charts.every(one =>
    one.tagName === 'IMG' ? one.complete && one.naturalWidth : one.querySelector('.main-svg .infolayer'));
  if (ready && charts.length >= (window.expected || 1)) window.seen = performance.now();
  else setTimeout(look, 10);
};
addEventListener('DOMContentLoaded', look);
"""
TABLE = """async () => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const timed = async act => {
    const begun = performance.now(); act(); await frame(); return performance.now() - begun;
  };
  const type = word => timed(() => {
    const words = document.querySelector('input[name=q]');
    words.value = word; words.dispatchEvent(new Event('input', {bubbles: true}));
  });
  const sort = () => timed(() => document.querySelectorAll('#decisions thead button')[3].click());
  await type('belgium');
  const filter = await type('russia');
  await type('');
  return {paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, filter, sort: await sort()};
}"""


class Compressed(BaseHTTPRequestHandler):
    """Serves the files of a folder with gzip, and counts nothing itself."""

    folder: ClassVar[Path] = Path()
    kept: ClassVar[dict[Path, bytes]] = {}

    def do_GET(self) -> None:
        path = self.folder / self.path.split("?")[0].lstrip("/")
        if not path.is_file():
            self.send_error(404)
            return
        if path not in self.kept:
            self.kept[path] = gzip.compress(path.read_bytes(), 6)
        body = self.kept[path]
        self.send_response(200)
        self.send_header("Content-Type", KINDS.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def nbconvert_page(notebook: Path, target: Path) -> int:
    """The notebook as nbconvert shows it with Plotly's `notebook` renderer; gives back how many charts it has."""
    import nbformat
    import plotly.io
    from nbconvert import HTMLExporter

    book = nbformat.read(notebook, as_version=4)
    charts = 0
    for cell in book.cells:
        for output in cell.get("outputs", []):
            figure = output.get("data", {}).pop("application/vnd.plotly.v1+json", None)
            if figure is None:
                continue
            charts += 1
            output.data.pop("image/png", None)
            # The renderer brings plotly.js once for the whole notebook, as it does in a running one.
            output.data["text/html"] = plotly.io.to_html(
                {"data": figure["data"], "layout": figure["layout"]},
                include_plotlyjs=charts == 1,
                full_html=False,
                validate=False,
            )
    target.write_text(HTMLExporter().from_notebook_node(book)[0], encoding="utf-8")
    return charts


def measure(browser: Any, address: str, delay: int | None, charts: int) -> dict[str, float]:
    """One visit with an empty cache."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script(f"window.expected = {charts};" + WATCH)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sums = {"bytes": 0.0, "requests": 0, "elsewhere": 0}
    wire.on("Network.loadingFinished", lambda event: sums.update(bytes=sums["bytes"] + event["encodedDataLength"]))

    def count(request: Any) -> None:
        sums["requests"] += 1
        sums["elsewhere"] += not request.url.startswith(("http://127.0.0.1", "data:", "blob:"))

    page.on("request", count)
    if delay is not None:
        wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        wire.send("Network.emulateNetworkConditions", LINE | {"latency": delay})
    page.goto(address, wait_until="load", timeout=180_000)
    page.wait_for_function("window.seen > 0", timeout=180_000)
    page.wait_for_timeout(500)
    sums["visible"], sums["blocked"] = page.evaluate("[window.seen, window.blocked]")
    context.close()
    return sums


def grown(report: Path, folder: Path, rows: int) -> None:
    """data.html and what it loads, of so many rows."""
    import shutil

    import pandas as pd

    from expulsions import data
    from expulsions.report import table
    from expulsions.report.pages import Press, data_page
    from expulsions.report.site import Site

    record = data.load()
    copies = -(-rows // len(record.expulsions))
    frames = [record.expulsions.assign(id=record.expulsions["id"] + f"-{copy}") for copy in range(copies)]
    many = Site(replace(record, expulsions=pd.concat(frames, ignore_index=True).head(rows)), [], {})
    shutil.copytree(report / "assets", folder / "assets", ignore=shutil.ignore_patterns("plotly*"))
    (folder / "data.html").write_text(Press(many).html(data_page(many)), encoding="utf-8")
    (folder / "assets" / "rows.js").write_text(table.rows_script(many), encoding="utf-8")


def table_times(browser: Any, address: str, delay: int | None) -> dict[str, float]:
    """First paint, filter and sort of the table, in ms."""
    context = browser.new_context(viewport=PHONE if delay is not None else {"width": 1280, "height": 900})
    page = context.new_page()
    if delay is not None:
        wire = context.new_cdp_session(page)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        wire.send("Network.emulateNetworkConditions", LINE | {"latency": delay})
    page.goto(address, timeout=180_000)
    page.wait_for_function("document.getElementById('sentence').textContent", timeout=180_000)
    times: dict[str, float] = page.evaluate(TABLE)
    context.close()
    return times


def main(arguments: list[str]) -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    report = Path(arguments[0] if arguments else "build/report")
    notebook = Path(arguments[1] if len(arguments) > 1 else "notebooks/01-spring-2022.ipynb")
    if not (report / "index.html").exists():
        from expulsions.report.build import build

        build(report, notebook.parent)
    story = f"report/stories/{notebook.stem.split('-', 1)[1]}.html"
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        (folder / "report").symlink_to(report.resolve())
        charts = nbconvert_page(notebook, folder / "nbconvert.html")
        grown(report, folder, 10_000)
        Compressed.folder = folder
        server = ThreadingHTTPServer(("127.0.0.1", 0), Compressed)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print(f"| {notebook.name}, {charts} charts | kB | requests | other hosts | visible, s | blocked, s |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for speed, delay in SPEEDS.items():
            compare(browser, address, story, charts, speed, delay)
        print("\n| data.html, 10,000 rows | first paint, ms | filter, ms | sort, ms |\n| --- | ---: | ---: | ---: |")
        for speed, delay in SPEEDS.items():
            times = table_times(browser, f"{address}data.html", delay)
            print(f"| {speed} | {times['paint']:,.0f} | {times['filter']:,.0f} | {times['sort']:,.0f} |")


def compare(browser: Any, address: str, story: str, charts: int, speed: str, delay: int | None) -> None:
    """Visit both pages in turns and print the visit in the middle; at the report's own speed also its bars."""
    visits: dict[str, list[dict[str, float]]] = {"nbconvert": [], "the report": []}
    for _ in range(VISITS):
        for name, path in (("nbconvert", "nbconvert.html"), ("the report", story)):
            visits[name].append(measure(browser, address + path, delay, charts))
    theirs, ours = (sorted(of, key=lambda one: one["visible"])[VISITS // 2] for of in visits.values())
    for name, one in (("nbconvert", theirs), ("the report", ours)):
        print(
            f"| {name}, {speed} | {one['bytes'] / 1000:,.0f} | {one['requests']:.0f} | {one['elsewhere']:.0f} "
            f"| {one['visible'] / 1000:.2f} | {one['blocked'] / 1000:.2f} |"
        )
    if delay == 0:
        bars.say(bars.Bar("kB before interaction", ours["bytes"] / 1000, None, ours["bytes"] / 1000, 100, unit="kB"))
        bars.say(bars.Bar("requests to other hosts", ours["elsewhere"], None, ours["elsewhere"], 0, unit=""))
        for what, key in (("all charts visible", "visible"), ("blocked by scripts", "blocked")):
            figure = ours[key] / theirs[key]
            bars.say(bars.Bar(f"{what}, {speed}", ours[key] / 1000, theirs[key] / 1000, figure, 1 / 20))


if __name__ == "__main__":
    main(sys.argv[1:])
