"""docker-compose.yml and Dockerfile: sound, without a secret, and explained in the README line by line."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from compose_spec import PyCompose

from tests.docs.pages import ROOT
from tests.docs.test_readme import TEXT, command_called

COMPOSE_FILE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", COMPOSE_FILE)  # as it is where nothing is said
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
    things += [*said["secrets"], *re.findall(r"\$\{([A-Z0-9_]+)", COMPOSE_FILE)]
    things += re.findall(r"\b((?:LANDSKAB|NUMBA)_[A-Z_]+)=", DOCKERFILE)
    assert [one for one in things if f"`{one}`" not in TEXT] == []


def test_every_volume_has_a_name():
    used = {one.partition(":")[0] for service in SERVICES.values() for one in service["volumes"]}
    assert used == set(yaml.safe_load(COMPOSE)["volumes"])


def test_every_port_is_for_this_machine_only():
    assert all(port.startswith("127.0.0.1:") for service in SERVICES.values() for port in service["ports"])


def test_the_password_comes_from_a_file_and_stands_in_no_environment():
    assert yaml.safe_load(COMPOSE)["secrets"] == {"neo4j-auth": {"file": "./secrets/neo4j-auth"}}
    for service in SERVICES.values():
        assert service["environment"]["NEO4J_AUTH_FILE"] == "/run/secrets/neo4j-auth"
        assert service["secrets"] == ["neo4j-auth"]
    assert not re.search(r"\bNEO4J_(AUTH|PASSWORD)\b", COMPOSE_FILE)


def test_the_file_of_the_password_is_kept_out_of_images_and_of_the_repository():
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert "secrets" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("service", SERVICES)
def test_each_container_is_limited_and_without_rights(service):
    said = SERVICES[service]
    assert said["cap_drop"] == ["ALL"]
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*[mg]", said["mem_limit"])
    assert said["pids_limit"] > 0
    assert all("size=" in one for one in said["tmpfs"])


def test_the_program_waits_for_a_graph_that_answers():
    assert SERVICES["landskab"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert SERVICES["neo4j"]["healthcheck"]["test"][0] == "CMD"
    assert "HEALTHCHECK" in DOCKERFILE


def test_each_runs_as_a_numbered_user_and_the_program_on_a_file_system_that_it_cannot_write():
    assert re.findall(r"^USER (.*)$", DOCKERFILE, flags=re.MULTILINE) == ["10001:10001"]
    assert SERVICES["neo4j"]["user"] == "7474:7474"
    assert SERVICES["landskab"]["read_only"] is True


def test_the_command_of_the_image_is_one_of_the_program():
    [command] = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, flags=re.MULTILINE)
    assert set(json.loads(command)) >= {"serve", "--allow-unauthenticated"}
    assert command_called(f"landskab {' '.join(json.loads(command))}") == ("serve",)
