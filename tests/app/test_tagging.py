"""The municipality's own word on what a system is for: a claim like any other, with who and when."""

import pytest

from app.cli import run
from model.errors import InputError, UnknownName
from tests.app.town import SYSTEMS, store_of, town, town_files


def tags(landskab, system):
    return landskab.landscape().cell("systems", system, "capabilities")


def test_a_tag_is_a_claim_of_its_own_source_with_who_and_when(tmp_path):
    landskab = town(tmp_path)
    assert landskab.tag("KMD Opus", ["sms"], by="Ida Holm") == 2
    assert tags(landskab, "opus") == ("sms",)
    [claim] = [one for one in landskab.landscape().claims("systems", "opus") if one.source == "tags"]
    assert (claim.field, claim.value, claim.since, claim.decides) == ("capabilities", ("sms",), 2, True)
    newest = landskab.history()[-1]
    assert (newest.source, newest.note) == ("tags", "opus: sms (Ida Holm)")
    assert newest.at


def test_a_word_takes_the_place_of_its_opposite_and_leaves_the_others(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("kmd-aktiv", ["not:kontanthjaelp", "sms"])
    landskab.tag("kmd-aktiv", ["not:sms"])
    assert tags(landskab, "kmd-aktiv") == ("not:kontanthjaelp", "not:sms")


def test_a_tag_of_one_system_leaves_those_of_the_others(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["sms"])
    landskab.tag("flis", ["booking"])
    assert (tags(landskab, "opus"), tags(landskab, "flis")) == (("sms",), ("booking",))


def test_the_same_word_again_is_no_new_revision(tmp_path):
    landskab = town(tmp_path)
    assert landskab.tag("opus", ["sms"]) == landskab.tag("opus", ["sms"]) == 2


def test_a_tag_stands_whatever_a_source_says_later_and_whoever_decides(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("kmd-aktiv", ["not:kontanthjaelp", "sms"])
    later = SYSTEMS.replace(";kontanthjaelp;", ";kontanthjaelp|booking;")
    landskab.import_path(town_files(tmp_path / "files", systemer=later), source="hand")
    landskab.order_sources(["hand"])
    assert tags(landskab, "kmd-aktiv") == ("booking", "not:kontanthjaelp", "sms")


def test_a_tag_does_not_keep_a_system_that_its_source_drops(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("intranet", ["booking"])
    without = SYSTEMS.replace("intranet;Intranet;;;;;;;\n", "")
    landskab.import_path(town_files(tmp_path / "files", systemer=without), source="hand")
    assert ("systems", "intranet") not in landskab.landscape()
    with pytest.raises(UnknownName):
        landskab.tag("intranet", ["sms"])
    landskab.import_path(town_files(tmp_path / "files"), source="hand")
    assert tags(landskab, "intranet") == ("booking",)


def test_nobody_else_is_called_tags(tmp_path):
    landskab = town(tmp_path)
    with pytest.raises(InputError, match="is kept for the tags"):
        landskab.import_path(tmp_path / "files", source="tags")


def test_a_task_of_kle_is_a_word_too(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["27.36.04"])
    assert tags(landskab, "opus") == ("27.36.04",)


def test_a_source_that_says_the_same_again_leaves_the_tag(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["sms"])
    landskab.import_path(tmp_path / "files", source="hand")
    assert tags(landskab, "opus") == ("sms",)


def test_what_is_wrong_is_told(tmp_path):
    landskab = town(tmp_path)
    with pytest.raises(InputError, match="Did you mean: sms"):
        landskab.tag("opus", ["smss"])
    with pytest.raises(InputError, match=r"The words are: .* To begin using a word of your own, add --new\."):
        landskab.tag("opus", ["xyzzy"])
    with pytest.raises(UnknownName):
        landskab.tag("nobody", ["sms"])
    with pytest.raises(InputError, match="nobody lists 'CPR'"):
        landskab.tag("CPR", ["sms"])
    assert landskab.store.newest() == 1


def test_a_word_of_the_municipalitys_own_is_taken_into_use_on_purpose(tmp_path):
    landskab = town(tmp_path)
    with pytest.raises(InputError, match="add --new"):
        landskab.tag("opus", ["lokaleleje"])
    landskab.tag("opus", ["lokaleleje"], new=True)
    assert tags(landskab, "opus") == ("lokaleleje",)
    landskab.tag("intranet", ["lokaleleje"])  # it is in use now
    told = landskab.ask("duplicates", {"as_of": ["2026-11-23"]}).answer
    assert [(group.capability, group.systems) for group in told.groups] == [("lokaleleje", ["intranet", "opus"])]


@pytest.mark.parametrize("word", ["SMS", "sms-afsendelse", "Kontanthjaelp"])
def test_a_word_in_use_is_not_begun_again_in_another_spelling(tmp_path, word):
    with pytest.raises(InputError, match=r"is in use already, as '(sms|kontanthjaelp)'"):
        town(tmp_path).tag("opus", [word], new=True)


@pytest.mark.parametrize("word", ["", "x", "to ord", "a|b", "a;b", "1sms", "27.", "<b>", "x" * 41, "a\nb"])
def test_a_new_word_is_one_that_can_stand_in_a_file(tmp_path, word):
    with pytest.raises(InputError, match="begins with a letter"):
        town(tmp_path).tag("opus", [word], new=True)


def test_nobody_can_deny_a_word_that_is_not_in_use(tmp_path):
    with pytest.raises(InputError, match=r"Nobody uses the word 'lokaleleje'.*[^w]\.$"):
        town(tmp_path).tag("opus", ["not:lokaleleje"], new=True)


def test_a_word_that_is_in_use_can_be_said_as_if_it_were_new(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["sms", "not:gis"], new=True)
    assert tags(landskab, "opus") == ("sms", "not:gis")


def test_on_the_command_line(tmp_path, capsys):
    town(tmp_path)
    environ = {"LANDSKAB_STORE": store_of(tmp_path)}
    assert run(["tag", "KMD Opus", "sms", "not:booking", "--by", "Bo"], environ) == 0
    assert capsys.readouterr().out == "Noteret. Dette er revision 2.\n"
    assert run(["tag", "KMD Opus", "gis", "--by", "Bo", "--json"], environ) == 0
    assert capsys.readouterr().out == '{"revision":3}\n'
    assert run(["tag", "KMD Opus", "bookning"], environ) == 2
    assert capsys.readouterr().err == (
        "Ingen bruger ordet 'bookning' om, hvad et system er til. Mente du: booking? "
        "Skal det være jeres eget nye ord, så tilføj --new.\n"
    )
    assert run(["tag", "KMD Opus", "lokaleleje", "--new", "--by", "Bo"], environ) == 0
    assert capsys.readouterr().out == "Noteret. Dette er revision 4.\n"
