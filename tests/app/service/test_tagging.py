"""The municipality's own word on what a system is for: a claim like any other, with who and when."""

import pytest

from app.cli.main import run
from app.service.tagging import own_words
from app.service.verbs import Landskab
from model.claims.batch import Batch
from model.claims.state import Revision
from model.errors import InputError, UnknownName
from tests.app.town import SYSTEMS, store_of, town, town_files
from tests.fakes.memory_store import MemoryStore


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


@pytest.mark.parametrize("word", ["Kontanthjaelp", "KONTANTHJAELP"])
def test_a_word_in_use_is_not_begun_again_in_another_spelling(tmp_path, word):
    with pytest.raises(InputError, match="is in use already, as 'kontanthjaelp'"):
        town(tmp_path).tag("opus", [word], new=True)


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("SMS", "sms"),
        ("sms-afsendelse", "sms"),
        ("not:SMS-Afsendelse", "not:sms"),
        ("not: ESDH/sagsstyring", "not:esdh"),
        ("ESDH/sagsstyring", "esdh"),
        ("Ledelsesinformation/BI", "management_information"),
        ("ledelsesinformation/bi (2-3 pr. kommune)", "management_information"),
        ("KLE 27.36.04", "27.36.04"),
    ],
)
def test_a_word_can_be_called_as_the_pages_show_it(tmp_path, said, kept, new):
    landskab = town(tmp_path)
    landskab.tag("opus", [said], new=new)
    assert tags(landskab, "opus") == (kept,)
    assert landskab.history()[-1].note == f"opus: {kept}"


def test_a_word_in_use_is_itself_though_it_is_spelled_like_a_capability(tmp_path):
    landskab = town(tmp_path)
    files = town_files(tmp_path / "files", systemer=SYSTEMS.replace(";kontanthjaelp;", ";SMS;"))
    landskab.import_path(files, source="hand")
    landskab.tag("opus", ["SMS"])
    assert tags(landskab, "opus") == ("SMS",)


@pytest.mark.parametrize("word", ["", "x", "to ord", "a|b", "a;b", "1sms", "27.", "<b>", "x" * 41, "a\nb"])
def test_a_new_word_is_one_that_can_stand_in_a_file(tmp_path, word):
    with pytest.raises(InputError, match="must begin with a letter and be 2 to 40 characters long"):
        town(tmp_path).tag("opus", [word], new=True)


def test_nobody_can_deny_a_word_that_is_not_in_use(tmp_path):
    with pytest.raises(InputError, match=r"Nobody uses the word 'lokaleleje'.*[^w]\.$"):
        town(tmp_path).tag("opus", ["not:lokaleleje"], new=True)


def test_a_word_that_is_in_use_can_be_said_as_if_it_were_new(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["sms", "not:gis"], new=True)
    assert tags(landskab, "opus") == ("sms", "not:gis")


def test_a_word_is_taken_back_and_nothing_else_with_it(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["sms", "not:gis"], by="Ida")
    landskab.tag("flis", ["booking"])
    assert landskab.tag("KMD Opus", forget=["sms"], by="Bo") == 4
    assert (tags(landskab, "opus"), tags(landskab, "flis")) == (("not:gis",), ("booking",))
    assert landskab.history()[-1].note == "opus: --forget sms (Bo)"
    landskab.tag("opus", forget=["GIS/kort"])
    assert own_words(landskab.landscape().state) == {"flis": ("booking",)}
    landskab.tag("flis", forget=["not:booking"])
    assert own_words(landskab.landscape().state) == {}
    assert tags(landskab, "flis") is None


