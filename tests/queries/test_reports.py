"""Reports of calendar, purchases and overview: whole tables, in the reader's words, leading to what is there."""

from __future__ import annotations

from datetime import date

import pytest

from queries.calendar.contracts_tables import SORTED
from queries.calendar.query import contract_calendar
from queries.calendar.report import calendar_report
from queries.overview.query import overview
from queries.overview.report import overview_report
from queries.overview.rows_report import overview_rows_report
from queries.overview.system_query import system_overview
from queries.overview.system_report import overview_system_report
from queries.purchases.query import purchases
from queries.purchases.report import purchases_report
from tests.landscapes import landscape
from tests.property.random_contracts import ASKED, landscape_of_rows, random_rows
from visualisations.report.report import Linked

REPORTS = {
    "calendar": lambda place, **words: calendar_report(contract_calendar(place, ASKED), place, **words),
    "purchases": lambda place, **words: purchases_report(purchases(place, ASKED), place, **words),
    "overview": lambda place, **words: overview_report(overview(place, ASKED), place, **words),
}


def marked(text):
    """As a translator that says which text it has seen; places stay as they are."""
    return f"«{text}»"


def report(name, place, *, translate=str, lang="en"):
    return REPORTS[name](place, translate=translate, lang=lang)


def table(name, place, key):
    return next(one for one in report(name, place).tables if one.key == key)


def whole(one, place, seed=None):
    """Every row has a cell a column, of the column's kind, and every link leads somewhere."""
    assert len({table.key for table in one.tables}) == len(one.tables)
    for table_ in one.tables:
        for row in table_.rows:
            assert len(row) == len(table_.columns), (seed, table_.key)
            for cell, column in zip(row, table_.columns, strict=True):
                if column.kind == "date":
                    assert cell in (None, "") or isinstance(cell, date | list), (seed, table_.key, column)
                elif column.kind != "text":
                    assert cell in (None, "") or isinstance(cell, int | float), (seed, table_.key, column)
                for part in cell if isinstance(cell, list | tuple) else [cell]:
                    if isinstance(part, Linked):
                        assert leads(part, place), (seed, table_.key, part)


def leads(part, place):
    """Whether a link leads to a row, or to a number that the overview has."""
    if part.table == "numbers":
        return overview(place, ASKED).number(part.id) is not None
    return (part.table, part.id) in place


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_whole(name):
    for seed in range(80):
        place = landscape_of_rows(random_rows(seed))
        whole(report(name, place), place, seed)


def test_every_systems_report_is_whole():
    for seed in range(40):
        place = landscape_of_rows(random_rows(seed))
        for id_ in place.tables["systems"].ids:
            one = system_overview(place, f"system:{id_}", ASKED)
            whole(overview_system_report(one, place, translate=str, lang="da"), place, (seed, id_))


@pytest.mark.parametrize("name", REPORTS)
def test_all_words_go_through_the_translator(name):
    for seed in range(20):
        one = report(name, landscape_of_rows(random_rows(seed)), translate=marked)
        words = [one.title, *one.sentences]
        for table_ in one.tables:
            words += [table_.title, *(column.name for column in table_.columns)]
            words += [text for text in (table_.empty, table_.note) if text]
        assert [word for word in words if not word.startswith("«")] == []


@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_landscape_has_a_report(name):
    place = landscape()
    one = report(name, place)
    whole(one, place)
    assert all(table_.empty for table_ in one.tables if not len(table_.rows))


def test_what_is_not_registered_is_no_number():
    place = landscape("a b", ["CPR>a"], contracts={"k": {"systems": ("a",)}})
    (contract,) = table("calendar", place, "contracts").rows
    assert contract[2] is None  # annual cost
    assert contract[4] is None  # its end
    (register,) = table("purchases", place, "registers").rows
    assert (register[5], register[7]) == (None, 1)  # known price, price not registered
    first = table("overview", place, "cost").rows[0]
    assert (first[1], first[2]) == (None, 5)  # a contract, three systems, a flow
    assert "No cost is registered." in report("overview", place).sentences


def test_the_sentences_say_the_numbers_of_the_answer():
    place = landscape(
        {"a": {}, "b": {"owner": "Ida"}},
        ["CPR>a carries person.navn"],
        contracts={"k": {"systems": ("a",), "annual_cost": 1_482_500.0, "ends": date(2028, 1, 31)}},
    )
    sentences = " ".join(report("calendar", place).sentences)
    assert "Dates overdue: 2." in sentences
    assert "Known annual cost of those that are paid: 1,482,500 kr." in sentences
    sentences = " ".join(report("overview", place).sentences)
    assert "Systems without an owner: 1; without a contract in force: 2." in sentences
    assert "Flows that bring data of registers: 1, to 1 system in 0 units." in report("purchases", place).sentences[0]


def test_what_stops_most_comes_first_and_very_many_stand_by_their_end():
    systems = " ".join(f"s{n}" for n in range(4))
    flows = ["s1>s2 required", "s1>s3 required"]
    ends = {
        "k0": {"systems": ("s0",), "ends": date(2028, 3, 1)},
        "k1": {"systems": ("s1",), "ends": date(2028, 9, 1)},
    }
    rows = table("calendar", landscape(systems, flows, contracts=ends), "turned_off").rows
    assert [(row[0].id, row[3]) for row in rows] == [("k1", 2), ("k0", 0)]
    many = {f"x{n}": {"ends": date(2028, 6, 1), "systems": ("s0",)} for n in range(SORTED)}
    rows = table("calendar", landscape(systems, flows, contracts={**many, **ends}), "turned_off").rows
    assert [rows[at][0].id for at in (0, -1)] == ["k0", "k1"]
    assert rows[-1][3] == 2


def test_every_number_opens_the_rows_it_was_made_from():
    for seed in range(20):
        place = landscape_of_rows(random_rows(seed))
        answer = overview(place, ASKED)
        for number in (one for section in answer.sections for one in section.numbers):
            opened = overview_rows_report(answer, number.key, place, translate=str, lang="en")
            whole(opened, place, (seed, number.key))
            rows = {table_.key: len(table_.rows) for table_ in opened.tables}
            wanted = [answer.number(part) for part in number.parts] or [number]
            assert [rows[one.key] for one in wanted] == [len(one.rows) for one in wanted], (seed, number.key)
            if number.unit == "DKK" and f"{number.key}.unknown" in rows:
                assert rows[f"{number.key}.unknown"] == number.unknown, (seed, number.key)


def test_a_total_opens_its_parts_and_what_is_unknown_of_them():
    place = landscape({"a": {"annual_cost": 5.0}, "b": {}})
    opened = overview_rows_report(overview(place, ASKED), "cost.total", place, translate=str, lang="en")
    assert opened.sentences == ["Known cost a year: 5 kr. (1 not registered)"]
    assert {one.key: [row[0].id for row in one.rows] for one in opened.tables} == {
        "cost.contracts": [],
        "cost.systems": ["a"],
        "cost.flows": [],
        "cost.systems.unknown": ["b"],
    }


def test_a_system_without_a_contract_says_so():
    place = landscape("a")
    one = overview_system_report(system_overview(place, "a", ASKED), place, translate=str, lang="en")
    assert "No contract lists it, so nobody knows when it is to be tendered." in one.sentences
