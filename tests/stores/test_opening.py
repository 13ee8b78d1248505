import os

import pytest

from model.claims.state import State
from model.errors import InputError
from stores.opening import open_store
from tests.stores.states import revision


def stored_at(url):
    store = open_store(url)
    assert store.url == url
    store.append(State(revision=1), revision(1))
    store.close()


@pytest.mark.parametrize("name", ["landskab.db", "Ærø kommune/vores landskab.db", "100% #1?.db", "a&mode=memory.db"])
def test_a_path_is_taken_as_it_is_written(name, tmp_path, monkeypatch):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    stored_at(f"sqlite:///{tmp_path / name}")
    assert (tmp_path / name).is_file()
    (tmp_path / name).unlink()
    monkeypatch.chdir(tmp_path)
    stored_at(f"sqlite:///{name}")
    assert (tmp_path / name).is_file()


def test_the_scheme_may_be_written_large(tmp_path):
    open_store(f"SQLite:///{tmp_path / 'a.db'}").close()


def test_a_store_is_not_touched_by_opening_it(tmp_path):
    open_store(f"sqlite:///{tmp_path / 'a.db'}").close()
    assert os.listdir(tmp_path) == []  # noqa: PTH208 (names, not paths)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "address is none. Write it as sqlite:///landskab.db or neo4j://"),
        ("landskab.db", "address is none"),
        ("sqlite:landskab.db", "address is none"),
        ("sqlite://landskab.db", "with three slashes"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///out/", "names no file"),
        ("sqlite:///a\0b", "names no file"),
        ("sqlite:///:memory:", "forgets everything"),
        ("postgres://localhost/db", "no store of the kind 'postgres'"),
    ],
)
def test_an_address_of_no_store_says_what_to_write(url, said):
    with pytest.raises(InputError) as raised:
        open_store(url)
    assert said in str(raised.value)
    assert "sqlite:///landskab.db" in str(raised.value)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt+ssc", "postgres"])
def test_a_password_in_an_address_is_not_repeated(scheme):
    with pytest.raises(InputError) as raised:
        open_store(f"{scheme}://me:hemmeligt@server/db")
    assert "hemmeligt" not in str(raised.value)
