"""A thing has one name, whoever says it: page, report, sheet, terminal, picture, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.language.i18n import translator
from app.web.words import PageWording
from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.impact.words import ShutdownWording
from tests.landscapes import landscape
from visualisations.wording.wording import Wording

SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"
LANGUAGES = ("da", "en")


@pytest.fixture(scope="module")
def sample() -> Landscape:
    return Landscape(State().with_batch(import_path(SAMPLE, landscape=Landscape(State()))))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [Wording, ShutdownWording, PageWording])
def test_every_data_object_has_the_name_that_people_know(sample: Landscape, kind: type[Wording], lang: str):
    words = kind(sample, translator(lang), lang)
    known = {**sample.catalogue.data_objects, **sample.tables["data_objects"].index}
    assert len(known) > 100
    for id_ in known:
        own = sample.cell("data_objects", id_, "name")
        entry = sample.catalogue.data_objects.get(id_)
        name = own or (entry.name if entry else id_)
        said = {
            words.data_object(id_),
            words.name("data_objects", id_),
            *words.objects([id_]),
            *words.object_cells([id_]),
        }
        assert said == {name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_with_a_link_and_one_without_are_alike(sample: Landscape, lang: str):
    words = Wording(sample, translator(lang), lang)
    for id_ in sample.tables["systems"].ids:
        assert words.to_system(id_).text == words.system(id_) == words.name("systems", id_) == words.thing(id_)
    for id_ in sample.tables["contracts"].ids:
        assert words.to_contract(id_).text == words.name("contracts", id_)
    for id_ in sample.tables["flows"].ids:
        assert words.to_flow(id_).text == words.supply(id_).label == words.name("flows", id_)


def test_a_lost_data_object_has_its_name_in_the_catalogue():
    town = landscape("a b", ["a>b required carries adgang.token"])
    assert Wording(town, str).data_object("adgang.token") == "Sikkerhedstoken"
    assert Wording(town, str).data_object("nowhere") == "nowhere"
