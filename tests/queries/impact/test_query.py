"""The whole question, on landscapes of odd shapes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.impact.query import shutdown_impact
from tests.landscapes import impact, impact_bytes, landscape, rows, verdicts
from visualisations.sheet.landscape_export import export_landscape

SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"


def test_a_landscape_without_flows_is_not_registered_and_not_safe() -> None:
    answer = impact(landscape("a b"), "a")
    assert (answer["affected"], answer["to_reestablish"], answer["falls_away"]) == ([], [], [])
    assert (answer["summary"]["unaffected"], answer["summary"]["unaffected_without_flows"]) == (1, 1)
    assert answer["registration"]["systems_without_flows"] == ["a", "b"]


def test_a_landscape_of_one_system_can_be_turned_off() -> None:
    answer = impact(landscape("a", ["a>a required"]), "a")
    assert (answer["turned_off"], answer["affected"], answer["summary"]["unaffected"]) == (["a"], [], 0)


def test_a_flow_to_oneself_dies_when_it_is_turned_off() -> None:
    answer = impact(landscape("a b", ["f: a>a required", "a>b required"]), "f")
    assert verdicts(answer) == {"a": "stops", "b": "stops"}
    assert rows(answer)["b"]["chain"] == ["f", "a", "b"]


def test_a_cycle_falls_as_a_whole_when_one_of_it_is_turned_off() -> None:
    town = landscape("a b c", ["a>b required", "b>c required", "c>a required"])
    assert {id_: row["chain"] for id_, row in rows(impact(town, "b")).items()} == {
        "c": ["b", "c"],
        "a": ["b", "c", "a"],
    }


def test_ids_and_names_of_any_letters() -> None:
    town = landscape(
        {"ældre/plejehjem": {"name": "Ældre & pleje"}, "日本": {"name": "日本"}, "a b": {"name": "«Løn»"}},
        ["æ>ø: ældre/plejehjem>日本 required"],
    )
    answer = impact(town, "ÆLDRE & PLEJE")
    assert rows(answer)["日本"]["chain"] == ["ældre/plejehjem", "日本"]
    assert '"日本"' in impact_bytes(town, "æ>ø")


def test_ids_are_sorted_as_text_whatever_their_letters() -> None:
    ids = ["Z", "a", "z", "é", "ø", "å", "日"]
    town = landscape({id_: {} for id_ in ["x", *ids]}, [f"x>{id_} required" for id_ in reversed(ids)])
    assert list(verdicts(impact(town, "x"))) == sorted(ids)


def test_a_hub_takes_all_its_consumers_with_it() -> None:
    consumers = [f"c{number:04}" for number in range(5000)]
    town = landscape({id_: {} for id_ in ["hub", *consumers]}, [f"hub>{id_} required carries d" for id_ in consumers])
    answer = shutdown_impact(town, ["hub"])
    assert (answer.summary.stops, len(answer.affected), len(answer.to_reestablish)) == (5000, 5000, 5000)
    assert list(answer.affected[4999].chain) == ["hub", "c4999"]
    assert answer.to_reestablish[4999].flow == "hub>c4999"


def test_a_hub_that_needs_five_thousand_loses_one_of_them() -> None:
    providers = [f"p{number:04}" for number in range(5000)]
    town = landscape(
        {id_: {} for id_ in ["hub", *providers]},
        [f"{id_}>hub in r" for id_ in providers],
        requirements=["r: hub 99.98% required"],
    )
    assert verdicts(impact(town, "p0000")) == {"hub": "loses_redundancy"}
    assert verdicts(impact(town, "p0000", "p0001")) == {"hub": "stops"}


def test_a_chain_of_ten_thousand_systems_is_drawn_out_for_one_row() -> None:
    ids = [f"s{number:05}" for number in range(10_001)]
    town = landscape({key: {} for key in ids}, [f"{one}>{two} required" for one, two in pairwise(ids)])
    answer = shutdown_impact(town, [ids[0]])
    assert (len(answer.affected), answer.affected[-1].steps) == (10_000, 10_000)
    assert list(answer.affected[-1].chain) == ids
    assert list(answer.affected[4].chain) == ids[:6]


def test_the_hours_may_come_over_a_thousand_systems_where_the_steps_are_one() -> None:
    ids = [f"s{number:04}" for number in range(1001)]
    flows = [f"{one}>{two} required" for one, two in pairwise(ids)]
    town = landscape({key: {} for key in ids}, [*flows, f"slow: {ids[0]}>{ids[-1]} required after 100"])
    row = next(row for row in shutdown_impact(town, [ids[0]]).affected if row.system.id == ids[-1])
    assert (row.steps, row.after_hours, list(row.chain)) == (1, 0.0, [ids[0], ids[-1]])
    assert list(row.hours_chain or ()) == ids


def test_a_ladder_of_ways_that_do_not_count_is_not_walked_way_by_way() -> None:
    """Two to the fortieth ways lead to `m` at the hour at which it falls, in a requirement that is not lost."""
    rungs = [("x", "x"), *((f"l{number:02}", f"r{number:02}") for number in range(40))]
    way = ["x", *(f"w{number:02}" for number in range(43)), "m"]
    flows = {f"{one}>{two} required" for low, high in pairwise(rungs) for one in low for two in high}
    flows |= {f"{one}>{two} required" for one, two in pairwise(way)} | {f"{one}>m in g" for one in rungs[-1]}
    town = landscape(
        {key: {} for key in [*way, "other", "z", *(id_ for rung in rungs[1:] for id_ in rung)]},
        [*sorted(flows), "other>m in g", "m>z required", "direct: x>z required after 100"],
        requirements=["g: m 1 required"],
    )
    row = next(row for row in shutdown_impact(town, ["x"]).affected if row.system.id == "z")
    assert (list(row.chain), list(row.hours_chain or ())) == (["x", "z"], [*way, "z"])


def test_a_date_is_that_of_the_answer() -> None:
    town = landscape("a b", ["a>b required"], b={"in_use_to": date(2026, 12, 31)})
    assert (impact(town, "a")["at"], verdicts(impact(town, "a"))) == (None, {"b": "stops"})
    answer = impact(town, "a", at="2027-01-01")
    assert (answer["at"], verdicts(answer)) == ("2027-01-01", {})


def test_the_answer_says_what_was_asked_and_of_which_revision() -> None:
    town = landscape("a b", a={"name": "KMD Aktiv"})
    answer = impact(town, "kmd aktiv", "system:b")
    assert (answer["asked"], answer["turned_off"], answer["revision"]) == (["kmd aktiv", "system:b"], ["a", "b"], 1)


@pytest.fixture(scope="module")
def sample() -> Landscape:
    batch = import_path(SAMPLE, landscape=Landscape(State()))
    assert not list(batch.errors())
    return Landscape(State().with_batch(batch))


def test_the_sample_names_what_stops_with_kmd_aktiv(sample: Landscape) -> None:
    answer = impact(sample, "KMD Aktiv")
    stopping = [row for row in answer["affected"] if row["verdict"] == "stops"]
    assert stopping
    assert all(row["chain"][0] == "kmd-aktiv" and row["why"] for row in stopping)
    assert answer["to_reestablish"]


@pytest.mark.parametrize("name", ["sample.xlsx", "sample"])
def test_the_sample_exported_and_imported_gives_the_same_bytes(sample: Landscape, tmp_path: Path, name: str) -> None:
    export_landscape(sample, tmp_path / name)
    batch = import_path(tmp_path / name, landscape=Landscape(State()))
    assert not list(batch.errors())
    again = Landscape(State().with_batch(batch))
    for what in ("KMD Aktiv", "system:CPR", "system:SERVICEPLATFORMEN", "vendor:KMD"):
        for at in (None, "2027-06-30"):
            assert impact_bytes(again, what, at=at) == impact_bytes(sample, what, at=at)


def test_a_catalogue_entry_is_left_out_of_an_export_and_is_there_again(tmp_path: Path) -> None:
    town = landscape("a", ["f: CPR>a required over SF1520 carries person.navn|x.y"])
    export_landscape(town, tmp_path / "town")
    systems = (tmp_path / "town" / "systems.csv").read_text(encoding="utf-8-sig")
    assert [line.split(";")[0] for line in systems.splitlines()] == ["id", "a"]
    assert "SF1520" not in (tmp_path / "town" / "interfaces.csv").read_text(encoding="utf-8-sig")
    again = Landscape(State().with_batch(import_path(tmp_path / "town", landscape=Landscape(State()))))
    assert {name: dict(added) for name, added in again.added.items()}["systems"] == town.added["systems"]
    for what in ("system:CPR", "SERVICEPLATFORMEN", "interface:SF1520", "f"):
        assert impact_bytes(again, what) == impact_bytes(town, what)


def test_an_unlisted_system_is_listed_in_an_export_so_that_it_can_be_read(tmp_path: Path) -> None:
    """A file may not refer to what nobody lists: so the export lists it, and the answer but for that is the same."""
    town = landscape("a", ["gone>a required"])
    export_landscape(town, tmp_path / "town.xlsx")
    again = Landscape(State().with_batch(import_path(tmp_path / "town.xlsx", landscape=Landscape(State()))))
    before, after = impact(town, "gone"), impact(again, "gone")
    assert before["registration"].pop("unlisted") == ["gone"]
    assert after["registration"].pop("unlisted") == []
    assert after == before
