"""The command line as its users meet it: names in seven languages, formats, exit codes, and never a traceback."""

import asyncio
import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

import expulsions as ex
from expulsions import charts, cli, data, schema
from expulsions.cli.commands import app
from expulsions.desk import answers, search
from expulsions.desk.factbox import as_html, as_markdown, as_text, factbox
from expulsions.errors import UnknownValue

DAY = ["--since", "2022-03-29", "--until", "2022-03-29", "--against", "RUS"]
FOUR = {"2022-03-23-pol-rus": 45, "2022-03-29-bel-rus": 21, "2022-03-29-nld-rus": 17, "2022-03-29-irl-rus": 4}

# English, French, German, Dutch, Polish, Spanish, Italian; former states; short and old names; codes; slips of case.
SPELLINGS = {
    "BEL": "Belgium|Belgique|Belgien|België|Belgia|Bélgica|Belgio|BEL|be|belgie|BELGIUM",
    "NLD": "Netherlands|the Netherlands|Pays-Bas|Niederlande|Nederland|Holandia|Países Bajos|Paesi Bassi|Holland",
    "IRL": "Ireland|Irlande|Irland|Ierland|Irlandia|Irlanda|Republic of Ireland",
    "POL": "Poland|Pologne|Polen|Polska|Polonia",
    "DEU": "Germany|Allemagne|Deutschland|Duitsland|Niemcy|Alemania|Germania|West Germany",
    "RUS": "Russia|Russie|Russland|Rusland|Rosja|Rusia|Russian Federation",
    "SUN": "Soviet Union|USSR|URSS|Sowjetunion|UdSSR|Sovjet-Unie|ZSRR|Unión Soviética",
    "GBR": "UK|U.K.|United Kingdom|Royaume-Uni|Vereinigtes Königreich|Verenigd Koninkrijk|Wielka Brytania|Reino Unido",
    "USA": "US|USA|United States|États-Unis|Etats-Unis|Vereinigte Staaten|Stany Zjednoczone|Stati Uniti",
    "CSK": "Czechoslovakia|Tschechoslowakei|Czechosłowacja",
    "EU": "European Union|Unia Europejska",
}
NOBODY = [
    "Belgum",
    "Belgiumm",
    "Ruritania",
    "Atlantis",
    "Russ",
    "Germ",
    "Netherland Antilles Islands",
    "Pays",
    "Union",
    "United",
    "Republic",
    "Korea",
    "Congo",
    "XXX",
    "ZZ",
    "12",
    "",
    " ",
    "Brussels",
    "Europe",
    "Moscow",
    "'; DROP TABLE expulsions; --",
]


def run(*arguments: str, env: dict[str, str] | None = None, **options) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    command = [sys.executable, "-m", "expulsions", *arguments]
    whole = {**os.environ, "COLUMNS": "100", **(env or {})}
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=whole, **options)


def said(*arguments: str) -> tuple[int, str]:
    """Exit status and output within this process, which is quicker; an error of ours becomes status 2, as in `main`."""
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "100"})
    if isinstance(result.exception, UnknownValue):
        return 2, str(result.exception)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def record() -> data.Record:
    return data.load()


@pytest.mark.parametrize(
    ("code", "spelling"), [(code, one) for code, names in SPELLINGS.items() for one in names.split("|")]
)
def test_find_knows_the_name(record, code, spelling):
    found = search.find(record.expulsions, by=[spelling])
    assert found["id"].tolist() == record.expulsions.loc[record.expulsions["expelling"] == code, "id"].tolist()
    assert search.find(record.expulsions, about=[spelling])["id"].is_unique


def test_there_are_enough_spellings():
    assert sum(len(names.split("|")) for names in SPELLINGS.values()) >= 60
    assert len(NOBODY) >= 20


@pytest.mark.parametrize("name", NOBODY)
def test_find_knows_no_such_name(record, name):
    with pytest.raises(UnknownValue, match="actor: "):
        search.find(record.expulsions, by=[name])


