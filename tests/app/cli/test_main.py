"""The command line: exit codes, what stands on which stream, and one line for what goes wrong."""

import json

import pytest

from app.cli.main import run, spoken
from tests.app.town import SYSTEMS, store_of, town, town_files


@pytest.fixture
def environ(tmp_path):
    town(tmp_path)
    return {"LANDSKAB_STORE": store_of(tmp_path)}


@pytest.fixture
def ask(environ, capfdbinary):
    """One command: its exit code, standard output and standard error."""

    def asked(*arguments, **more):
        code = run([str(argument) for argument in arguments], {**environ, **more})
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return asked


def test_json_is_the_same_in_both_languages(ask, tmp_path):
    broken = town_files(tmp_path / "broken", systemer="id;navn\na;A\na;B\n")
    for question in (["impact", "Aktiv"], ["systems"], ["system", "opus"], ["history"], ["import", broken]):
        assert ask("--lang", "da", *question, "--json")[1] == ask("--lang", "en", *question, "--json")[1]


def test_every_json_answer_is_one_document(ask):
    for question in (
        "impact opus",
        "systems",
        "systems kmd --limit 1",
        "system opus",
        "history",
        "diff 0 1",
        "sources",
    ):
        code, out, err = ask(*question.split(), "--json")
        assert (code, err) == (0, ""), question
        json.loads(out)


def test_lists_have_total_items_and_next(ask):
    page = json.loads(ask("systems", "kmd", "--limit", "2", "--json")[1])
    assert (page["total"], [one["id"] for one in page["items"]]) == (3, ["kmd-aktiv", "momentum"])
    rest = json.loads(ask("systems", "kmd", "--limit", "2", "--cursor", page["next"], "--json")[1])
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (["opus"], None)


