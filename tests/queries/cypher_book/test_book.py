"""The Cypher book is read from its files, and every file keeps to the form."""

import fnmatch
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from model.errors import InputError
from queries.cypher_book.book import cypher_book, cypher_query, query_of

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "queries" / "cypher_book"
NAMES = [query.name for query in cypher_book()]
WRITES = r"\b(CREATE|MERGE|DELETE|DETACH|SET|REMOVE|DROP|FOREACH|LOAD|INSERT|USE|SHOW|TRANSACTIONS)\b|\b(apoc|gds|db)\."


def code(query):
    """The query without its comments and its texts."""
    return re.sub(r"//.*|'[^']*'", "", query.text)


@pytest.fixture(params=cypher_book(), ids=lambda query: query.name)
def query(request):
    return request.param


def test_every_file_is_a_query_and_all_nine_are_there():
    assert {path.stem for path in FOLDER.glob("*.cypher")} == set(NAMES)
    assert set(NAMES) >= {
        "contracts_ending",
        "copy_register_consumers",
        "direct_consumers",
        "flows_by_register",
        "reach",
        "shortest_chain",
        "single_points",
        "systems_by_capability_and_unit",
        "undeclared_flows",
    }
    assert sorted(NAMES) == NAMES


def test_the_head_is_whole_in_both_languages(query):
    texts = [query.title, query.answers, query.read, *(one.meaning for one in query.parameters)]
    assert all(text.da and text.en and text.da != text.en for text in texts)
    assert query.answers.da.endswith("?")
    assert query.answers.en.endswith("?")
    assert not query.title.da.endswith(".")


def test_nothing_of_the_head_is_left_over(query):
    """Each line of the head is one that is read, so that a misspelt one does not go unseen."""
    head = (FOLDER / f"{query.name}.cypher").read_text(encoding="utf-8").split("MATCH")[0]
    begun = [line for line in head.splitlines() if not line.startswith("//   ")]
    assert len(begun) == 6 + 3 * len(query.parameters)


def test_the_parameters_named_are_those_used_each_once(query):
    used = re.findall(r"\$(\w+)", query.text)
    assert sorted(used) == sorted(one.name for one in query.parameters)


def test_no_query_writes(query):
    assert re.search(WRITES, code(query), flags=re.IGNORECASE) is None


def test_it_reads_the_newest_landscape_in_a_fixed_order(query):
    assert query.text.startswith("MATCH (r:Revision {current: true})\nMATCH (")
    assert "landscape: r.landscape" in query.text
    last = query.text.split("\n")[-1]
    assert re.fullmatch(r"ORDER BY .+;", last)
    assert code(query).count(";") == query.text.count(";") == 1


def test_no_semicolon_in_a_head_for_clients_that_split_there(query):
    assert (FOLDER / f"{query.name}.cypher").read_text(encoding="utf-8").count(";") == 1


def test_the_examples_are_written_in(query):
    pasted = query.with_examples()
    assert "$" not in pasted
    assert all(one.example in pasted for one in query.parameters)


def test_a_name_that_is_none_is_told_with_the_nearest():
    with pytest.raises(InputError, match=r"no query 'reech' in the Cypher book\. Did you mean: reach\?"):
        cypher_query("reech")
    with pytest.raises(InputError, match=r"The queries are: contracts_ending, .+, undeclared_flows\."):
        cypher_query("zzzz")


def test_a_head_that_lacks_a_line_is_no_query():
    with pytest.raises(KeyError, match="title en"):
        query_of("x", "// title da: Ja\nRETURN 1;\n")


def test_the_files_are_read_when_they_are_asked_for():
    said = "import queries.cypher_book.book as b; print(b.cypher_book.cache_info().currsize); b.cypher_query('reach')"
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_the_files_are_part_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["queries.cypher_book"]
    files = [path.name for path in FOLDER.glob("*.cypher")]
    assert [file for file in files if not any(fnmatch.fnmatch(file, pattern) for pattern in patterns)] == []
