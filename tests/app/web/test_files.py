"""What the pages take in and give out as files: imports, sheets, pictures, what is shipped."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile

import pytest
from openpyxl import load_workbook

from tests.app.web_town import client, impact, words


@pytest.fixture(scope="module")
def town():
    return client(changed=True)


def test_an_empty_store_says_how_to_begin():
    empty = client(empty=True)
    said = empty.get("/").text
    assert "landskab import" in said
    assert 'enctype="multipart/form-data"' in said
    for path in ("/systems", "/history", "/sources"):
        assert empty.get(path).status_code == 200


def test_an_upload_is_tried_then_stored():
    empty = client(empty=True)
    upload = {"file": ("town.zip", _zipped({"systems.csv": "id,name\na,Alfa\n"}), "application/zip")}
    tried = empty.post("/import", files=upload, data={"act": "dry-run"})
    assert tried.status_code == 200
    assert "Intet er gemt" in tried.text
    assert "landskab import" in empty.get("/").text
    stored = empty.post("/import", files=upload, data={"act": "import", "source": "by"})
    assert "Indlæst som revision 1" in words(stored.text)
    assert "Alfa" in empty.get("/systems").text


def test_a_bad_upload_shows_every_problem_by_its_place():
    empty = client(empty=True)
    upload = {"file": ("town.zip", _zipped({"systems.csv": "id,name,users\na,<b>,x\nb,,\n"}), "application/zip")}
    answer = empty.post("/import", files=upload, data={"act": "import"})
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Filen har 2 fejl. Intet er gemt." in said
    assert "systemer 2 brugere x" in said
    unreadable = empty.post("/import", files={"file": ("a.xlsx", b"no workbook", "x")})
    assert unreadable.status_code == 422
    assert "a.xlsx" in words(unreadable.text)
    assert empty.post("/import", data={"act": "import"}).status_code == 400


def test_a_dry_run_keeps_the_form_and_warns_of_what_would_be_refused():
    upload = {"file": ("town.zip", _zipped({"systems.csv": "id,name\na,A\n"}), "application/zip")}
    sent = {"act": "dry-run", "source": "hand", "prefix": "p-"}
    tried = client(many=60).post("/import", files=upload, data=sent).text
    assert 'value="hand"' in tried
    assert 'value="p-"' in tried
    assert 'class="report warn"' in tried
    assert "vælg filen igen" not in tried
    meant = client(many=60).post("/import", files=upload, data={**sent, "allow_removals": "1"}).text
    assert 'class="report good"' in meant
    assert 'value="1" checked' in meant
    named = client().post("/import", files=upload, data={"act": "dry-run", "source": "x" * 300, "prefix": "p-"})
    assert named.status_code == 422
    assert "1 til 200 tegn" in named.text
    assert 'value="p-"' in named.text


def test_files_to_take_along(town):
    sheet = town.get(impact("momentum").replace("/impact", "/impact.xlsx"))
    assert "momentum.xlsx" in sheet.headers["content-disposition"]
    assert load_workbook(io.BytesIO(sheet.content)).sheetnames
    picture = town.get(impact("momentum").replace("/impact", "/impact.html"))
    assert "attachment" in picture.headers["content-disposition"]
    assert "KMD Momentum" in picture.text
    template = town.get("/template.xlsx")
    assert "systemer" in [name.lower() for name in load_workbook(io.BytesIO(template.content)).sheetnames]


@pytest.mark.parametrize(
    ("writer", "path"),
    [
        ("app.web.routes.write_impact_workbook", "/impact.xlsx"),
        ("app.web.routes.picture_of", "/impact.html"),
        ("app.web.pages.bring_in.page.write_template", "/template.xlsx"),
    ],
)
def test_no_file_is_left_behind(town, writer, path, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    address = impact("momentum").replace("/impact", path)
    assert town.get(address).status_code == 200
    assert list(tmp_path.iterdir()) == []

    def broken(*arguments, **named):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(writer, broken)
    assert town.get(address).status_code == 500
    assert list(tmp_path.iterdir()) == []


def test_shipped_files_may_be_kept_for_ever_under_their_fingerprint(town):
    link = re.search(r'href="(/static/pages.css\?v=[^"]+)"', town.get("/").text)[1]
    assert "immutable" in town.get(link).headers["cache-control"]
    assert town.get("/static/pages.css").headers["cache-control"] == "no-cache"
    assert town.get("/static/../web.py").status_code == 404


def _zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()
