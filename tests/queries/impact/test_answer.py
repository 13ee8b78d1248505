from __future__ import annotations

import json
from datetime import date

import pytest

from model.rows import Named, Rows, as_json
from queries.impact.answer import Affected, AlreadyDown, ContractTerms, Lost
from queries.impact.query import shutdown_impact
from tests.landscapes import landscape


def test_rows_are_made_when_they_are_asked_for() -> None:
    made: list[int] = []

    def make(row: int) -> int:
        made.append(row)
        return row * 10

    rows = Rows(lambda: 5, make)
    assert (len(rows), made) == (5, [])
    assert (rows[1], rows[-1], rows[1:3]) == (10, 40, [10, 20])
    assert made == [1, 4, 1, 2]
    assert list(rows) == [0, 10, 20, 30, 40]


def test_rows_are_counted_once_and_not_before_somebody_asks() -> None:
    counted: list[str] = []
    rows = Rows(lambda: counted.append("once") or 2, str)
    assert counted == []
    assert (len(rows), list(rows), counted) == (2, ["0", "1"], ["once"])


@pytest.mark.parametrize("at", [5, -6])
def test_a_row_that_is_not_there_is_an_index_error(at: int) -> None:
    with pytest.raises(IndexError):
        Rows(lambda: 5, str)[at]


def test_a_limited_answer_makes_only_the_rows_that_it_shows() -> None:
    made: list[int] = []

    def make(row: int) -> AlreadyDown:
        made.append(row)
        return AlreadyDown(f"s{row}", "stops")

    shown = as_json(Rows(lambda: 1000, make)[:2])
    assert shown == [{"system": "s0", "reason": "stops"}, {"system": "s1", "reason": "stops"}]
    assert made == [0, 1]


ROW = Affected(
    Named("c", "C"), "stops", "stops", 2, 1.5, True, ("a", "b", "c"), [Lost("flow", "f", "required", 1, ["f"], [])]
)


def test_a_row_has_the_fields_of_the_definition() -> None:
    assert as_json(ROW) == {
        "system": {"id": "c", "name": "C"},
        "verdict": "stops",
        "at_least": "stops",
        "steps": 2,
        "after_hours": 1.5,
        "hours_assumed": True,
        "chain": ["a", "b", "c"],
        "why": [
            {"kind": "flow", "requirement": "f", "need": "required", "needed": 1, "dead": ["f"], "alive": []},
        ],
    }


def test_a_limit_cuts_every_list_but_chains_and_says_how_long_it_was() -> None:
    cut = as_json(ROW, limit=1)
    assert cut["chain"] == ["a", "b", "c"]
    assert cut["why_total"] == 1
    assert (cut["why"][0]["dead"], cut["why"][0]["dead_total"]) == (["f"], 1)
    assert (cut["why"][0]["alive"], cut["why"][0]["alive_total"]) == ([], 0)


def test_dates_are_iso_and_what_is_not_known_is_null() -> None:
    assert as_json(ContractTerms("k", date(2027, 12, 31), None, 6.0)) == {
        "id": "k",
        "ends": "2027-12-31",
        "irrevocable_until": None,
        "notice_months": 6.0,
    }


def test_a_limited_answer_is_the_whole_one_cut() -> None:
    town = landscape(
        "x a b c",
        ["x>a required carries d|e", "x>b required carries d", "x>c required carries d", "a>x", "b>x"],
        units="u v",
        a={"unit": "u"},
        b={"unit": "v"},
        x={"capabilities": ("sms", "mail")},
    )
    answer = shutdown_impact(town, ["x"])
    whole, cut = as_json(answer), as_json(answer, limit=2)
    for name in ("affected", "to_reestablish", "falls_away", "units", "capabilities", "already_down", "turned_off"):
        assert cut[f"{name}_total"] == len(whole[name])
        assert len(cut[name]) == min(2, len(whole[name]))
    assert [row["system"] for row in cut["affected"]] == [row["system"] for row in whole["affected"][:2]]
    assert cut["registration"]["flows_around"] == whole["registration"]["flows_around"]
    assert cut["summary"] == whole["summary"]
    work = cut["to_reestablish"][0]
    assert work["candidates_total"] == whole["to_reestablish"][0]["candidates_total"]
    assert work["data_objects_total"] == 2


def test_an_answer_is_json_without_loss() -> None:
    answer = as_json(shutdown_impact(landscape("a b", ["a>b after 2.5"]), ["a"], at=date(2027, 1, 1)))
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
