"""`landskab cypher`: the list, one query as it is pasted, and a name that is none. No store is asked."""

import json

import pytest

from app.cli.main import run
from queries.cypher_book.book import cypher_book


@pytest.fixture
def ask(capfdbinary, tmp_path):
    """One command: its exit code, standard output and standard error."""

    def asked(*arguments):
        code = run(list(arguments), {"LANDSKAB_STORE": f"sqlite:///{tmp_path / 'none' / 'a.db'}"})
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return asked


@pytest.mark.parametrize(("lang", "question"), [("da", "Hvem får data fra systemet"), ("en", "Who gets data from the")])
def test_the_list_has_every_query_with_its_question(ask, lang, question):
    code, out, err = ask("--lang", lang, "cypher")
    assert (code, err) == (0, "")
    assert question in out
    assert all(query.name in out for query in cypher_book())


@pytest.mark.parametrize("query", cypher_book(), ids=lambda query: query.name)
def test_what_is_printed_is_comments_and_the_query(ask, query):
    code, out, err = ask("cypher", query.name)
    assert (code, err) == (0, "")
    comments, _, rest = out.partition("MATCH")
    assert all(line.startswith("// ") and len(line) <= 120 for line in comments.splitlines())
    assert f"MATCH{rest}" == f"{query.with_examples()}\n"
    assert query.title.da in comments
    assert query.title.en not in comments


def test_an_example_says_what_to_write_instead(ask):
    assert "// 'CPR' er et eksempel (systemets id). Skriv dit eget i stedet.\n" in ask("cypher", "reach")[1]
    assert (
        "// 'CPR' is an example (the system's id). Write your own instead.\n"
        in ask("--lang", "en", "cypher", "reach")[1]
    )


def test_json_has_both_languages_and_the_parameters(ask):
    page = json.loads(ask("cypher", "--json")[1])
    assert (page["total"], page["next"], len(page["items"])) == (len(cypher_book()), None, len(cypher_book()))
    one = json.loads(ask("cypher", "reach", "--json")[1])
    assert one == next(item for item in page["items"] if item["name"] == "reach")
    assert one["parameters"] == [
        {"name": "what", "example": "CPR", "meaning": {"da": "systemets id", "en": "the system's id"}}
    ]
    assert "$what" in one["text"]


def test_a_name_that_is_none_is_code_2_with_the_nearest(ask):
    code, out, err = ask("cypher", "reech")
    assert (code, out) == (2, "")
    assert err == "Der er ingen forespørgsel 'reech' i Cypher-bogen. Mente du: reach?\n"
    assert "Forespørgslerne er: contracts_ending," in ask("cypher", "zzzz")[2]
