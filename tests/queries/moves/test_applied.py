"""The moves made: what the landscape is like after them, and what closing the register then breaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from importers.landscape_files.importer import import_path
from model.claims.batch import Batch
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.moves.after import after_moves
from queries.moves.applied import changes
from queries.moves.query import moves
from tests.landscapes import impact, landscape_of, verdicts
from tests.property.random_moves import random_case
from tests.queries.moves.moves_town import TODAY, one, town

SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"


@pytest.fixture(scope="module")
def sample() -> Landscape:
    return Landscape(State().with_batch(import_path(SAMPLE, landscape=Landscape(State()))))


def test_a_move_to_one_service_keeps_what_the_flow_carries():
    after = one(need="required", via=("SFTP",))
    after = after.changed(changes(moves(after, TODAY)))
    flow = after.flow("f")
    assert (flow.provider, flow.interface, flow.via) == ("CPR", "SF1525", ())
    assert (flow.data_objects, flow.need) == (("person.adresse",), "required")


def test_a_move_to_two_services_is_two_flows_that_carry_a_part_each():
    before = town({"f": {"frequency": "abonnement", "need": "required"}}, DPR={})
    after = before.changed(changes(moves(before, TODAY)))
    carried = {id_: (after.flow(id_).interface, after.flow(id_).data_objects) for id_ in after.tables["flows"].ids}
    assert carried == {"f": ("SF1320_A", ("person.haendelser",)), "f#2": ("SF1525", ("person.adresse",))}
    assert verdicts(impact(after, "DPR")) == {}
    assert verdicts(impact(after, "interface:SF1320_A")) == {"unik": "stops"}


def test_only_moves_of_the_timings_asked_for_are_made():
    before = town({"now": {}, "later": {"switch_cost": 1e9}})
    answer = moves(before, TODAY)
    assert [change.flow for change in changes(answer)] == ["now"]
    assert [change.flow for change in changes(answer, ("now", "next_tender"))] == ["later", "now"]


def test_a_move_that_leaves_a_consumer_without_data_is_never_made():
    gap = one(data_objects=("person.navn", "hemmelig"))
    assert changes(moves(gap, TODAY), ("now", "unknown", "blocked")) == []
    unknown = one(annual_price=None)
    assert [change.provider for change in changes(moves(unknown, TODAY), ("unknown",))] == ["SF1525"]


def test_the_sample_has_every_kind_of_move(sample):
    answer = moves(sample, TODAY)
    registers = {row.id: row for row in answer.registers}
    closes, held = registers["v-data"], registers["lois"]
    assert (closes.consumers, closes.now, closes.closable_from) == (3, 3, TODAY)
    assert (held.closable_from, held.held_back_by) == (date(2028, 6, 30), ("mapinfo", "spatial-map"))
    assert any(move.forced for move in answer.moves)
    assert any("cover" in move.lacks for move in answer.moves)
    assert any("annual_price" in move.lacks for move in answer.moves)


def test_the_moves_of_the_sample_close_the_register_that_the_answer_says_they_close(sample):
    answer = moves(sample, TODAY)
    closed = [row.id for row in answer.registers if row.consumers == row.now and row.closable_from == answer.as_of]
    assert closed == ["v-data"]
    moved = {move.consumer for move in answer.moves if "v-data" in move.registers}
    assert moved <= verdicts(impact(sample, "v-data")).keys()
    after = sample.changed(changes(answer))
    assert verdicts(impact(after, "v-data")) == {}


def test_after_every_move_now_the_register_still_stands_for_those_that_wait(sample):
    answer = moves(sample, TODAY)
    after = sample.changed(changes(answer))
    affected = verdicts(impact(after, "p-data"))
    moved = {move.consumer for move in answer.moves if move.timing == "now"}
    waiting = {move.consumer for move in answer.moves if "p-data" in move.registers and move.timing != "now"}
    assert moved - waiting
    assert waiting <= affected.keys()
    again = {move.flow for move in moves(after, TODAY).moves}
    assert again == {move.flow for move in answer.moves if move.timing != "now"}


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_nothing_that_was_moved_still_passes_a_copy_register(start):
    for seed in range(start, start + 100):
        case = random_case(seed)
        before = landscape_of(case.tables)
        answer = moves(before, case.as_of, switch_cost=case.switch_cost, prices=case.prices)
        made = changes(answer, ("now", "next_tender"))
        after = before.changed(made)
        left = {move.flow: move for move in moves(after, case.as_of).moves}
        assert left.keys() == {move.flow for move in answer.moves} - {change.flow for change in made}, seed


def test_a_consumer_out_of_use_is_not_fed_any_more_afterwards():
    flow = {"provider": "DPR", "data_objects": ("person.navn",), "annual_price": 9e3, "switch_cost": 0.0}
    systems = {"a": {"name": "A", "in_use_to": date(2030, 1, 1)}, "b": {"name": "B", "lifecycle": "retired"}}
    flows = {"fa": {**flow, "consumer": "a"}, "fb": {**flow, "consumer": "b"}}
    place = Landscape(State().with_batch(Batch.of("hand", systems=systems, flows=flows)))
    [register] = after_moves(place, date(2026, 11, 22)).registers
    assert (register.id, register.still_fed) == ("DPR", ())
