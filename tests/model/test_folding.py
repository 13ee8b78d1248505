from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from model.folding import fold

DANISH = st.text("abcxyzæøåéüABCXYZÆØÅÉÜ0189 -/().")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(DANISH)
def test_case_does_not_count(text):
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(st.text())
def test_how_accents_are_encoded_does_not_count(text):
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text)) == fold(text)


@given(st.lists(st.text(st.characters(exclude_categories=("Z", "C")), min_size=1)))
def test_runs_of_spaces_do_not_count(words):
    assert fold("\t" + " \u00a0 ".join(words) + "\n") == fold(" ".join(words))


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_take_the_short_way_to_the_same_result(text):
    assert fold(text) == fold(text + "é").removesuffix("é").rstrip()


def test_letters_are_not_folded_into_others():
    assert len({fold(name) for name in ("Ålborg", "Aalborg", "Alborg")}) == 3
