"""The verbs themselves: what every door stands on."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.language.i18n import translator
from app.service.import_report import RefusedImport, row_changes
from app.service.undone import Undone
from model.claims.columns import Table
from tests.app.town import SYSTEMS, town, town_files
from tests.app.web_town import landskab as in_memory

FEWER = "id;navn\nkmd-aktiv;KMD Aktiv\nmomentum;KMD Momentum\n"
MANY = SYSTEMS + "".join(f"more-{n};System {n};;;;;;;\n" for n in range(20))


@pytest.fixture
def landskab(tmp_path):
    return town(tmp_path)


def test_the_history_knows_the_microsecond(landskab):
    (entry,) = landskab.history()
    assert "." in entry.at
    assert datetime.fromisoformat(entry.at).utcoffset().total_seconds() == 0


def test_a_store_that_was_replaced_is_another_entry(landskab, tmp_path):
    before = landskab.entry()
    landskab.store.close()
    for path in tmp_path.glob("town.db*"):
        path.unlink()
    landskab.import_path(town_files(tmp_path / "files", systemer=MANY), source="hand")
    after = landskab.entry()
    assert (before.number, before.source, before.note) == (after.number, after.source, after.note)
    assert before != after
    assert landskab.system("more-1").system.name == "System 1"


def test_a_folder_is_a_source_by_its_whole_name(landskab, tmp_path, monkeypatch):
    folder = town_files(tmp_path / "v.2")
    assert landskab.import_path(folder, dry_run=True).source == "v.2"
    monkeypatch.chdir(folder)
    assert landskab.import_path(Path(), dry_run=True).source == "v.2"
    landskab.export(tmp_path / "town.v2.xlsx")
    assert landskab.import_path(tmp_path / "town.v2.xlsx", dry_run=True).source == "town.v2"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_file_that_cannot_be_read_is_a_refused_import_with_its_report(landskab, tmp_path, lang):
    asked = replace(landskab, translate=translator(lang))
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    for path in (tmp_path / "b.pdf", tmp_path / "missing.xlsx"):
        with pytest.raises(RefusedImport) as refused:
            asked.import_path(path, dry_run=True)
        report = refused.value.report
        (problem,) = report.problems
        assert problem.as_json() == {
            **dict.fromkeys(("table", "row", "column", "value")),
            "severity": "error",
            "message": str(refused.value),
        }
        assert (report.source, report.revision, report.dry_run) == (path.stem, 1, True)
        assert not any(sum(getattr(report, name).values()) for name in ("added", "changed", "removed"))
    with pytest.raises(RefusedImport, match=r"a\.xlsx: "):
        asked.import_upload(b"no workbook", "a.xlsx")


def test_a_dry_run_warns_where_the_import_would_be_refused(landskab, tmp_path):
    landskab.import_path(town_files(tmp_path / "many", systemer=MANY), source="hand")
    fewer = tmp_path / "fewer"
    fewer.mkdir()
    (fewer / "systemer.csv").write_text(FEWER, encoding="utf-8")
    with pytest.raises(RefusedImport) as refused:
        landskab.import_path(fewer, source="hand")
    assert "would take away" in str(refused.value)
    tried = landskab.import_path(fewer, source="hand", dry_run=True)
    assert [(one.severity, one.message) for one in tried.problems] == [("warning", str(refused.value))]
    danish = replace(landskab, translate=translator("da"))
    (warning,) = danish.import_path(fewer, source="hand", dry_run=True).problems
    assert warning.message.startswith("Indlæsningen ville fjerne")
    assert landskab.import_path(fewer, source="hand", dry_run=True, allow_removals=True).problems == ()
    assert landskab.store.newest() == 2


def test_imports_at_the_same_time_are_all_stored(landskab, tmp_path):
    """Also through copies that speak another language, as the HTTP doors make them."""
    files = town_files(tmp_path / "more", systemer=MANY)
    asked = [replace(landskab, translate=translator(lang)) for lang in ("da", "en", "da")]
    threads = [
        threading.Thread(target=one.import_path, args=(files,), kwargs={"source": str(at)})
        for at, one in enumerate(asked)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.number for entry in landskab.history()] == [1, 2, 3, 4]
    assert {line.source for line in landskab.sources()} == {"hand", "0", "1", "2"}


def test_an_open_file_is_read_when_its_turn_comes(landskab):
    file = io.BytesIO(b"id,name\na,A\n")
    one_at_a_time = replace(landskab, settings=replace(landskab.settings, imports_at_once=1))
    with landskab._imports.reading(at_once=1, patience=0):  # another import is at work
        waiting = threading.Thread(target=one_at_a_time.import_upload, args=(file, "systems.csv"))
        waiting.start()
        waiting.join(0.1)
        assert (waiting.is_alive(), file.tell()) == (True, 0)
    waiting.join()
    assert landskab.system("a").system.name == "A"


def test_an_undo_that_changes_nothing_adds_nothing(landskab, tmp_path):
    assert landskab.undo(1) == Undone(1, 1, is_new=False)
    landskab.import_path(town_files(tmp_path / "more", systemer=MANY), source="hand")
    assert landskab.undo() == Undone(3, 1, is_new=True)
    assert landskab.undo(1) == Undone(3, 1, is_new=False)
    assert landskab.undo(3) == Undone(3, 3, is_new=False)
    assert landskab.undo(2) == Undone(4, 2, is_new=True)
    landskab.order_sources(["hand"])
    assert landskab.undo(4) == Undone(6, 4, is_new=True)
    assert landskab.undo(0) == Undone(7, 0, is_new=True)
    assert landskab.undo(0) == Undone(7, 0, is_new=False)
    assert landskab.store.newest() == 7


def test_a_report_and_a_diff_tell_the_same_changes():
    before = Table.of("systems", {"a": {"name": "A"}, "b": {"name": "B", "owner": "Bo"}, "d": {"name": "D"}})
    after = Table.of("systems", {"b": {"name": "B", "vendor": "KMD"}, "c": {"name": "C"}, "d": {"name": "D"}})
    assert [(row.id, row.change, row.fields) for row in row_changes(before, after)] == [
        ("a", "removed", ()),
        ("b", "changed", ("vendor", "owner")),
        ("c", "added", ()),
    ]


def test_a_state_without_sources_equals_the_empty_one():
    verbs = in_memory()
    verbs.remove_source("hand")
    assert verbs.undo(0) == Undone(2, 0, is_new=False)
