"""The notebooks: their shape, their numbers, their pictures; and that strict nbval notices a changed count."""

import ast
import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from expulsions.errors import ExpulsionsError
from expulsions.report import notebooks, warm

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLOTLY = "application/vnd.plotly.v1+json"
# Cells whose output strict nbval does not compare, by notebook and place, each with its reason.
EXEMPT = {("05-explore", 5): "controls get new ids each time they are made"}
ALLOWED_IMPORTS = {"expulsions"}
DATE = r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?"
YEAR = r"\b(?:19|20)\d\d(?:s|–(?:19|20)?\d\d)?\b"

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def cells(path, kind=None):
    found = enumerate(nbformat.read(path, as_version=4).cells, 1)
    return [(place, cell) for place, cell in found if kind in (None, cell.cell_type)]


def outputs(path):
    return [(place, output) for place, cell in cells(path, "code") for output in cell.outputs]


def test_there_are_six():
    assert [path.stem for path in PATHS] == [
        "01-spring-2022",
        "02-since-1945",
        "03-tit-for-tat",
        "04-grounds",
        "05-explore",
        "06-method",
    ]


@each_notebook
def test_was_run_from_top_to_bottom(path):
    counts = [cell.execution_count for _, cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_has_the_shape_of_a_story(path):
    found = cells(path)
    headings = [cell.source.splitlines()[0] for _, cell in found if cell.source.startswith("#")]
    headings = [line for line in headings if re.match(r"#+ ", line)]
    assert 25 <= len(found) <= 40
    assert found[0][1].source.startswith("# ")
    assert found[1][1].cell_type == "code"
    assert found[1][1].metadata.jupyter.source_hidden
    assert headings[-1] == "## Where the files are"
    assert any("How far to trust this" in heading for heading in headings[-2:])


@each_notebook
def test_no_cell_is_long_and_none_defines_anything(path):
    for place, cell in cells(path, "code"):
        assert len(cell.source.splitlines()) <= 10, f"cell {place}"
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef), f"cell {place}"


