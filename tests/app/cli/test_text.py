"""What a person reads: the answer as something to take to a meeting, in Danish and in English."""

import re

import pytest

from app.cli.main import run
from app.language.dates import show_date
from app.language.error_text import MESSAGES, said_in
from app.language.i18n import translator
from model.errors import InputError
from queries.options import read_date
from tests.app.town import store_of, town, town_files


@pytest.fixture
def read(tmp_path, capsys):
    """One command's text with its runs of spaces folded, so that a test does not care where a line ends."""
    town(tmp_path)

    def said(*arguments):
        assert run([str(one) for one in arguments], {"LANDSKAB_STORE": store_of(tmp_path), "COLUMNS": "300"}) == 0
        return capsys.readouterr().out

    return said


def test_the_headline_says_who_stops(read):
    first = read("impact", "KMD Aktiv").splitlines()[0]
    assert first == "Hvis KMD Aktiv slukkes: 2 systemer stopper, 1 system kan stoppe, 1 system svækkes."
    english = read("--lang", "en", "impact", "KMD Aktiv").splitlines()[0]
    assert english == "With KMD Aktiv turned off: 2 systems stop, 1 system may stop, 1 system is degraded."


def test_the_table_says_why_in_plain_words(read):
    said = read("impact", "KMD Aktiv")
    assert re.search(r"KMD Momentum +stopper +1 døgn +1 +mangler .+ \(påkrævet\) fra KMD Aktiv", said)
    assert re.search(r"FLIS +kan stoppe", said)
    assert re.search(r"KMD Opus +svækkes .+ fra KMD Aktiv via Serviceplatformen", said)


def test_a_chain_stands_by_name(read):
    assert "Det Centrale Personregister → KMD Aktiv → KMD Momentum" in read("impact", "CPR")


def test_what_must_be_done_with_contract_and_candidates(read):
    said = read("impact", "KMD Aktiv")
    assert "Skal genetableres først (4)" in said
    assert "udløber 30.06.2027" in said
    assert "6 måneders opsigelse" in said
    assert "Falder væk" in said
    assert "Jobcenter" in said


def test_not_registered_is_not_safe(read):
    said = read("impact", "KMD Aktiv")
    assert (
        "uden et eneste registreret dataflow: 1. Det betyder ikke registreret, og det er ikke det samme som sikker"
        in said
    )
    assert "Hvor sikkert er svaret?" in said


def test_a_date_is_said_in_the_headline(read):
    assert read("impact", "KMD Aktiv", "--at", "30.06.2027").startswith("Hvis KMD Aktiv slukkes den 30.06.2027: ")


def test_nobody_hit_is_said_with_its_limits(read):
    assert "intet andet system rammes efter det registrerede" in read("impact", "Intranet")


def test_long_lists_are_cut_and_say_so(read):
    assert "Viser 1 af 4; --limit N for flere, --json for alle." in read("impact", "KMD Aktiv", "--limit", "1")
    assert "Viser 2 af 9; --limit N" in read("systems", "--limit", "2")


def test_one_system_with_its_gaps(read):
    said = read("system", "KMD Aktiv")
    assert "Type: fagsystem" in said
    assert "Enhed: Ydelse" in said
    assert "ingen ejer" in said
    assert "Bruges af (4)" in said
    assert "KMD Aktiv drift: udløber 30.06.2027" in said
    assert "ikke kommunens egen registrering" in said
    assert "tåler 24 timer" in said
    assert "ingen dataflow registreret" in read("system", "intranet")
    assert "the municipality's own" in read("--lang", "en", "system", "KMD Aktiv")


def test_problems_of_a_file_stand_in_a_table(tmp_path, capsys):
    broken = town_files(tmp_path / "broken", systemer="id;navn\na;A\na;B\n")
    assert run(["import", str(broken)], {"LANDSKAB_STORE": store_of(tmp_path)}) == 2
    said = capsys.readouterr()
    assert "fejl" in said.out
    assert "systemer" in said.out
    assert said.err.startswith("Indlæsningen blev afvist:")


def test_what_an_import_did(tmp_path, capsys):
    folder = town_files(tmp_path / "files")
    for words in ("er i landskabet. Dette er revision 1.", "siger intet nyt. Landskabet er stadig revision 1."):
        assert run(["import", str(folder)], {"LANDSKAB_STORE": store_of(tmp_path)}) == 0
        assert words in capsys.readouterr().out


def test_every_sentence_has_its_danish():
    danish = translator("da")
    same = {"Type", "System", "Data", "KLE", "Revision", "Id", "Status"}
    assert [text for text in MESSAGES if danish(text) == text and text not in same] == []


def test_an_error_keeps_its_values():
    for message in MESSAGES:
        names = re.findall(r"\{(\w+)\}", message)
        said = message.format(**{name: f"<{name}>" for name in names})
        assert all(f"<{name}>" in said_in(said, translator("da")) for name in names), message


@pytest.mark.parametrize("text", ["", "2027", "31.02.2027", "2027-13-01", "1/2/27", "i morgen", "٢٠٢٧-٠١-٠١"])
def test_what_is_no_date_is_said(text):
    with pytest.raises(InputError):
        read_date(text)


def test_dates_stand_as_people_write_them():
    assert show_date(read_date("1.2.2027"), "da") == "01.02.2027"
    assert show_date(None, "da") == ""