WRONG = [
    ["impact", "KMD Aktv"],
    ["impact", "Aktiv", "--at", "31.02.2027"],
    ["impact", "Aktiv", "--limit", "0"],
    ["impact", "Aktiv", "--sheet", "answer.pdf"],
    ["impact", "Aktiv", "--sheet", "/nowhere/answer.xlsx"],
    ["impact"],
    ["impact", "vendor:Nobody"],
    ["systems", "--cursor", "no cursor"],
    ["system", "nothing like it"],
    ["history", "--revision", "2"],
    ["systems", "--revision", "7"],
    ["diff", "0", "9"],
    ["undo", "9"],
    ["sources", "order", "nobody"],
    ["sources", "order", "hand", "hand"],
    ["sources", "remove", "nobody"],
    ["import", "/no/such/file"],
    ["import", "/dev/null"],
    ["export", "answer.pdf"],
    ["template", "answer.txt"],
    ["graph", "Aktiv", "--out", "picture.png"],
    ["serve", "--host", "0.0.0.0"],
    ["serve", "--port", "99999"],
    ["serve", "--port", "0", "--allow-host", "http://landskab.example"],
    ["--store", "neo4j://me:secret@example.org", "systems"],
    ["--store", "nonsense", "systems"],
    ["--lang", "fr", "systems"],
    ["nonsense"],
    ["--nonsense"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_bad_input_is_code_2_and_one_line(ask, arguments, lang, tmp_path):
    code, out, err = ask(*arguments, LANDSKAB_LANG=lang)
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "secret" not in err


def test_an_unknown_system_suggests_the_nearest_names(ask):
    assert ask("impact", "KMD Aktv")[2].startswith("'KMD Aktv' er ikke i landskabet. Mente du: KMD Aktiv")
    assert ask("--lang", "en", "system", "momentun")[2].startswith("'momentun' is not in the landscape. Did you mean:")


def test_a_refused_import_gives_its_report_and_stores_nothing(ask, tmp_path):
    broken = town_files(tmp_path / "broken", systemer="id;navn\na;A\na;B\n;C\n")
    code, out, err = ask("import", broken, "--json")
    report = json.loads(out)
    assert code == 2
    assert {problem["severity"] for problem in report["problems"]} >= {"error"}
    assert report["revision"] == 1
    assert err.count("\n") == 1
    assert json.loads(ask("history", "--json")[1])["total"] == 1
    assert "Prøve" not in ask("import", broken)[1]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_file_that_cannot_be_read_gives_its_report_too(ask, tmp_path, lang):
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    for path in (tmp_path / "b.pdf", tmp_path / "missing"):
        code, out, err = ask("--lang", lang, "import", path, "--json")
        report = json.loads(out)
        assert (code, err.count("\n"), report["source"], report["revision"]) == (2, 1, path.stem, 1)
        (problem,) = report["problems"]
        assert str(path) in problem.pop("message")
        assert problem == {**dict.fromkeys(("table", "row", "column", "value")), "severity": "error"}
        code, out, err = ask("--lang", lang, "import", path)
        assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_limit_cuts_the_history_and_the_sources(ask, tmp_path):
    for name in ("one", "two"):
        assert ask("import", town_files(tmp_path / name))[0] == 0
    for question in ("history", "sources"):
        said = json.loads(ask(question, "--limit", "2", "--json")[1])
        assert (len(said["items"]), said["items_total"], said["total"]) == (2, 3, 3)
    assert "two" not in ask("sources", "--limit", "2")[1]


def test_an_undo_that_changes_nothing_says_so(ask):
    assert json.loads(ask("undo", "1", "--json")[1]) == {"revision": 1}
    assert "allerede" in ask("undo", "1")[1]
    assert json.loads(ask("history", "--json")[1])["total"] == 1


def test_a_dry_run_stores_nothing_and_says_what_would_change(ask, tmp_path):
    more = town_files(tmp_path / "more", systemer=SYSTEMS + "ny;Nyt system;;;;;;;\n")
    report = json.loads(ask("import", more, "--source", "hand", "--dry-run", "--json")[1])
    assert (report["dry_run"], report["revision"], report["added"]["systems"]) == (True, 2, 1)
    assert json.loads(ask("history", "--json")[1])["total"] == 1
    assert "Prøvekørsel" in ask("import", more, "--source", "hand", "--dry-run")[1]


def test_the_past(ask, tmp_path):
    more = town_files(tmp_path / "more", systemer=SYSTEMS + "ny;Nyt system;;;;;;;\n")
    assert ask("import", more, "--source", "hand")[0] == 0
    diff = json.loads(ask("diff", "1", "2", "--json")[1])
    assert [row["id"] for row in diff["tables"][0]["added"]] == ["ny"]
    assert "Nyt system" in ask("diff", "1", "2")[1]
    assert ask("system", "ny")[0] == 0
    assert ask("system", "ny", "--revision", "1")[0] == 2
    assert json.loads(ask("undo", "--json")[1]) == {"revision": 3}
    assert ask("system", "ny")[0] == 2
    assert json.loads(ask("impact", "Aktiv", "--revision", "2", "--json")[1])["revision"] == 2
    assert "tilbage til revision" in ask("history")[1]


def test_sources_are_ordered_and_removed(ask, tmp_path):
    other = town_files(tmp_path / "other", systemer=SYSTEMS.replace("Bo Lund", "Ida Holm"))
    assert ask("import", other)[0] == 0
    assert json.loads(ask("system", "momentum", "--json")[1])["owner"] == "Ida Holm"
    assert ask("sources", "order", "hand")[0] == 0
    assert json.loads(ask("system", "momentum", "--json")[1])["owner"] == "Bo Lund"
    lines = json.loads(ask("sources", "--json")[1])["items"]
    assert [(one["source"], one["place"]) for one in lines] == [("hand", 1), ("other", None)]
    assert ask("sources", "remove", "other")[0] == 0
    assert json.loads(ask("sources", "--json")[1])["total"] == 1


def test_export_sheet_picture_and_template(ask, tmp_path):
    before = ask("impact", "Aktiv", "--json")[1]
    for name in ("again.xlsx", "again"):
        assert ask("export", tmp_path / name)[0] == 0
        other = {"LANDSKAB_STORE": f"sqlite:///{tmp_path / name}.db"}
        assert ask("import", tmp_path / name, **other)[0] == 0
        assert json.loads(ask("impact", "Aktiv", "--json", **other)[1]) == json.loads(before)
    assert ask("impact", "Aktiv", "--sheet", tmp_path / "answer.xlsx", "--json")[1] == before
    assert (tmp_path / "answer.xlsx").stat().st_size > 1000
    assert ask("graph", "Aktiv", "--out", tmp_path / "picture.html")[0] == 0
    assert "KMD Momentum" in (tmp_path / "picture.html").read_text(encoding="utf-8")
    assert ask("graph", "--out", tmp_path / "all.html")[0] == 0
    assert ask("template", tmp_path / "template.xlsx")[0] == 0


def test_the_store_that_is_away_is_code_1(ask, tmp_path):
    (tmp_path / "no.db").write_text("this is no database, whatever its name says")
    code, out, err = ask("systems", LANDSKAB_STORE=f"sqlite:///{tmp_path / 'no.db'}")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Lageret")


def test_what_nobody_foresaw_is_one_line_unless_asked(ask, tmp_path):
    (tmp_path / "a folder.db").mkdir()
    wrong = {"LANDSKAB_STORE": f"sqlite:///{tmp_path / 'a folder.db'}"}
    code, out, err = ask("systems", **wrong)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "Traceback" in ask("systems", LANDSKAB_DEBUG="1", **wrong)[2]


def test_help_is_in_the_readers_language(ask):
    code, out, err = ask("--help")
    assert (code, err) == (0, "")
    assert "Kommandoer:" in out
    assert "Vis denne hjælp og stop." in ask("impact", "--help")[1]
    assert "Commands:" in ask("--lang", "en")[1] or "Commands:" in ask("--lang", "en", "--help")[1]
    assert ask()[0] == 0
    assert ask("--version")[1].startswith("landskab ")


def test_the_language_is_known_before_the_options_are_read():
    assert [spoken(words.split(), {}) for words in ("--lang en x", "--lang=en x", "x", "--lang fr")] == [
        "en",
        "en",
        "da",
        "da",
    ]
    assert spoken([], {"LANDSKAB_LANG": "en"}) == "en"
    assert spoken(["--lang", "da"], {"LANDSKAB_LANG": "en"}) == "da"