@each_notebook
def test_only_the_public_names_are_imported(path):
    for place, cell in cells(path, "code"):
        for node in ast.walk(ast.parse(cell.source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert set(names) <= ALLOWED_IMPORTS, f"cell {place}"
        assert "._" not in cell.source, f"cell {place}"


@each_notebook
def test_no_number_is_typed_in_prose(path):
    for place, cell in cells(path, "markdown"):
        prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", cell.source)
        prose = re.sub(r"^#+ \d+(?:\.\d+)* ", "", prose, flags=re.MULTILINE)
        prose = re.sub(YEAR, "", re.sub(DATE, "", prose))
        assert not re.search(r"\d", prose), f"cell {place}: {prose}"


@each_notebook
def test_a_sentence_stands_between_two_charts(path):
    kinds = []
    for _, cell in cells(path):
        if cell.cell_type == "markdown":
            kinds.append("sentence")
            continue
        for output in cell.outputs:
            data = output.get("data", {})
            kinds += ["chart"] if PLOTLY in data else ["sentence"] if "text/markdown" in data else []
    assert "chart" in kinds
    assert ("chart", "chart") not in set(itertools.pairwise(kinds))


@each_notebook
def test_a_cell_says_one_thing(path):
    assert all(len(cell.outputs) <= 1 for _, cell in cells(path, "code"))


@each_notebook
def test_tables_and_charts_are_compared(path):
    kinds = [kind for _, output in outputs(path) for kind in output.get("data", {})]
    assert "text/html" in kinds
    assert PLOTLY in kinds


def test_only_the_listed_cells_are_exempt_and_say_why():
    found = {
        (path.stem, place): cell.source
        for path in PATHS
        for place, cell in cells(path, "code")
        if "NBVAL" in cell.source or "nbval" in str(cell.metadata)
    }
    assert found.keys() == EXEMPT.keys()
    assert all(re.match(r"# NBVAL_IGNORE_OUTPUT\n# \w+", source) for source in found.values())


@each_notebook
def test_outputs_are_the_same_on_any_machine(path):
    text = "".join(str({**output, "data": {**output.get("data", {}), "image/png": ""}}) for _, output in outputs(path))
    assert not re.search(r"0x[0-9a-f]{6,}|/(?:home|root|tmp|work|usr)/|site-packages|model_id", text)
    assert str(ROOT) not in text
    assert nbformat.read(path, as_version=4).metadata == notebooks.KERNEL


@each_notebook
def test_no_output_is_an_error_or_a_stray_line(path):
    assert {output.output_type for _, output in outputs(path)} <= {"execute_result", "display_data"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tables, the package and the notebooks in a folder of their own."""
    folder = tmp_path_factory.mktemp("copy")
    for part in ("data", "src", "notebooks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    return folder


def nbval(folder, name):
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
    command += ["--rootdir", str(folder), "-c", os.devnull, "--nbval", f"notebooks/{name}.ipynb"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_strict_nbval_fails_when_one_count_changes(copy):
    before = nbval(copy, "01-spring-2022")
    assert before.returncode == 0, before.stdout[-2000:]
    table = copy / "data" / "expulsions.csv"
    row = "2022-03-29-bel-rus,2022-03-29,BEL,RUS,21,21,21,"
    text = table.read_text(encoding="utf-8")
    assert row in text
    table.write_text(text.replace(row, row.replace("21,21,21", "22,22,22")), encoding="utf-8")
    after = nbval(copy, "01-spring-2022")
    assert after.returncode == 1
    assert "mismatch 'text/html'" in after.stdout
    assert f"mismatch '{PLOTLY}'" in after.stdout
    assert "mismatch 'text/markdown'" in after.stdout


def test_every_chart_is_seen_without_javascript(tmp_path, browser):
    command = [sys.executable, "-m", "nbconvert", "--log-level=ERROR", "--to=html", f"--output-dir={tmp_path}"]
    subprocess.run([*command, *map(str, PATHS)], check=True)
    context = browser.new_context(java_script_enabled=False, offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for path in PATHS:
        page.goto((tmp_path / f"{path.stem}.html").as_uri(), wait_until="domcontentloaded")
        charts = [output.data[PLOTLY]["layout"] for _, output in outputs(path) if PLOTLY in output.get("data", {})]
        boxes = [picture.bounding_box() for picture in page.locator("img[src^='data:image/png']").all()]
        sizes = [(round(box["width"]), round(box["height"])) for box in boxes]
        assert sizes == [(layout["width"], layout["height"]) for layout in charts], path.stem
    context.close()


def notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def test_notebooks_are_written_all_or_none(tmp_path):
    good, bad = tmp_path / "1.ipynb", tmp_path / "2.ipynb"
    nbformat.write(notebook("21"), good)
    nbformat.write(notebook("raise KeyError('nobody')"), bad)
    before = good.read_bytes(), bad.read_bytes()
    with pytest.raises(ExpulsionsError, match=r"2\.ipynb does not run: KeyError: 'nobody'"):
        notebooks.rewrite([good, bad], jobs=2)
    assert (good.read_bytes(), bad.read_bytes()) == before
    assert sorted(tmp_path.iterdir()) == [good, bad]


def test_a_second_run_changes_nothing(tmp_path):
    path = tmp_path / "1.ipynb"
    nbformat.write(notebook("20 + 1"), path)
    assert notebooks.rewrite([path], jobs=1) == [path]
    first = path.read_bytes()
    assert notebooks.rewrite([path], jobs=1) == []
    assert path.read_bytes() == first


@pytest.mark.parametrize("can_fork", [warm.CAN_FORK, False])
def test_a_kernel_is_fresh_and_runs_beside_its_notebook(tmp_path, monkeypatch, capfd, can_fork):
    monkeypatch.setattr(warm, "CAN_FORK", can_fork)
    first = notebook("import os, pandas\npandas.mark = os.environ['MARK'] = '1'", "os.getcwd()")
    second = notebook("import os, pandas\nhasattr(pandas, 'mark'), 'MARK' in os.environ", "__name__")
    for one in (first, second):
        notebooks.execute(one, tmp_path / "1.ipynb", ROOT / "data")
    assert [result(cell) for cell in first.cells[1:]] == [repr(str(tmp_path))]
    assert [result(cell) for cell in second.cells] == ["(False, False)", "'__main__'"]
    assert capfd.readouterr() == ("", "")


def result(cell):
    return cell.outputs[0].data["text/plain"]


def test_no_kernel_outlives_a_build_that_is_killed(tmp_path):
    mark = tmp_path / "pid"
    path = tmp_path / "1.ipynb"
    nbformat.write(
        notebook(f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(600)"), path
    )
    running = subprocess.Popen([sys.executable, "-m", "expulsions.report.notebooks", str(tmp_path)])
    until(lambda: mark.exists() and mark.read_text())
    kernel = int(mark.read_text())
    running.kill()
    running.wait()
    until(lambda: not alive(kernel))


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def until(true, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_kernel_that_dies_is_named(tmp_path):
    dying = notebook("import os; os._exit(3)")
    with pytest.raises(ExpulsionsError, match=r"1\.ipynb does not run: Kernel died"):
        notebooks.execute(dying, tmp_path / "1.ipynb", ROOT / "data")


def test_a_notebook_loads_the_tables_it_is_run_on(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    table = tmp_path / "data" / "expulsions.csv"
    table.write_text("".join(table.read_text(encoding="utf-8").splitlines(keepends=True)[:6]), encoding="utf-8")
    asked = notebook("import expulsions as ex\nlen(ex.load_expulsions())")
    notebooks.execute(asked, tmp_path / "1.ipynb", tmp_path / "data")
    assert result(asked.cells[0]) == "5"
