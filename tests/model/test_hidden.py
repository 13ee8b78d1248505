"""Which characters are not seen, told of every one there is."""

import sys
import unicodedata

import pytest

from model.disarmed import armed, disarmed
from model.hidden import HIDDEN, has_unseen, hidden_sign, is_whole, look_alike, shown, whole

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]


def test_what_has_no_look_of_its_own_is_hidden():
    missed = [sign for sign in EVERY if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")
              and not HIDDEN.match(sign)]  # fmt: skip
    assert missed == []


def test_letters_digits_and_signs_are_not():
    blank = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
    wrong = [sign for sign in EVERY if unicodedata.category(sign)[0] in "LNPSZM" and HIDDEN.match(sign)
             and unicodedata.category(sign) not in ("Zl", "Zp") and sign not in blank]  # fmt: skip
    assert wrong == []


def test_what_is_shown_is_seen_and_can_be_written():
    for sign in EVERY:
        said = shown(f"a{sign}b")
        assert shown(said) == said
        assert not has_unseen(said)
        said.encode("utf-8")


@pytest.mark.parametrize("text", ["kmd aktiv", "Ærø", "日本", "👍🏽", "a\xa0b"])
def test_what_people_write_is_seen(text):
    assert hidden_sign(text) is None
    assert shown(text) == whole(text) == text
    assert is_whole(text)


@pytest.mark.parametrize("text", ["KMD", "Μετρο", "Москва", "αβγ", "Ω", "日本 IT", "Ørsted", "ﬁ"])
def test_what_looks_like_itself(text):
    assert look_alike(text) is None


@pytest.mark.parametrize("text", ["КMD", "KМD", "Οpus", "ОРUS", "АСАРЕ", "ＫＭＤ", "𝐊MD", "sаpa"])
def test_what_looks_like_another(text):
    assert look_alike(f"system {text}") == text


def test_what_is_disarmed_is_armed_again():
    signs = ["'", "=", "+", "-", "@", "\t", "\r", "a", ""]
    texts = {a + b + c + "x" for a in signs for b in signs for c in signs} | {a + b for a in signs for b in signs}
    for text in texts:
        assert armed(disarmed(text)) == text
        assert not disarmed(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len({disarmed(text) for text in texts}) == len(texts)