def test_find_the_day_of_the_four():
    status, output = said("find", *DAY, "--by", "Belgien", "--by", "Pays-Bas", "--by", "Irlanda")
    lines = output.splitlines()
    assert status == 0
    assert lines[0].split() == ["announced", "decision", "people", "id"]
    assert [line.split()[0] for line in lines[1:4]] == ["2022-03-29"] * 3
    assert "Belgium expels 21 Russian officials" in output
    assert lines[4].startswith("3 decisions, 42 (42–43) people who had to leave")


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["Wilmès"], {"2022-03-29-bel-rus"}),
        (["wilmes", "ANTWERP"], {"2022-03-29-bel-rus"}),
        (["Belgique", "Antwerp", "--since", "2022"], {"2022-03-29-bel-rus"}),
        (["--episode", "ukraine-invasion-2022", *DAY, "--min", "20"], {"2022-03-29-bel-rus"}),
        ([*DAY, "--max", "4", "--by", "IRL"], {"2022-03-29-irl-rus"}),
        ([*DAY, "--by", "EU members", "--min", "17"], {"2022-03-29-bel-rus", "2022-03-29-nld-rus"}),
        ([*DAY, "--by", "NATO members", "--by", "IRL", "--max", "4", "--min", "4"], {"2022-03-29-irl-rus"}),
        ([*DAY, "--grounds", "espionage", "--min", "5"], {"2022-03-29-bel-rus", "2022-03-29-nld-rus"}),
        ([*DAY, "--measure", "expelled", "--status", "confirmed", "--min", "20"], {"2022-03-29-bel-rus"}),
        (["--about", "Ireland", "--since", "2022-03-29", "--until", "2022-03-29"], {"2022-03-29-irl-rus"}),
    ],
)
def test_find_by_every_filter(arguments, ids):
    status, output = said("find", *arguments, "--format", "json")
    assert status == 0
    assert {row["id"] for row in json.loads(output)} == ids


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["find", "xyzzy"], 1, "Nothing found."),
        (["find", "Antwerpp"], 1, "Nothing found. Did you mean 'antwerp'?"),
        (["find", "--by", "BEL", "--min", "100000"], 1, "Nothing found."),
        (["find", "--by", "Belgum"], 2, "Did you mean 'Belgium'?"),
        (["find", "--by", "Korea"], 2, "say which one"),
        (["find", "--since", "2022-13"], 2, "since: '2022-13' is not a day of the calendar."),
        (
            ["find", "--since", "yesterday"],
            2,
            "since: 'yesterday' is not an EDTF date; write 2022-03-29, 2022-03 or 2022.",
        ),
        (["find", "--since", "2023", "--until", "2022"], 2, "the end 2022 is before the start 2023"),
        (["find", "--grounds", "espionnage"], 2, "Did you mean 'espionage'?"),
        (["find", "--measure", "expeled"], 2, "Did you mean 'expelled'?"),
        (["find", "--status", "sure"], 2, "status: 'sure' is not one of: confirmed, reported, disputed."),
        (["find", "--episode", "skripol-2018"], 2, "Did you mean 'skripal-2018'?"),
        (["find", "--min", "ten"], 2, "--min"),
        (["find", "--fromat", "csv"], 2, "--format"),
        (["fnid"], 2, "Did you mean 'find'?"),
        (["show", "2022-03-29-bel-russ"], 2, "Did you mean '2022-03-29-bel-rus'?"),
        (["show", "2022-03-28-irl-rus"], 2, "Did you mean '2022-03-29-irl-rus'?"),
        (["chart", "ranked_bar", "-o", "x.svg"], 2, "Did you mean 'ranked_bars'?"),
        (["chart", "per_year"], 2, "expulsions chart per_year -o per_year.svg"),
        (["chart", "per_year", "-o", "x.gif"], 2, "must be one of .svg, .png, .html, .json, .csv"),
        (["chart", "per_year", "-o", "x.svg", "--width", "wide"], 2, "write 120mm or 680px"),
        (["chart", "per_year", "-o", "x.csv", "--width", "120mm"], 2, "goes with .svg and .png"),
        (["chart", "timeline", "-o", "x.csv"], 2, "choose it with `--about`"),
        (["export", "-o", "x.doc"], 2, "must be one of .csv, .json, .jsonl, .parquet, .xlsx, .sqlite, .zip"),
        (["export", "-o", "x.json", "--bom"], 2, "a byte order mark goes with .csv only"),
        (["correct", "2022-03-29-bel-rus", "--set", "count", "--why", "x", "--dry-run"], 2, "has no '='"),
    ],
)
def test_exit_status_and_words(arguments, status, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found, output = said(*arguments)
    assert found == status
    assert message in " ".join(output.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


def test_formats_of_find():
    asked = ("find", *DAY, "--by", "BEL", "--format")
    assert said(*asked, "markdown")[1].splitlines() == [
        "| announced | decision | people | id |",
        "| --- | --- | ---: | --- |",
        "| 2022-03-29 | Belgium expels 21 Russian officials | 21 | 2022-03-29-bel-rus |",
    ]
    assert said(*asked, "csv")[1].splitlines()[0].split(",") == [
        *schema.columns("expulsions"),
        "date",
        "date_precision",
        "independent_sources",
    ]
    assert json.loads(said(*asked, "json")[1])[0]["grounds"] == ["espionage", "security"]


def test_output_to_a_pipe_is_plain_and_alone():
    done = run("find", *DAY, "--by", "BEL")
    assert done.stdout == (
        "announced   decision                             people  id\n"
        "2022-03-29  Belgium expels 21 Russian officials      21  2022-03-29-bel-rus\n"
    )
    assert done.stderr.startswith("1 decision, 21 people who had to leave.")


def test_output_to_a_terminal_is_a_table():
    upper, lower = pty.openpty()
    command = [sys.executable, "-m", "expulsions", "find", *DAY, "--by", "BEL"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(command, stdout=lower, stderr=lower, stdin=subprocess.DEVNULL, env=environment)
    os.close(lower)
    seen = b""
    try:
        while part := os.read(upper, 4096):
            seen += part
    except OSError:  # Linux ends a pseudo-terminal so.
        pass
    assert process.wait() == 0
    assert "─────" in seen.decode()
    assert "1 decision, 21 people who had to leave." in seen.decode()


@pytest.mark.parametrize("id", FOUR)
def test_show_has_the_figure_and_every_source(record, id):
    box = factbox(record, id)
    assert box.count == FOUR[id]
    urls = record.citations.loc[record.citations["expulsion"] == id, "url"].tolist()
    assert [one.url for one in box.witnesses] == urls
    for text in (as_text(box), as_markdown(box), as_html(box)):
        assert box.headline in text
    assert all(one in as_text(box) for one in (*urls, *box.sentences, box.cite))


def test_show_says_what_was_answered_and_how(record):
    box = factbox(record, "2022-03-29-bel-rus")
    assert ("Deadline", "14 days to leave.") in box.facts
    assert [(one.relation, one.id) for one in box.neighbours] == [("Answered by", "2022-04-19-rus-bel")]


class Tags(HTMLParser):
    """The tags and the text of a page, and whether each tag that was opened was closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        self.text += text


def test_html_of_every_hundredth_decision_nests_and_uses_plain_tags(record):
    for id in record.expulsions["id"][::100]:
        page = Tags()
        page.feed(as_html(factbox(record, id)))
        assert page.open == []
        assert page.seen <= {"aside", "h3", "h4", "dl", "dt", "dd", "blockquote", "p", "ul", "li", "a", "cite"}


def test_what_is_hostile_is_text(record):
    events, citations = record.expulsions.copy(), record.citations.copy()
    events.loc[events["id"] == "2022-03-29-bel-rus", "who"] = '<script>alert(1)</script> & "x" [y](z) *b*'
    mine = citations["expulsion"] == "2022-03-29-bel-rus"
    citations.loc[mine, "url"] = "javascript:alert(1)"
    citations.loc[mine, "title"] = "<img src=x onerror=alert(1)>"
    box = factbox(data.Record(events, citations, record.episodes, record.actors, record.tallies, record.changes),
                  "2022-03-29-bel-rus")  # fmt: skip
    page = Tags()
    page.feed(as_html(box))
    assert not page.seen & {"script", "img"}
    assert "javascript:" not in as_html(box)
    assert "<script>alert(1)</script>" in page.text
    assert "\\<script\\>" in as_markdown(box)
    assert "\\[y\\](z)" in as_markdown(box)


@pytest.mark.parametrize("name", answers.QUESTIONS)
def test_every_chart_for_a_selection(record, name):
    events = search.find(record.expulsions, about=["BEL"], since="2022-03", until="2022-04")
    figure = answers.draw(name, record, events, chosen="About Belgium", about="BEL")
    assert figure.layout.meta["chart"] == name
    assert "About Belgium." in figure.layout.meta["subtitle"]
    assert figure.layout.meta["title"]


@pytest.mark.parametrize("name", answers.QUESTIONS)
def test_only_a_chart_of_people_says_which_decisions_it_cannot_count(record, name):
    subtitle = answers.answer(name, record, search.find(record.expulsions, about=["BEL"]), about="BEL").subtitle
    of_people = name not in ("reply_times", "disagreement")
    assert ("without a figure not counted" in subtitle) == of_people


def test_every_chart_has_its_answer():
    """A new chart needs a line in QUESTIONS and in SHOWS of desk/answers.py."""
    assert set(answers.QUESTIONS) == set(charts.CHARTS) == set(answers.SHOWS)


@pytest.mark.parametrize("ending", ["html", "json", "csv"])
def test_a_chart_without_a_browser(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    status, output = said("chart", "ranked_bars", *DAY, "--title", "One <day>", "-o", str(path))
    assert (status, output) == (0, f"{path}: One <day>\n")
    text = path.read_text(encoding="utf-8")
    if ending == "json":
        assert json.loads(text)["layout"]["meta"]["title"] == "One <day>"
    elif ending == "csv":
        assert text.splitlines()[1].startswith("BEL,") or ",BEL" in text.splitlines()[1]
    else:
        assert "<title>One &lt;day&gt;</title>" in text
        assert not re.search(r'<script[^>]+src=|<link[^>]+href="http', text)


def test_a_chart_for_print(tmp_path):
    for name, width in (("a.svg", "120mm"), ("b.svg", "120mm"), ("c.png", "100mm"), ("d.png", "700px")):
        assert said("chart", "ranked_bars", *DAY, "--width", width, "-o", str(tmp_path / name))[0] == 0
    svg = ElementTree.fromstring((tmp_path / "a.svg").read_bytes())
    assert svg.get("width") == "120mm"
    assert svg.get("height", "").endswith("mm")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert "var(--" not in (tmp_path / "a.svg").read_text()
    for name, pixels in (("c.png", 1181), ("d.png", 700)):
        content = (tmp_path / name).read_bytes()
        assert abs(int.from_bytes(content[16:20], "big") - pixels) <= 1
        assert (b"pHYs" in content) == (name == "c.png")


def test_a_chart_is_written_from_a_notebook_too(tmp_path):
    async def as_in_a_kernel():
        figure = charts.per_year(ex.by_year(ex.load_expulsions()), "People per year")
        return ex.write_chart(figure, tmp_path / "years.png")

    assert asyncio.run(as_in_a_kernel()).read_bytes().startswith(b"\x89PNG")


def test_without_a_browser_it_says_what_to_install(tmp_path):
    env = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = run("chart", "per_year", "-o", str(tmp_path / "a.svg"), env=env)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "A picture of a chart needs Chromium; on Debian: apt-get install chromium, elsewhere: python -m playwright "
        "install chromium."
    ]


def test_export_by_command(tmp_path):
    status, output = said("export", *DAY, "--by", "BEL", "-o", str(tmp_path / "a.csv"), "--bom")
    assert (status, output) == (0, f"{tmp_path / 'a.csv'}: 1 decision.\n")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_stats_reconcile_and_chart_list_speak():
    figures = json.loads(said("stats", "--format", "json")[1])
    assert figures["decisions"] == len(data.load_expulsions()) == sum(one["decisions"] for one in figures["by_decade"])
    assert said("stats")[1].startswith(f"decisions: {figures['decisions']:,}\n")
    assert len(json.loads(said("reconcile", "--format", "json")[1])) == figures["tallies"]
    assert [line.split()[0] for line in said("chart", "list")[1].splitlines()] == list(answers.QUESTIONS)


def test_a_dry_run_writes_nothing_and_says_what_would_move(tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(schema.data_folder(), copy)
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    arguments = ["correct", "2022-03-29-bel-rus", "--set", "who=diplomats", "--why", "Shorter.", "--data", str(copy)]
    status, output = said(*arguments, "--dry-run")
    assert status == 0
    assert "who diplomats at the embassy and the Antwerp consulate general → diplomats, because: Shorter" in output
    assert output.endswith("No headline figure moves.\nNothing was written (--dry-run).\n")
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before


def test_add_asks_for_each_field_with_its_meaning(folder, tmp_path, monkeypatch):
    for table in ("actors", "tallies", "changes"):
        header, *rows = (schema.data_folder() / f"{table}.csv").read_text().splitlines(keepends=True)
        (folder / f"{table}.csv").write_text(header + ("".join(rows) if table == "actors" else ""))
    monkeypatch.chdir(tmp_path)
    typed = [
        "2001-04-31", "2001-04-09", "Belgum", "Belgique", "RUS", "2", "", "", "two attachés", "embasy", "embassy",
        "expelled", "espionage", "reef-2001", "y", "The reef", "2001-04", "A reef was charted.", "", "", "", "", "",
        "ftp://x", "https://example.org/20", "The Reef Times", "", "Two told to go", "", "en", "2", "count", "", "n",
    ]  # fmt: skip
    result = CliRunner().invoke(app, ["add", "--data", str(folder)], input="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output[-2000:]
    for words in (
        "'2001-04-31' is not a day of the calendar.",
        "Did you mean 'Belgium'?",
        "Belgium (BEL)",
        "Did you mean 'embassy'?",
        "consulate: Consulate or consulate general.",
        "New: Belgium expels 2 Russian officials, 9 April 2001, one independent source (2001-04-09-bel-rus)",
        "Written to",
    ):
        assert words in result.output
    assert data.load_expulsions(folder)["id"].tolist()[-2] == "2001-04-09-bel-rus"
    assert data.load_episodes(folder)["episode"].tolist()[-1] == "reef-2001"


def test_answers_that_do_not_pass_are_kept(folder, tmp_path, monkeypatch):
    for table in ("actors", "tallies", "changes"):
        header, *rows = (schema.data_folder() / f"{table}.csv").read_text().splitlines(keepends=True)
        (folder / f"{table}.csv").write_text(header + ("".join(rows) if table == "actors" else ""))
    monkeypatch.chdir(tmp_path)
    typed = [
        "2001-04-09", "BEL", "RUS", "2", "", "", "two attachés", "embassy", "expelled", "espionage", "", "", "", "", "",
        "", "https://example.org/20", "The Reef Times", "", "Two told to go", "", "en", "3", "count", "", "n",
    ]  # fmt: skip
    result = CliRunner().invoke(app, ["add", "--data", str(folder)], input="\n".join(typed) + "\n")
    assert "no citation reports 2 (they report 3)" in str(result.exception)
    assert "then: expulsions add --from draft-2001-04-09-bel-rus.json" in result.output
    draft = json.loads(Path("draft-2001-04-09-bel-rus.json").read_text())
    draft[0]["citations"][0]["count_reported"] = 2
    Path("draft-2001-04-09-bel-rus.json").write_text(json.dumps(draft))
    assert said("add", "--from", "draft-2001-04-09-bel-rus.json", "--data", str(folder))[0] == 0


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (OSError(28, "No space left on device", "data/expulsions.csv"), 2,
         "data/expulsions.csv: No space left on device. Nothing was changed."),
        (UnknownValue("actor: who?"), 2, "actor: who?"),
        (KeyboardInterrupt(), 130, "Interrupted; nothing more was done."),
        (ZeroDivisionError("division by zero"), 70,
         "A fault of the program, not of yours (ZeroDivisionError: division by zero). "
         "EXPULSIONS_TRACEBACK=1 shows where."),
    ],
)  # fmt: skip
def test_no_error_is_a_traceback(monkeypatch, capsys, error, status, message):
    def fails():
        raise error

    monkeypatch.setattr("expulsions.cli.commands.app", fails)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == status
    assert capsys.readouterr().err == message + "\n"


def test_broken_tables_are_named_and_no_traceback(tmp_path):
    shutil.copytree(schema.data_folder(), tmp_path / "data")
    (tmp_path / "data" / "episodes.csv").write_bytes(b"\xff\xfe")
    for arguments in (["find", "x"], ["show", "x"], ["stats"], ["export", "-o", "x.csv"], ["reconcile"]):
        done = run(*arguments, "--data", str(tmp_path / "data"), cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr == "episodes.csv: is encoded as UTF-16; save it as UTF-8.\n"


def test_a_reader_that_goes_away_is_no_error():
    command = f"{shlex.quote(sys.executable)} -m expulsions find --format json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout == "[\n"
    assert done.stderr == ""


def test_control_c_is_no_error():
    process = subprocess.Popen([sys.executable, "-m", "expulsions", "check"], stderr=subprocess.PIPE, text=True)
    time.sleep(1.2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert process.returncode in (130, 0, 1)


def test_every_command_explains_itself_by_example():
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert {
        "find",
        "show",
        "chart",
        "export",
        "add",
        "cite",
        "correct",
        "diff",
        "reconcile",
        "stats",
        "check",
    } <= commands
    for command in commands:
        status, output = said(command, "--help")
        assert status == 0
        assert "Example" in output
        assert f"expulsions {command}" in output
