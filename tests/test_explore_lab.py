"""The controls of 05-explore in a real JupyterLab in Chromium: choose, look, take away."""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import expulsions as ex

ROOT = Path(__file__).parents[1]
SHOTS = os.environ.get("EXPULSIONS_SHOTS")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on a copy of the notebook, so that nothing is written into the real one."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copyfile(ROOT / "notebooks" / "05-explore.ipynb", folder / "05-explore.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run"}
    environment = {**os.environ, **{name: str(folder / place) for name, place in settings.items()}}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.token=", "--ServerApp.password=", f"--ServerApp.root_dir={folder}"]
    command += ["--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address):
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError("JupyterLab did not start")


@pytest.fixture
def page(lab, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1500})
    page.set_default_timeout(180_000)
    page.goto(f"{lab}/lab/tree/05-explore.ipynb")
    yield page
    page.close()


def shot(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def run_all(page):
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(".jupyter-widgets.widget-vbox .js-plotly-plot").first.wait_for()


def test_choosing_belgium_and_2022_shows_the_rows_of_the_record(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    run_all(page)
    panel = page.locator(".jp-OutputArea-output .jupyter-widgets.widget-vbox").first
    shot(page, "lab-all")

    panel.locator(".jupyter-widget-tagsinput input").first.fill("Belgium")
    panel.locator(".jupyter-widget-tagsinput input").first.press("Tab")
    panel.get_by_text(re.compile("^Belgium took")).first.wait_for()
    years = panel.locator(".widget-readout").first
    years.fill("2022 – 2022")
    years.press("Enter")

    chosen = ex.by(ex.between(ex.load().expulsions, "2022", "2022"), "BEL")
    sums = ex.summary(chosen).iloc[0]
    panel.get_by_text(str(ex.explore.sentence(chosen)), exact=True).first.wait_for()

    listed = panel.locator("table.dataTable tbody tr")
    listed.nth(len(chosen) - 1).wait_for()
    listed.nth(len(chosen)).wait_for(state="detached")
    shown = ex.explore.table(chosen).reset_index().to_numpy().tolist()
    assert [row.locator("td").all_inner_texts() for row in listed.all()] == shown
    plotted = panel.locator(".js-plotly-plot").evaluate("one => one.data[0].x.reduce((a, b) => a + b)")
    assert plotted == sums["people"]
    shot(page, "lab-belgium-2022")

    with page.expect_download() as file:
        panel.get_by_role("button", name="CSV", exact=True).click()
    assert file.value.suggested_filename == "expulsions.csv"
    taken = list(csv.DictReader(Path(file.value.path()).read_text(encoding="utf-8").splitlines()))
    assert [row["id"] for row in taken] == chosen["id"].tolist()
    assert sum(int(row["count"]) for row in taken) == sums["people"]

    with page.expect_download() as file:
        panel.get_by_role("button", name="SVG", exact=True).click()
    svg = Path(file.value.path()).read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert f">{sums['people']}<" in svg

    with page.expect_download() as file:
        panel.get_by_role("button", name="PNG", exact=True).click()
    assert Path(file.value.path()).read_bytes().startswith(b"\x89PNG")

    # Nothing but this JupyterLab was asked for anything.
    assert {re.sub(r"^(\w+://[^/]+).*", r"\1", url) for url in asked if url.startswith(("http", "ws"))} <= {
        re.sub(r"/lab.*", "", page.url),
        re.sub(r"/lab.*", "", page.url).replace("http", "ws"),
    }
