import subprocess
import sys
from collections import defaultdict

import pytest
from pydantic import ValidationError

from model.catalogue.catalogue import Catalogue, Entry, load_catalogue, parse_catalogue
from model.folding import fold
from model.schema import VOCABULARIES

SHIPPED = load_catalogue()
REGISTER = "registers: [{id: R, name: R, source: [a], confidence: partly}]\n"
HEAD = "sources: {a: a paper}\ndefaults: {registers: {kind: register}}\n"


def entry(id, name="", *, aliases=()):
    return Entry(id=id, name=name or id, aliases=aliases, section="product", source=("a paper",), confidence="partly")


def ids(entries):
    return [found.id for found in entries]


class TestShipped:
    def test_every_section_is_there(self):
        assert {entry.section for entry in SHIPPED.entries()} == {
            "register", "copy_register", "service", "monopoly_system", "support_system", "product",
        }  # fmt: skip
        for facts in (SHIPPED.data_objects, SHIPPED.capabilities, SHIPPED.kle_main_groups, SHIPPED.prices):
            assert facts

    def test_every_fact_says_where_it_is_from_and_how_sure_it_is(self):
        facts = [
            *SHIPPED.entries(),
            *SHIPPED.data_objects.values(),
            *SHIPPED.capabilities.values(),
            *SHIPPED.kle_main_groups.values(),
            *SHIPPED.prices.values(),
        ]
        for fact in facts:
            assert all(source.strip() for source in fact.source), fact.id
            assert fact.source, fact.id
            assert fact.confidence in {"verified", "partly", "unverified", "assumed"}, fact.id

    def test_what_has_no_source_is_not_called_verified(self):
        unsourced = ("general knowledge, no source found",)
        assert [e.id for e in SHIPPED.entries() if e.source == unsourced and e.confidence == "verified"] == []

    def test_a_list_of_data_objects_is_never_without_confidence(self):
        assert SHIPPED.entry("KMD_PDATA").data_objects_confidence == "partly"
        assert SHIPPED.entry("SF1520").data_objects_confidence == SHIPPED.entry("SF1520").confidence

    @pytest.mark.parametrize("field", ["successor", "platform", "register", "distributed_by", "copies", "services"])
    def test_references_between_entries_resolve(self, field):
        sections = {
            "platform": {"support_system"},
            "register": {"register"},
            "distributed_by": {"register"},
            "copies": {"register"},
            "services": {"service"},
        }
        for entry in SHIPPED.entries():
            value = getattr(entry, field)
            for id_ in (value,) if isinstance(value, str) else value or ():
                if (field, id_) == ("services", "*"):
                    continue
                target = SHIPPED.entry(id_)
                assert target is not None, (entry.id, field, id_)
                assert target.section in sections.get(field, {target.section}), (entry.id, field, id_)
                assert target is not entry, (entry.id, field)

    def test_references_to_data_objects_capabilities_and_kle_resolve(self):
        for entry in SHIPPED.entries():
            assert set(entry.data_objects) <= SHIPPED.data_objects.keys(), entry.id
            assert entry.capability is None or entry.capability in SHIPPED.capabilities, entry.id
            assert set(entry.kle_main_groups) <= SHIPPED.kle_main_groups.keys() | {"*"}, entry.id

    def test_kinds_are_the_landscapes_own_words_and_services_have_none(self):
        for entry in SHIPPED.entries():
            if entry.section == "service":
                assert (entry.kind, entry.platform is None) == (None, False), entry.id
            else:
                assert entry.kind in VOCABULARIES["kind"], entry.id

    def test_what_closes_is_not_living(self):
        for id_ in ("KMD_PDATA", "ESR", "OIS", "SF1460"):
            assert not SHIPPED.entry(id_).living, id_
        assert SHIPPED.entry("CPR").living

    def test_names_that_several_entries_share(self):
        """A reference by one of these is ambiguous; a new one must be meant."""
        users = defaultdict(set)
        for entry in SHIPPED.entries():
            for name in (entry.id, entry.name, entry.plain_name, *entry.aliases):
                users[fold(name)].add(entry.id)
        assert {name: ids for name, ids in users.items() if len(ids) > 1} == {
            "beskedfordeler": {"BESKEDFORDELER", "SF1460"},
            "kmd ejendom decentral": {"KMD_ESR_KOPI", "kmd_ejendom_decentral"},
            "ydelsesindeks": {"SF1490", "SF1491"},
        }

    def test_it_is_read_once_and_late(self):
        program = """if True:
            import sys
            opened = []
            sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
            from model.catalogue.catalogue import load_catalogue
            assert not any("catalogue.yaml" in path for path in opened)
            assert load_catalogue() is load_catalogue()
            assert sum("catalogue.yaml" in path for path in opened) == 1
        """
        subprocess.run([sys.executable, "-c", program], check=True)


