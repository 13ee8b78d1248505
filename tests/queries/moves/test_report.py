"""The report of the moves: what a person in a meeting reads, in English; the Danish is tested with the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.moves.answer import MoveReason
from queries.moves.query import moves
from queries.moves.reasons import LACKS, TEMPLATES
from queries.moves.report import moves_report
from queries.moves.words import lack_words, reason_text, reason_words
from tests.landscapes import landscape_of
from tests.property.random_moves import random_case
from tests.queries.moves.moves_town import CONTRACT, TODAY, one, town
from visualisations.report.report import Report
from visualisations.wording.wording import Wording

SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"
COPY = {"kind": "copy_register"}


def told(landscape: Landscape, **how: Any) -> Report:
    return moves_report(moves(landscape, TODAY, **how), landscape, translate=str, lang="en")


def rows(report: Report, key: str) -> list[dict[str, Any]]:
    """The rows of a table by heading."""
    table = {one.key: one for one in report.tables}[key]
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def text(cell: Any) -> Any:
    """A cell as plain text, or as a list of texts."""
    return [str(part) for part in cell] if isinstance(cell, (list, tuple)) else str(cell)


@pytest.fixture(scope="module")
def sample() -> Landscape:
    return Landscape(State().with_batch(import_path(SAMPLE, landscape=Landscape(State()))))


def test_every_reason_and_every_lack_has_words():
    assert reason_words(str) == {template: template for template in TEMPLATES}
    assert lack_words(str) == dict(LACKS)


def test_a_reason_names_what_the_json_has_as_ids():
    parts = Wording(town(unik={"name": "Unik Bolig"}), str, "en")
    reason = MoveReason(TEMPLATES[4], {"targets": ("SF1525",), "objects": ("person.navn", "person.adresse")})
    assert reason_text(reason, parts) == (
        "to verify with the supplier: that SF1525 · Persondata Samling Hent gives Navn and Bopælsadresse"
    )


def test_the_tables_say_each_flow_once_as_planned_or_as_open(sample):
    report = told(sample)
    assert [table.key for table in report.tables] == [
        *("registers", "contracts", "order", "open", "holders", "hidden", "requirements", "reasons", "closed")
    ]
    answer = moves(sample, TODAY)
    planned = [move for move in answer.moves if move.timing in ("now", "next_tender")]
    lacking = [move for move in answer.moves if move.lacks or move.missing]
    assert (len(rows(report, "order")), len(rows(report, "open"))) == (len(planned), len(lacking))
    assert {move.flow for move in (*planned, *lacking)} == {move.flow for move in answer.moves}
    assert len(rows(report, "reasons")) == len(answer.moves)


def test_the_first_sentences_say_the_gain_and_what_is_not_known_of_it(sample):
    sentences = told(sample).sentences
    assert sentences[1].startswith("Move now: 14. That saves ")
    assert "63,751" in sentences[1]
    assert sentences[1].endswith(" a year, and for 9 of them an unknown amount besides.")


def test_the_sentences_about_registers_count_the_rows_of_the_tables(sample):
    report = told(sample)
    registers, hidden = rows(report, "registers"), rows(report, "hidden")
    known = [row for row in registers if isinstance(row["Can close from"], date)]
    saved = sum(row["Saved a year when closed"] for row in known)
    (closes,) = [line for line in report.sentences if line.startswith("Copy registers that can close on a known day")]
    assert (len(known), len(registers), len(hidden)) == (3, 4, 18)
    assert closes.endswith(
        ": 3; without a known day: 1. Saved a year when they close, each from the day on which its contract can be "
        f"ended: {saved:,.0f} kr. See “Copy registers”."
    )
    assert (
        "Consumers that are not on the vendor's list, so that nobody warns them: 18. See “Not on the vendor's list”."
        in report.sentences
    )
    assert {table.title for table in report.tables} >= {"Copy registers", "Not on the vendor's list"}


def test_no_sentence_is_a_list_of_names(sample):
    assert not any("Acadre" in line or "MapInfo" in line for line in told(sample).sentences)


def test_what_pays_and_what_is_forced_are_summed_apart(sample):
    now = [move for move in moves(sample, TODAY).moves if move.timing == "now"]
    forced = [move for move in now if move.forced]
    known = sum(move.annual_saving or 0 for move in forced)
    (said,) = [line for line in told(sample).sentences if "pay by themselves" in line]
    assert said.startswith(f"Of these {len(now) - len(forced)} pay by themselves: 27,951 kr. a year. {len(forced)} are")
    assert (
        f"(31 Dec 2027): {known:,.0f} kr. (of {len([m for m in forced if m.annual_saving is None])} not known)" in said
    )


def test_nothing_unknown_is_said_where_all_is_known():
    sentences = told(one()).sentences
    assert "84,000" in sentences[1]
    assert not any("unknown" in line or "lack" in line for line in sentences)


def test_a_register_without_a_date_says_who_holds_it():
    report = told(one(data_objects=("hemmelig",)))
    (row,) = rows(report, "holders")
    assert text(row["Held back by"]) == ["unik"]
    assert "Copy registers of which it is not known when they can close: 1. See “Copy registers”." in report.sentences


def test_moving_all_at_once_is_said_where_it_pays():
    flows = {id_: {"consumer": id_, "annual_price": 12_000.0} for id_ in ("a", "b")}
    contract = {**CONTRACT, "systems": ("a", "b")}
    report = told(town(flows, contracts={"c": contract}, DPR={**COPY, "annual_cost": 310_000.0}))
    pays = "Copy registers where moving all at once pays, even where one move alone does not: 1."
    assert pays in report.sentences
    assert [row["All at once pays"] for row in rows(report, "registers")] == ["yes"]


def test_an_unknown_amount_is_said_to_be_and_is_no_0():
    report = told(one(annual_price=None, switch_cost=None))
    (row,) = rows(report, "open")
    assert (row["Pays below"], row["What must be known"]) == (
        "not known",
        ["its annual price", "what the change costs"],
    )
    assert row["Can leave on"] == date(2028, 3, 31)


def test_what_pays_for_a_register_stands_with_the_dates_that_bind_it():
    dates = {"ends": date(2027, 12, 31), "notice_months": 6.0, "irrevocable_until": date(2027, 6, 30)}
    contracts = {"c": CONTRACT, "k": {"name": "K", "systems": ("DPR",), "annual_cost": 9_000.0, **dates}}
    report = told(town(contracts=contracts))
    (row,) = rows(report, "contracts")
    assert (text(row["Contract"]), row["Annual cost"], row["Covers besides"]) == ("K", 9_000.0, 0)
    days = (row["Ends"], row["Last day to give notice"], row["Irrevocable until"])
    assert days == (date(2027, 12, 31), date(2027, 6, 30), date(2027, 6, 30))
    (register,) = rows(report, "registers")
    assert (register["Can close from"], register["Saved from"]) == (TODAY, date(2027, 12, 31))


def test_a_register_without_a_contract_says_so_and_when_it_saves_is_not_known():
    report = told(town(DPR={**COPY, "annual_cost": 500.0}))
    (row,) = rows(report, "contracts")
    assert (row["Contract"], row["Annual cost"], row["Ends"]) == ("no contract is registered", 500.0, None)
    assert rows(report, "registers")[0]["Saved from"] == "not known"


def test_a_contract_for_more_than_the_register_says_how_much_more():
    contracts = {"c": CONTRACT, "k": {"name": "K", "systems": ("DPR", "unik"), "annual_cost": 9_000.0, "flows": ("f",)}}
    report = told(town(contracts=contracts))
    assert rows(report, "contracts")[0]["Covers besides"] == 2
    assert rows(report, "registers")[0]["Saved a year when closed"] is None


def test_a_requirement_can_be_pasted_into_a_tender():
    landscape = town(
        {"f": {"frequency": "abonnement", "switch_cost": 1e9}}, unik={"vendor": "Unik A/S"}, DPR={"vendor": "DXC"}
    )
    (row,) = rows(told(landscape), "requirements")
    assert row["Requirement"] == (
        "The solution must get CPR-hændelser (ændringer) from SF1320_A · CPR - Hændelser and Bopælsadresse from "
        "SF1525 · Persondata Samling Hent, and no longer from DPR. The data is used for subscription to changes. "
        "The data may be a night old."
    )
    assert (row["In the tender by"], text(row["Contract"])) == (date(2027, 3, 31), "C")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"frequency": "tidstro"}, "The data must be up to date at the moment of use."),
        ({}, "How old the data may be is not registered and must be stated here."),
        ({"frequency": "online"}, "The data may be a night old."),
        ({"data_objects": ("person.navn", "hemmelig")}, "The supplier must say where hemmelig will come from."),
    ],
)
def test_a_requirement_says_how_fresh_and_what_has_no_source(cells, sentence):
    (row,) = rows(told(one(**cells)), "requirements")
    assert sentence in row["Requirement"]


def test_a_flow_with_nowhere_to_go_has_no_requirement():
    assert rows(told(one(data_objects=("hemmelig",))), "requirements") == []


def test_what_to_verify_names_the_supplier_who_can_tell():
    landscape = town(
        {"f": {"data_objects": None, "annual_price": None, "switch_cost": None}},
        unik={"vendor": "Unik A/S"},
        contracts={},
    )
    (row,) = rows(told(landscape), "open")
    asked = " ".join(row["Ask"])
    assert "Ask Unik A/S which data unik really uses." in asked
    assert "Ask Unik A/S what it costs to change the source in unik." in asked
    assert "Ask CSC (DXC) what DPR" in asked
    assert "Ask the supplier of unik (not registered)" in " ".join(rows(told(one(switch_cost=None)), "open")[0]["Ask"])


def test_who_can_tell_when_a_flow_is_free_is_named():
    def asked(**how: Any) -> str:
        (row,) = rows(told(town(**how)), "open")
        return " ".join(row["Ask"])

    bound = {"c": {"name": "C", "systems": ("unik",), "vendor": "Unik A/S"}}
    assert "Ask Unik A/S when C ends." in asked(contracts=bound)
    assert "Ask Ida {1} which contract unik is under" in asked(contracts={}, unik={"owner": "Ida {1}"})
    assert "Ask the owner of unik (not registered) which contract" in asked(contracts={})


def test_a_price_that_is_lacking_can_be_told():
    (row,) = rows(told(one(frequency="tidstro")), "open")
    assert row["What must be known"] == ["the target's price"]
    assert "what SF6004" in row["Ask"][-1]
    assert row["Ask"][-1].endswith("ask again with the price SF6004=….")


def test_only_a_price_that_nobody_told_is_asked_for():
    both = one(data_objects=("person.navn", "hemmelig"), frequency="tidstro")
    (row,) = rows(told(both), "open")
    assert any("SF6004" in line for line in row["Ask"])
    (row,) = rows(told(both, prices={"SF6004": 5}), "open")
    assert not any("ask again with the price" in line for line in row["Ask"])


def test_what_is_lacking_of_a_forced_move_is_asked_for_too():
    (row,) = rows(told(town({"f": {"annual_price": None}}, DPR={**COPY, "in_use_to": date(2027, 1, 31)})), "open")
    assert (row["When"], row["What must be known"]) == ("now: the register closes", ["its annual price"])
    report = told(town({"f": {"annual_price": None}}, DPR={**COPY, "in_use_to": date(2027, 1, 31)}))
    assert report.sentences[1] == "Move now: 1. What that saves is not known."
    assert rows(report, "order")[0]["Pays below"] == ""


def test_who_has_no_plan_when_a_register_closes_is_counted():
    leaving = town({"f": {"data_objects": ("hemmelig",)}}, DPR={**COPY, "in_use_to": date(2027, 1, 31)})
    assert any(
        "that have no planned move: 1. They lack data from that day." in line for line in told(leaving).sentences
    )
    assert not any("planned move" in line for line in told(one()).sentences)


def test_flows_from_a_register_that_has_closed_are_named():
    closed = told(town(DPR={**COPY, "in_use_to": date(2026, 1, 31)})).sentences
    assert any(line.startswith("Flows still registered from copy registers that are out of use: 1.") for line in closed)
    assert not any("Flows still registered" in line for line in told(one()).sentences)


def test_no_list_is_not_an_empty_list():
    def hidden(**flow):
        report = told(town({"f": flow}))
        (table,) = [one for one in report.tables if one.key == "hidden"]
        return table.empty

    assert hidden() == "No vendor has given a list of who uses its copy register."
    assert hidden(declared_by=("vendor",)) == "Nobody."


def test_a_move_that_is_made_now_waits_for_no_tender():
    (row,) = rows(told(one()), "order")
    assert (row["When"], row["Months to pay back"], text(row["Contract"])) == ("now: it pays", 8.6, "C")
    (row,) = rows(told(one()), "requirements")
    assert row["In the tender by"] == ""


def test_what_saves_nothing_has_no_time_to_pay_back():
    (row,) = rows(told(one(annual_price=0.0)), "order")
    assert (row["Months to pay back"], row["Saves a year"]) == ("", 0)


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_any_answer_can_be_told(seed):
    case = random_case(seed)
    landscape = landscape_of(case.tables)
    answer = moves(landscape, case.as_of, switch_cost=case.switch_cost, prices=case.prices)
    report = moves_report(answer, landscape, translate=str, lang="en")
    for table in report.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert not [line for line in report.sentences if "{" in line]
