"""What every test shares."""

import signal

import pytest
from hypothesis import settings

# The same examples on every machine, and no clock: a slow machine is no defect.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture
def heeds_interrupts():
    """What runs in the background of a shell ignores Ctrl-C, and so do its children unless they are told otherwise."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def neo4j_server():
    """A real Neo4j (`uri`, `username`, `password`), started when the first test asks; whoever asks may empty it."""
    from tests.neo4j_server.for_tests import server_for_tests  # with the driver, which most runs do not need

    with server_for_tests() as server:
        yield server


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items):
    """A test that stands on the server is marked `neo4j`, also when it does so by another fixture."""
    for item in items:
        if "neo4j_server" in getattr(item, "fixturenames", ()):
            item.add_marker("neo4j")
