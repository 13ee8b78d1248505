"""Duplicates as tables: what stands where, and that every sentence of a reason can be said."""

from __future__ import annotations

from datetime import date

from queries.duplicates import keep as duplicates_keep
from queries.duplicates import twice as duplicates_twice
from queries.duplicates.query import duplicates
from queries.duplicates.report import duplicates_report
from queries.duplicates.words import sentences
from tests.landscapes import landscape
from visualisations.report.report import Linked, Report

DAY = date(2026, 11, 23)


def town() -> Report:
    rows = {
        "alfa": {"capabilities": ("sms",), "annual_cost": 5000.0, "users": 10.0, "unit": "it", "municipality": "Sorø"},
        "birk": {"capabilities": ("sms",), "annual_cost": 9000.0, "municipality": "Sorø"},
        "cedor": {"capabilities": ("gis",), "municipality": "Sorø"},
        "kort": {"name": "QGIS", "capabilities": ("gis",), "municipality": "Sorø"},
        "x": {"municipality": "Sorø"},
    }
    contracts = {"k": {"name": "Aftale", "systems": ("birk",), "ends": date(2027, 12, 31), "notice_months": 6.0}}
    asked = landscape(rows, ["alfa>x required"], contracts=contracts, units="it")
    return duplicates_report(duplicates(asked, DAY), asked, translate=str, lang="en")


def table(key: str) -> list[list[object]]:
    (found,) = [one for one in town().tables if one.key == key]
    return [[str(cell) if isinstance(cell, Linked) else cell for cell in row] for row in found.rows]


def test_the_dearest_job_stands_first():
    assert [row[0] for row in table("groups")] == ["Text messages", "GIS and maps"]


def test_what_is_not_registered_is_none_and_not_zero():
    columns = [column.name for column in town().tables[0].columns]
    row = dict(zip(columns, table("groups")[1], strict=True))
    assert (row["Known annual cost"], row["Costs not registered"], row["Users"]) == (None, 2, None)
    assert (row["Known saving, at most"], row["Known saving, at least"]) == ("not known", "not known")


def test_unknown_users_are_named_beside_the_known():
    columns = [column.name for column in town().tables[0].columns]
    assert dict(zip(columns, table("groups")[0], strict=True))["Users"] == "10 (1 not registered)"


def test_each_system_has_its_contract_and_its_end():
    columns = [column.name for column in town().tables[1].columns]
    alfa, birk = (dict(zip(columns, row, strict=True)) for row in table("systems")[:2])
    assert (alfa["System"], alfa["Can be ended on"], alfa["Contracts"]) == ("Alfa", "", None)
    assert (birk["Contract ends"], birk["Notice by"]) == (date(2027, 12, 31), date(2027, 6, 30))
    assert birk["Can be ended on"] == date(2027, 12, 31)
    assert birk["Why it is counted"] == ["the municipality's own word: Text messages"]


def test_what_leaves_anyway_and_what_is_paid_together_is_said():
    rows = {id_: {"capabilities": ("sms",), "users": 1.0} for id_ in ("alfa", "birk", "cedor")}
    rows["alfa"] = {**rows["alfa"], "users": 9.0}
    leaving = {"annual_cost": 5.0, "in_use_to": date(2027, 1, 31)}
    rows["dunham"] = {**rows["birk"], **leaving}
    contracts = {"k": {"systems": ("birk", "cedor"), "annual_cost": 700.0}}
    asked = landscape(rows, contracts=contracts)
    report = duplicates_report(duplicates(asked, DAY), asked, translate=str, lang="en")
    assert any(line.endswith("by their registered last day: 5 kr.") for line in report.sentences)
    systems = next(one for one in report.tables if one.key == "systems")
    names = [column.name for column in systems.columns]
    told = {str(row[0]): dict(zip(names, row, strict=True)) for row in systems.rows}
    assert told["Birk"]["Annual cost"] == "700 kr. together with Cedor"
    assert (told["Dunham"]["Annual cost"], told["Dunham"]["Last day in use"]) == (5.0, date(2027, 1, 31))


def test_the_choice_says_why():
    assert table("choices")[0][2][0] == "Alfa first: 1 system stops or may stop without it; without Birk 0 do."


def test_a_cost_is_counted_once_for_all_jobs():
    assert "Their known annual cost together: 14,000 kr. (2 not registered)." in town().sentences


def test_an_empty_landscape_says_so():
    nothing = landscape("")
    report = duplicates_report(duplicates(nothing, DAY), nothing, translate=str, lang="da")
    assert all(not one.rows and one.empty for one in report.tables)


def test_every_reason_can_be_said_and_says_the_same_in_english():
    constants = {
        value
        for module in (duplicates_keep, duplicates_twice)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.endswith(".")
    }
    said = sentences(str)
    assert set(said) == constants
    assert all(english == own for english, own in said.items())
