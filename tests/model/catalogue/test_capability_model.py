"""Words, concepts and products: what a registration says, and the model that weighs it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from model.catalogue.capability_model import NONE, CapabilityModel, load_model
from model.catalogue.capability_text import Registered, concepts_of, features, sentences
from model.catalogue.catalogue import load_catalogue
from model.landscape.product_names import ProductNames, contradict

PRODUCTS = ProductNames(load_catalogue())


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("SMS-service", "sms"),
        ("smsportalen", "sms"),
        ("LMS365", "course"),
        ("MiljøGIS", "map"),
        ("dagsordensystem", "meeting"),
        ("Vagtplanen", "roster"),
        ("blanketter", "form"),
    ],
)
def test_concepts_are_found_in_compounds_inflections_and_parts(word, concept):
    assert concept in concepts_of(word)


@pytest.mark.parametrize(
    ("word", "concept"), [("Bibliotekskort", "map"), ("MobilePay", "phone"), ("Prismesystem", "sms"), ("kost", "map")]
)
def test_a_longer_word_is_not_taken_for_the_shorter_one_in_it(word, concept):
    assert concept not in concepts_of(word)


def test_phrases_are_found_across_words():
    assert "day_before" in sentences("Besked dagen før aftalen")[0].concepts


def test_every_capability_of_the_catalogue_is_known_to_the_model():
    assert set(load_model().classes) == {*load_catalogue().capabilities, NONE}


@pytest.mark.parametrize(
    ("name", "description", "capability"),
    [
        ("SMS-gateway", "", "sms"),
        ("Beskeder", "Sender besked på mobilen dagen før aftalen", "sms"),
        ("Vagtplan", "", "rostering"),
        ("Kørselsindberetning", "Medarbejdere indberetter kilometer i egen bil", "reporting"),
        ("Tidsbestiling", "Borgeren vælger selv en ledig tid", "booking"),
        ("Dagsordensystem", "Dagsordener og referater til udvalg", "meetings"),
    ],
)
def test_what_words_say(name, description, capability):
    guess = load_model().guess(Registered(name, description))
    assert (guess.capability, guess.confidence >= 0.8) == (capability, True)


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Omsorgssystem", "Journal, medicin og besøg i hjemmeplejen"),
        ("Tandplejen", "Journal og røntgen, forældre får sms om tid"),
        ("Firewall", ""),
        ("Lønsystem", "Løn, pension og ferie"),
    ],
)
def test_a_feature_of_something_else_is_no_job(name, description):
    assert load_model().guess(Registered(name, description)).confidence < 0.8


def test_quick_scores_are_the_sums_of_the_features():
    model = load_model()
    for said in (
        Registered("MiljøGIS", "Kort over natur. Vises på hjemmesiden.", "Niras", "gis"),
        Registered("x"),
        Registered("", "Sender besked"),
    ):
        total = list(model._intercept)
        for feature, value in features(said):
            if feature in model._index:
                total = [one + value * weight for one, weight in zip(total, model._row(feature), strict=True)]
        assert all(math.isclose(*pair, abs_tol=1e-9) for pair in zip(model.scores(said), total, strict=True)), said


def test_a_model_read_again_is_the_same():
    model = load_model()
    again = CapabilityModel.from_bytes(model.to_bytes())
    said = Registered("Beskedboks", "Sender besked på mobilen")
    assert again.guess(said) == model.guess(said)


def test_the_weights_are_small():
    weights = Path(__file__).parents[3] / "model" / "catalogue" / "capability_weights.npz"
    assert weights.stat().st_size < 700_000


@pytest.mark.parametrize(
    ("name", "entry", "whole"),
    [
        ("SBSYS", "sbsys", True),
        ("kmd  workzone", "workzone", True),
        ("Captia", "workzone", True),
        ("BOM", "bom", True),
        ("TARGIT Decision Suite", "targit", False),
        ("Public 360°", "public360", True),
    ],
)
def test_products_are_known_by_their_spellings(name, entry, whole):
    known = PRODUCTS.known([name])
    assert known is not None
    assert (known.entry.id, known.whole) == (entry, whole)


@pytest.mark.parametrize("name", ["Valg", "Min SBSYS-kopi", "Sag", ""])
def test_what_is_no_product(name):
    assert PRODUCTS.known([name]) is None


def test_vendors_contradict_where_no_word_is_common():
    assert contradict("Formpipe A/S", "KMD")
    assert not contradict("Novax (EG)", "EG A/S")
    assert not contradict("ukendt", "KMD")
