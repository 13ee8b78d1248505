"""Ids of characters that are seen, and a word about texts that hold others."""

import pytest

from app.language.i18n import translator
from importers.landscape_files.importer import transform
from importers.shared.sheets import Sheets, sheet_of
from model.claims.state import State
from model.landscape.landscape import Landscape

HIDDEN = ["a\nb", "a\tb", "a\x1bb", "a\x7fb", "a\x9bb", "a\u200bb", "a\u202eb", "a\u2066b", "a\ufeffb", "a\xadb",
          "a\u2028b", "a\U000e0041b", "a\u3164b", "a\ud800b"]  # fmt: skip


def problems(translate=str, **tables):
    sheets = Sheets(tuple(sheet_of(name, rows, decimal=",") for name, rows in tables.items()))
    batch = transform(sheets, source="hand", landscape=Landscape(State()), translate=translate)
    return [(one.severity, one.table, one.row, one.column, one.message) for one in batch.problems]


@pytest.mark.parametrize("id_", HIDDEN)
def test_no_id_holds_a_character_that_is_not_seen(id_):
    [(severity, table, row, column, message)] = problems(
        systems=[["id", "name"], ["x", "X"], [id_, "A"]], flows=[["provider", "consumer"], ["x", id_]]
    )
    assert (severity, table, row, column) == ("error", "systems", 3, "id")
    assert f"U+{ord(id_[1]):04X}" in message
    assert message.isprintable()


@pytest.mark.parametrize("id_", HIDDEN)
def test_nor_does_one_that_comes_into_being_by_being_referred_to(id_):
    [(severity, table, row, column, _)] = problems(systems=[["id", "name", "unit"], ["x", "X", id_]])[:1]
    assert (severity, table, row, column) == ("error", "systems", 2, "unit")


@pytest.mark.parametrize("id_", ["kmd aktiv", "Æ-ø_å.1", "日本", "a'b", "x" * 200])
def test_other_ids_are_taken(id_):
    assert [one for one in problems(systems=[["id", "name"], [id_, "A"]]) if one[0] == "error"] == []


def test_an_id_is_no_letter_to_the_reader():
    [(_, _, row, column, message)] = problems(systems=[["id", "name"], ["x" * 201, "A"]])
    assert (row, column) == (2, "id")
    assert "201" in message


def test_texts_that_are_not_seen_are_told_once():
    names = [[f"s{n}", f"Login {n} \u202egnp.exe"] for n in range(5)]
    [(severity, table, row, column, message)] = problems(systems=[["id", "name"], ["a", "A"], *names])
    assert (severity, table, row, column) == ("warning", "systems", 3, "name")
    assert message.startswith("5 texts")
    assert message.count("\\u202e") == 3
    assert message.isprintable()


def test_letters_that_look_like_others_are_told_once():
    rows = [["id", "name", "description"], ["a", "КMD Aktiv", "Москва"], ["b", "КMD Opus", ""], ["c", "KMD", "Кa"]]
    [(severity, table, row, column, message)] = problems(translator("da"), systems=rows)
    assert (severity, table, row, column) == ("warning", "systems", 2, "name")
    assert message.startswith("2 navne")


@pytest.mark.parametrize(
    "name", ["Ærø Åben Østre", "α-test", "µTorrent", "to\nlinjer", "👩‍💻 IT", "Łódź", "soft\xadhyphen"]
)
def test_names_as_people_write_them_are_not_remarked_on(name):
    assert problems(systems=[["id", "name"], ["a", name]]) == []


@pytest.mark.parametrize(
    ("column", "cell"),
    [("users", "9" * 1001), ("in_use_to", "2" * 101), ("description", "x" * 131_073), ("lifecycle", "x" * 101)],
)
def test_a_cell_has_a_longest_length(column, cell):
    [(severity, _, _, where, message)] = problems(systems=[["id", "name", column], ["a", "A", cell]])
    assert (severity, where) == ("error", column)
    assert str(len(cell)) in message
