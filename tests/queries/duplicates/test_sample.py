"""The duplicates of the sample municipality: the known ones, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.duplicates.answer import DuplicatesAnswer
from queries.duplicates.query import duplicates

SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"
KNOWN = {
    "booking": "frontdesk resourcecentral",
    "esdh": "acadre kmd-sag-edh sbsys",
    "management_information": "FLIS jobindsats kmd-insight targit",
    "meetings": "firstagenda kmd-sag-edh",
    "organisation_idm": "ad kmd-los os2rollekatalog os2sofd os2sync",
    "person_lookup": "lois p-data",
    "reporting": "acubiz nemrefusion safetynet",
    "rostering": "kmd-vagtplan promark tabulex-tea",
    "self_service": (
        "blanket-affald blanket-bolig blanket-enkeltydelse blanket-flytning blanket-hjaelpemiddel "
        "blanket-kontanthjaelp blanket-pladsanvisning blanket-sygedagpenge blanket-tillaeg blanket-underretning "
        "bom borger-dk netblanket netforvaltning-bu os2forms"
    ),
    "sms": "sms-link sms-service",
    "templates_output": "doc2mail dynamictemplate straalfors",
}


@pytest.fixture(scope="module")
def answer() -> DuplicatesAnswer:
    batch = import_path(SAMPLE, source="eksempelkommune", landscape=Landscape(State()))
    return duplicates(Landscape(State().with_batch(batch)), date(2026, 11, 23))


def test_the_known_ones_are_found_and_nothing_else(answer):
    assert {group.capability: " ".join(group.systems) for group in answer.groups} == KNOWN


def test_one_contract_makes_one_map_solution_of_two_systems(answer):
    assert not [group for group in answer.groups if group.capability == "gis"]


def test_nothing_else_is_guessed_for_sure(answer):
    assert {one.system for one in answer.proposals} <= {"budgetopfoelgning"}
    assert answer.same_system_twice == []


def test_three_buy_the_same_figures(answer):
    (group,) = [group for group in answer.groups if group.capability == "management_information"]
    assert "ydelse.kontanthjaelp" in group.shared_data
    assert group.keep == "FLIS"
