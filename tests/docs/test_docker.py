"""docker-compose.yml and Dockerfile: sound, without a secret, and explained in the README line by line."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from compose_spec import PyCompose

from tests.docs.pages import ROOT
from tests.docs.test_readme import TEXT, command_called

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]


def test_the_compose_file_is_well_formed():
    assert sorted(PyCompose.from_yaml(COMPOSE).service_names()) == ["landskab", "neo4j"]


def test_a_word_that_compose_does_not_know_would_be_found():
    with pytest.raises(ValueError, match="heltcheck"):
        PyCompose.from_yaml(COMPOSE.replace("healthcheck:", "heltcheck:"))


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_port_volume_and_variable_is_explained(service):
    said = SERVICES[service]
    things = [said["image"], *said["ports"], *said["volumes"], *said.get("tmpfs", ()), *said["environment"]]
    things += re.findall(r"\$\{([A-Z0-9_]+)", COMPOSE)
    things += re.findall(r"\b((?:LANDSKAB|NUMBA)_[A-Z_]+)=", DOCKERFILE)
    assert [one for one in things if f"`{one}`" not in TEXT] == []


def test_every_volume_has_a_name():
    used = {one.partition(":")[0] for service in SERVICES.values() for one in service["volumes"]}
    assert used == set(yaml.safe_load(COMPOSE)["volumes"])


def test_every_port_is_for_this_machine_only():
    assert all(port.startswith("127.0.0.1:") for service in SERVICES.values() for port in service["ports"])


def test_a_missing_password_stops_the_start_with_a_sentence():
    assert set(re.findall(r"\$\{NEO4J_PASSWORD([^}]*)\}", COMPOSE)) == {
        ":?is not set. Choose a password of 8 characters or more, without a slash"
    }


def test_the_program_waits_for_a_graph_that_answers():
    assert SERVICES["landskab"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert SERVICES["neo4j"]["healthcheck"]["test"][0] == "CMD"
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_image_runs_as_nobody_in_particular_on_a_file_system_that_it_cannot_write():
    assert re.search(r"^USER landskab$", DOCKERFILE, flags=re.MULTILINE)
    assert SERVICES["landskab"]["read_only"] is True


def test_the_command_of_the_image_is_one_of_the_program():
    [command] = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, flags=re.MULTILINE)
    assert set(json.loads(command)) >= {"serve", "--allow-unauthenticated"}
    assert command_called(f"landskab {' '.join(json.loads(command))}") == ("serve",)