def test_taking_back_leaves_what_others_say(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("kmd-aktiv", ["not:kontanthjaelp"])
    landskab.tag("kmd-aktiv", forget=["kontanthjaelp"])
    assert tags(landskab, "kmd-aktiv") == ("kontanthjaelp",)


def test_one_word_is_taken_back_for_another_in_one_revision(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["sms"])
    assert landskab.tag("opus", ["gis"], forget=["sms"]) == 3
    assert tags(landskab, "opus") == ("gis",)


def test_what_nobody_has_said_by_hand_cannot_be_taken_back(tmp_path):
    landskab = town(tmp_path)
    with pytest.raises(InputError, match=r"'kontanthjaelp' about that system, so there is nothing to take back\.$"):
        landskab.tag("kmd-aktiv", forget=["kontanthjaelp"])
    landskab.tag("kmd-aktiv", ["not:gis", "sms"])
    with pytest.raises(InputError, match=r"Its own words are: not:gis, sms\.$"):
        landskab.tag("kmd-aktiv", forget=["booking"])
    with pytest.raises(InputError, match="or take a word back with --forget"):
        landskab.tag("kmd-aktiv")
    assert landskab.store.newest() == 2


def test_of_a_word_and_its_opposite_the_last_said_stands(tmp_path):
    landskab = town(tmp_path)
    landskab.tag("opus", ["sms", "gis", "not:sms"])
    assert tags(landskab, "opus") == ("gis", "not:sms")
    assert landskab.tag("opus", ["gis"]) == 2


class RacedStore(MemoryStore):
    """A store into which somebody else writes just before each of the first writings."""

    def __init__(self):
        super().__init__()
        self.rivals = []

    def append(self, state, revision):
        if self.rivals:
            self.rivals.pop()(self.newest())
        super().append(state, revision)


def raced():
    """The verbs over such a store, with a source in it, and what is to be written by somebody else."""
    landskab = Landskab(RacedStore())
    systems = {"opus": {"name": "Opus"}, "flis": {"name": "FLIS"}}
    for source in ("hand", "more"):
        before = landskab.landscape().state
        landskab._append(before.with_batch(Batch.of(source, systems=systems)), "import", source, "")
    return landskab


def somebody_imports(landskab, number):
    def write(newest):
        state = landskab.store.load(newest).with_batch(Batch.of(f"other{number}", systems={"x": {"name": "X"}}))
        MemoryStore.append(landskab.store, state, Revision(newest + 1, "", "import", f"other{number}"))

    return write


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda landskab: landskab.tag("opus", ["sms"]), lambda state: own_words(state) == {"opus": ("sms",)}),
        (lambda landskab: landskab.order_sources(["more"]), lambda state: state.order == ("more",)),
        (lambda landskab: landskab.remove_source("more"), lambda state: "more" not in state.sources),
    ],
)
def test_what_somebody_else_writes_meanwhile_loses_nothing(change, left):
    landskab = raced()
    landskab.store.rivals = [somebody_imports(landskab, number) for number in range(2)]
    assert change(landskab) == 5
    state = landskab.landscape().state
    assert left(state)
    assert {"hand", "other0", "other1"} <= set(state.sources)


def test_a_tag_waits_for_no_import():
    landskab = raced()
    landskab.store.rivals = [lambda _: landskab.tag("opus", ["sms"])]  # while the import is about to store
    landskab.import_upload(b"id,name\ny,Y\n", "systems.csv", source="file")
    assert [(one.number, one.source) for one in landskab.history()[2:]] == [(3, "tags"), (4, "file")]
    assert tags(landskab, "opus") == ("sms",)


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
    assert run(["tag", "KMD Opus", "--forget", "lokaleleje", "--forget", "not:gis"], environ) == 0
    assert capsys.readouterr().out == "Noteret. Dette er revision 5.\n"
    assert run(["tag", "KMD Opus", "--forget", "gis"], environ) == 2
    assert capsys.readouterr().err == (
        "Kommunen har ikke selv sagt 'gis' om det system. Dens egne ord er: sms, not:booking.\n"
    )
    assert run(["tag", "flis", "--forget", "gis"], environ) == 2
    assert "så der er intet at tage tilbage" in capsys.readouterr().err
    assert run(["tag", "KMD Opus"], environ) == 2
    assert capsys.readouterr().err == "Skriv, hvad systemet er til, eller tag et ord tilbage med --forget.\n"
    assert run(["tag", "KMD Opus", "x" * 60, "--new"], environ) == 2
    assert capsys.readouterr().err == (
        "Jeres eget ord skal begynde med et bogstav og være på 2 til 40 tegn: bogstaver, tal, - og _, "
        f"uden mellemrum; '{'x' * 60}' er det ikke.\n"
    )
