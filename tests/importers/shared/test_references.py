"""What references mean: the file's rows, then the landscape's, then the catalogue's; ids and prefixes."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.landscape_files.importer import import_path
from model.claims.batch import Batch
from model.claims.state import State
from tests.importers.landscape_files.landscape_spellings import (
    EMPTY,
    imported,
    imported_workbook,
    landscape_with,
    only,
    places,
    same_tables,
)


def flow(batch: Batch) -> dict[str, object]:
    """The one flow of a batch, its id among the cells."""
    assert places(batch) == []
    (id_,) = batch.tables["flows"].ids
    return {"id": id_, **batch.tables["flows"].row(id_)}


def test_id_name_and_alias_in_any_case_and_spacing():
    systems = "id,name,aliases\nx-1,KMD  Aktiv,Socialsystemet|Aktiv 2\nx-2,Fasit,"
    for text in ("x-1", "X-1", "kmd aktiv", " KMD aktiv ", "SOCIALSYSTEMET", "aktiv  2"):
        assert flow(imported(systems=systems, flows=f"provider,consumer\n{text},fasit"))["provider"] == "x-1"


def test_an_exact_id_goes_before_names():
    batch = imported(systems="id,name\na,b\nb,C\nc,A2", flows="provider,consumer\nb,c")
    assert flow(batch)["provider"] == "b"


def test_numbers_as_ids_in_a_workbook():
    batch = imported_workbook(
        systems=[["id", "name"], [27, "A"], ["28", 28.5]], flows=[["provider", "consumer"], ["27", 28]]
    )
    assert flow(batch)["id"] == "27>28"
    assert batch.tables["systems"].row("28")["name"] == "28.5"


def test_the_file_goes_before_the_landscape_before_the_catalogue():
    landscape = landscape_with(imported(source="first", systems="id,name\nreg,CPR\nmine,Mit"))
    flows = "provider,consumer\nCPR,a"
    assert flow(imported(landscape, systems="id,name\na,A\nown,cpr", flows=flows))["provider"] == "own"
    assert flow(imported(landscape, systems="id,name\na,A", flows=flows))["provider"] == "reg"
    assert flow(imported(systems="id,name\na,A", flows=flows))["provider"] == "CPR"


def test_names_of_the_catalogue_also_without_brackets():
    batch = imported(systems="id,name\na,A", flows="provider,consumer,via\nkmd p-data,a,serviceplatformen")
    assert flow(batch)["provider"] == "KMD_PDATA"
    assert flow(batch)["via"] == ("SERVICEPLATFORMEN",)


def test_a_catalogue_entry_that_one_row_stands_for_is_that_row():
    batch = imported(
        systems="id,name\nour-cpr,CPR\nsp,Serviceplatformen\na,A",
        flows="provider,consumer,via\nDet Centrale Personregister,a,SERVICEPLATFORMEN",
    )
    assert flow(batch)["provider"] == "our-cpr"
    assert flow(batch)["via"] == ("sp",)


def test_a_row_of_the_landscape_stands_for_a_catalogue_entry():
    landscape = landscape_with(imported(source="first", systems="id,name\nour-cpr,CPR"))
    batch = imported(
        landscape, systems="id,name\na,A", flows="provider,consumer\nDet Centrale Personregister,a\nSF1520,a"
    )
    assert set(batch.tables["flows"].ids) == {"our-cpr>a", "our-cpr>a#2"}


def test_municipalities_tell_rows_that_stand_for_the_same_apart():
    first = imported(source="one", systems="id,name,municipality\ns-cpr,CPR,Sorø\nr-cpr,CPR,Ringsted")
    flows = "provider,consumer\nDet Centrale Personregister,a"
    batch = imported(landscape_with(first), systems="id,name,municipality\na,A,ringsted", flows=flows)
    assert flow(batch)["provider"] == "r-cpr"
    batch = imported(landscape_with(first), systems="id,name,municipality\na,A,Slagelse", flows=flows)
    assert flow(batch)["provider"] == "CPR"


def test_a_service_as_provider_is_its_registers_interface():
    batch = imported(systems="id,name\na,A", flows="provider,consumer\nSF1520,a")
    assert flow(batch) == {"id": "CPR>a", "provider": "CPR", "consumer": "a", "interface": "SF1520"}


def test_another_interface_in_the_row_stays():
    batch = imported(
        systems="id,name\na,A",
        interfaces="id,name,system\ni,I,CPR",
        flows="provider,consumer,interface\nSF1520,a,i\nsf1520,a,",
    )
    rows = batch.tables["flows"]
    assert [rows.row(id_)["interface"] for id_ in ("CPR>a", "CPR>a#2")] == ["i", "SF1520"]


def test_a_service_as_consumer_or_on_the_way_is_its_platform_and_as_interface_itself():
    batch = imported(
        systems="id,name\na,A",
        flows="provider,consumer,via,interface\na,SF1520,SF1520,sf1520",
        requirements="id,consumer\nr,SF1520",
    )
    sp = "SERVICEPLATFORMEN"
    assert flow(batch) == {"id": f"a>{sp}", "provider": "a", "consumer": sp, "via": (sp,), "interface": "SF1520"}
    assert batch.tables["requirements"].row("r")["consumer"] == sp


def test_a_service_as_register_is_its_register_else_its_platform():
    batch = imported(systems="id,name\na,A", data_objects="id,register\nd,SF1520\ne,CPRLOOKUP_NAVNE3")
    assert batch.problems == ()
    registers = {id_: batch.tables["data_objects"].row(id_)["register"] for id_ in ("d", "e")}
    assert registers == {"d": "CPR", "e": "SERVICEPLATFORMEN"}


def test_a_service_where_only_a_system_can_stand_is_an_error():
    batch = imported(
        systems="id,name,successor\na,A,SF1520",
        interfaces="id,name,system\ni,I,sf1520",
        contracts="id,name,systems\nk,K,a|CPRLOOKUP_NAVNE3",
    )
    assert places(batch) == [
        ("systems", 2, "successor", "SF1520"),
        ("interfaces", 2, "system", "sf1520"),
        ("contracts", 2, "systems", "CPRLOOKUP_NAVNE3"),
    ]
    said = [problem.message for problem in batch.problems]
    both = "is a service, not a system: name its platform (Serviceplatformen) or its register (CPR)."
    assert said[0] == f"'SF1520' {both}"
    assert (
        said[2] == "'CPRLOOKUP_NAVNE3' is a service, not a system: name the system that gives it (Serviceplatformen)."
    )
    listed = imported(systems="id,name,successor\na,A,SF1520\nSF1520,Opslag,", contracts="id,name,systems\nk,K,SF1520")
    assert listed.problems == ()


def test_a_service_that_is_listed_as_system_is_that_system():
    batch = imported(systems="id,name\nsf1520,SF1520\na,A", flows="provider,consumer,via\nSF1520,a,SF1520")
    assert flow(batch) == {"id": "sf1520>a", "provider": "sf1520", "consumer": "a", "via": ("sf1520",)}


def test_a_service_that_is_listed_as_interface_is_that_interface():
    batch = imported(
        systems="id,name\ncpr,CPR\na,A",
        interfaces="id,name,system\nour-sf,SF1520,cpr",
        flows="provider,consumer\nSF1520,a",
    )
    assert flow(batch)["provider"] == "cpr"
    assert flow(batch)["interface"] == "our-sf"


def test_what_is_no_service_is_no_interface():
    batch = imported(systems="id,name\na,A\nb,B", flows="provider,consumer,interface\na,b,CPR")
    assert places(batch) == [("flows", 2, "interface", "CPR")]


def test_a_name_of_several_catalogue_entries_is_ambiguous():
    batch = imported(systems="id,name\na,A", flows="provider,consumer,interface\nCPR,a,Ydelsesindeks")
    assert places(batch) == [("flows", 2, "interface", "Ydelsesindeks")]
    assert "SF1490, SF1491" in batch.problems[0].message


def test_units_and_data_objects_come_into_being():
    batch = imported(
        systems="id,name,unit,using_units\na,A,jobcenter,Jobcenter|IT\nb,B,JOBCENTER,",
        flows="provider,consumer,data_objects\na,b,Husleje|person.navn|husleje\nb,a,HUSLEJE|Bopælsadresse",
    )
    assert {id_: batch.tables["units"].row(id_) for id_ in batch.tables["units"].ids} == {
        "IT": {"name": "IT"},
        "JOBCENTER": {"name": "JOBCENTER"},
    }
    assert batch.tables["systems"].row("a")["unit"] == "JOBCENTER"
    assert batch.tables["data_objects"].ids == ("HUSLEJE",)  # the others are the catalogue's
    assert batch.tables["data_objects"].row("HUSLEJE") == {}
    assert batch.tables["flows"].row("a>b")["data_objects"] == ("HUSLEJE", "person.navn")
    assert batch.tables["flows"].row("b>a")["data_objects"] == ("HUSLEJE", "person.adresse")


def test_units_of_the_file_and_the_landscape_are_used():
    landscape = landscape_with(
        imported(source="one", systems="id,name", units="id,name\nu-it,IT", data_objects="id\nkirke")
    )
    batch = imported(
        landscape,
        systems="id,name,unit,using_units\na,A,it,Job",
        units="id,name\nj,job",
        flows="provider,consumer,data_objects\na,a,Kirke",
    )
    assert batch.tables["systems"].row("a") == {"name": "A", "unit": "u-it", "using_units": ("j",)}
    assert batch.tables["units"].ids == ("j",)
    assert batch.tables["flows"].row("a>a")["data_objects"] == ("kirke",)
    assert batch.tables["data_objects"].ids == ()


def test_ambiguous_unit():
    batch = imported(systems="id,name,unit\na,A,it", units="id,name\nu1,IT\nu2,it ")
    assert places(batch) == [("systems", 2, "unit", "it")]


def test_flow_ids_are_made_of_resolved_ids_in_the_files_order():
    batch = imported(
        systems="id,name\na,Alfa\nb,Beta",
        flows="id,provider,consumer,frequency\n,alfa,BETA,1\na>b#2,a,b,2\n,a,b,3\n,b,a,4\n,a,b,5\n",
    )
    rows = batch.tables["flows"]
    said = {id_: rows.row(id_)["frequency"] for id_ in rows.ids}
    assert said == {"a>b": "1", "a>b#2": "2", "a>b#3": "3", "b>a": "4", "a>b#4": "5"}


def test_an_explicit_id_later_in_the_file_is_not_taken():
    batch = imported(systems="id,name\na,A\nb,B", flows="id,provider,consumer\n,a,b\na>b,b,a\n")
    assert batch.tables["flows"].row("a>b") == {"provider": "b", "consumer": "a"}
    assert batch.tables["flows"].row("a>b#2") == {"provider": "a", "consumer": "b"}


def test_prefix_goes_before_what_the_file_declares():
    batch = imported(
        prefix="r-",
        systems="id,name,unit,successor\na,A,u,b\nb,B,New unit,\nCPR,CPR,,",
        interfaces="id,name,system\ni,I,a\nSF1520,Opslag,CPR",
        flows="id,provider,consumer,interface,requirement,contract,data_objects\nf,a,b,i,q,k,d\n,CPR,A,,,,\n,r-a,b,SF1520,q,k,",
        requirements="id,consumer\nq,B",
        contracts="id,name,systems,flows\nk,K,a|CPR,f|CPR>a|a>b",
        units="id,name,parent\nu,U,",
        data_objects="id\nd",
    )
    assert batch.problems == ()
    assert {name: table.ids for name, table in batch.tables.items()} == {
        "systems": ("CPR", "r-a", "r-b"),
        "interfaces": ("SF1520", "r-i"),
        "flows": ("CPR>r-a", "r-a>r-b", "r-f"),
        "requirements": ("r-q",),
        "contracts": ("r-k",),
        "units": ("New unit", "r-u"),
        "data_objects": ("d",),
    }
    assert batch.tables["systems"].row("r-a") == {"name": "A", "unit": "r-u", "successor": ("r-b",)}
    first = {"provider": "r-a", "consumer": "r-b", "interface": "r-i", "data_objects": ("d",)}
    assert batch.tables["flows"].row("r-f") == {**first, "requirement": "r-q", "contract": "r-k"}
    assert batch.tables["contracts"].row("r-k")["flows"] == ("r-f", "CPR>r-a", "r-a>r-b")


def test_id_of_another_municipalitys_system():
    landscape = landscape_with(imported(source="sorø", systems="id,name,municipality\na,A,Sorø\nb,B,\nc,C,Sorø"))
    tables = {"systems": "id,name,municipality\na,A,Høje-Taastrup\nb,B,Høje-Taastrup\nc,C,"}
    batch = imported(landscape, **tables)  # all of the rows that say one, say the same; so it is the others' too
    assert places(batch) == [("systems", 2, "id", "a"), ("systems", 3, "id", "b"), ("systems", 4, "id", "c")]
    assert "--prefix hoeje-taastrup-" in batch.problems[0].message
    assert imported(landscape, prefix="hoeje-taastrup-", **tables).problems == ()
    again = imported(landscape, source="sorø", systems="id,name,municipality\na,A,Slagelse")
    assert again.problems == ()  # its own rows are no one else's


SOROE = {
    "systems": "id,name,unit,municipality\na,A,børn,\nb,B,børn,\nCPR,CPR,børn,",
    "units": "id,name,parent,municipality\ntop,Top,,Sorø\nskole,Skole,top,\nbørn,Børn,skole,",
}


@pytest.mark.parametrize(
    ("tables", "rows"),
    [
        ({"systems": "id,name,municipality\na,A,Ringsted"}, [2]),
        ({"systems": "id,name,unit\na,A,u\nz,Z,u", "units": "id,name,municipality\nu,U,Ringsted"}, [2]),
        ({"systems": "id,name,unit\na,A,u", "units": "id,name,parent,municipality\nu,U,v,\nv,V,,Ringsted"}, [2]),
        ({"systems": "id,name,municipality\na,A,\nb,B,\nz,Z,Ringsted\nCPR,CPR,"}, [2, 3]),
        ({"systems": "id,name\na,A", "units": "id,name,municipality\nu,U,Ringsted"}, [2]),
        ({"systems": "id,name,municipality\na,A,\ny,Y,Sorø\nz,Z,Ringsted"}, []),  # the file is of two
        ({"systems": "id,name\na,A\nb,B"}, []),
        ({"systems": "id,name,municipality\na,A,Sorø Kommune"}, []),
        ({"systems": "id,name,unit\na,A,skole"}, []),  # a unit of the landscape
    ],
)
def test_whose_a_row_is_by_its_unit_or_its_source(tables: dict[str, str], rows: list[int]):
    landscape = landscape_with(imported(source="sorø", **SOROE))
    assert [place[1] for place in places(imported(landscape, **tables))] == rows
    nobodys = landscape_with(imported(source="x", systems="id,name\na,A\nb,B"))
    assert places(imported(nobodys, systems=tables["systems"])) == []


def test_whose_the_landscapes_row_is_by_what_its_source_says_everywhere():
    soroe = imported(source="sorø", systems="id,name,municipality\na,A,\nz,Z,Sorø")
    landscape = landscape_with(soroe, imported(source="fælles", systems="id,name\na,A\nf,F"))
    problem = only(imported(landscape, systems="id,name,municipality\na,A,Ringsted\nf,F,Ringsted"))
    assert (problem.row, problem.value) == (2, "a")
    two = landscape_with(imported(source="x", systems="id,name,municipality\na,A,\ny,Y,Sorø\nz,Z,Ringsted"))
    assert imported(two, systems="id,name,municipality\na,A,Slagelse").problems == ()


def test_units_in_a_ring_say_nothing_of_the_municipality():
    landscape = landscape_with(imported(source="sorø", **SOROE))
    batch = imported(landscape, systems="id,name,unit\na,A,u", units="id,name,parent\nu,U,v\nv,V,u")
    assert {place[0] for place in places(batch)} == {"units"}


def test_the_same_file_twice_is_once():
    tables = {
        "systems": "id,name,unit\na,A,Nyt kontor",
        "flows": "provider,consumer,data_objects\nSF1520,a,husleje|Bopælsadresse\nKMD P-data,a,",
    }
    first = imported(source="one", **tables)
    state = State().with_batch(first)
    assert same_tables(imported(landscape_with(first), source="one", **tables), first)
    other = imported(landscape_with(first), source="two", systems="id,name,unit\nb,B,nyt kontor")
    both = landscape_with(first, other)
    assert other.tables["units"].ids == ()
    assert same_tables(imported(both, source="one", **tables), first)
    assert state.with_batch(imported(both, source="one", **tables)) is state


def test_what_another_source_dropped_is_still_there_to_refer_to():
    one = imported(source="one", systems="id,name\nx,X\ny,Y")
    tables = {"systems": "id,name\nz,Z", "flows": "provider,consumer\nx,z"}
    two = imported(landscape_with(one), source="two", **tables)
    landscape = landscape_with(one, two, imported(source="one", systems="id,name\ny,Y"))
    assert same_tables(imported(landscape, source="two", **tables), two)


def test_blank_words_stay_blank():
    batch = imported(
        systems="id,name,kind,lifecycle\na,A,,\nCPR,CPR,,",
        flows="provider,consumer,need,mode\na,CPR,,",
        requirements="id,consumer,needed,need\nr,CPR,,",
    )
    assert batch.tables["systems"].row("CPR") == {"name": "CPR"}
    assert set(batch.tables["flows"].columns) == {"provider", "consumer"}
    assert batch.tables["requirements"].row("r") == {"consumer": "CPR"}


def test_only_systems_must_be_there():
    assert imported(systems="id,name\na,A").problems == ()
    assert places(imported(systems="id,name\n")) == []


ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests" / "data" / "impact-cases").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_impact_cases_import_without_errors(case: Path):
    assert places(import_path(case, landscape=EMPTY)) == []


def test_sample_municipality_imports_without_a_word():
    sample = ROOT / "samples" / "eksempelkommune"
    batch = import_path(sample, landscape=EMPTY)
    assert places(batch) == []
    assert len(batch.tables["systems"]) >= 80
    assert same_tables(import_path(sample, landscape=landscape_with(batch)), batch)