class TestFinding:
    def test_by_id_name_plain_name_and_alias_however_spelt(self):
        for text in ("KMD_PDATA", "kmd_pdata", "KMD P-data", " kmd  P-DATA ", "P-data"):
            assert ids(SHIPPED.find(text)) == ["KMD_PDATA"], text
        assert ids(SHIPPED.find("KMD Aktiv")) == ["KMD_AKTIV"]
        assert ids(SHIPPED.find("KMD Aktiv (kontanthjælp m.m.)")) == ["KMD_AKTIV"]

    def test_all_that_fit_in_the_order_of_their_ids(self):
        assert ids(SHIPPED.find("Ydelsesindeks")) == ["SF1490", "SF1491"]
        assert SHIPPED.find("no such thing") == ()

    def test_an_id_is_exact_and_entries_are_sorted(self):
        assert SHIPPED.entry("cpr") is None
        assert ids(SHIPPED.entries()) == sorted(ids(SHIPPED.entries()))
        assert {entry.section for entry in SHIPPED.services()} == {"service"}

    def test_brackets_in_the_middle_and_a_name_that_is_nothing_else(self):
        assert entry("a", "Acadre (ESDH) 7").plain_name == "Acadre 7"
        assert entry("a", "(ukendt)").plain_name == "(ukendt)"


class TestStandingFor:
    def test_the_id_decides_before_the_name(self):
        assert SHIPPED.stands_for(id="CPR", names=("KMD Aktiv",)).id == "CPR"

    def test_a_name_that_is_the_entrys_id_name_or_plain_name(self):
        for name in ("KMD_AKTIV", "KMD Aktiv", "kmd aktiv (kontanthjælp m.m.)"):
            assert SHIPPED.stands_for(id="s1", names=("Ydelser", name)).id == "KMD_AKTIV"

    def test_the_entrys_aliases_do_not_count(self):
        assert SHIPPED.stands_for(id="s1", names=("P-data",)) is None

    def test_nothing_where_several_fit(self):
        several = Catalogue(items=(entry("a", "Post"), entry("b", "Post (ny)"), entry("c", "Brev")))
        assert several.stands_for(id="s1", names=("post",)) is None
        assert several.stands_for(id="s1", names=("Brev", "b")) is None
        assert several.stands_for(id="s1", names=("Brev", "brev", "C")).id == "c"


class TestReading:
    def test_defaults_fill_what_an_entry_leaves_out(self):
        read = parse_catalogue(HEAD + REGISTER)
        assert (read.entry("R").kind, read.entry("R").source) == ("register", ("a paper",))

    @pytest.mark.parametrize(
        ("rows", "complaint"),
        [
            (
                "registers: [{id: R, name: R, source: [b], confidence: partly}]",
                "source that is not listed: b",
            ),
            ("registers: [{id: R, name: R, source: [], confidence: partly}]", "at least 1 item"),
            ("registers: [{id: R, name: R, source: [a]}]", "confidence"),
            ("registers: [{id: R, name: R, source: [a], confidence: sure}]", "confidence"),
            ("registers: [{id: R, name: R, source: [a], confidence: partly, colour: red}]", "colour"),
            ("inventions: []", "sections that nobody reads: inventions"),
            (REGISTER + REGISTER.replace("registers", "products"), "R twice"),
        ],
    )
    def test_a_mistake_is_named(self, rows, complaint):
        with pytest.raises(ValueError, match=complaint):
            parse_catalogue(HEAD + rows)

    def test_entries_are_frozen(self):
        with pytest.raises(ValidationError, match="frozen"):
            SHIPPED.entry("CPR").name = "Noget andet"
