"""Whom the server answers, how much it reads, what it says on every answer; over a real socket where that matters."""

import http.client
import json
import threading
import time

import pytest
import uvicorn
from starlette.testclient import TestClient

from app.application import create_app
from app.cli.serve import listening
from app.http.guards import MEGABYTE, Guards
from model.errors import InputError
from tests.app.town import town


@pytest.fixture
def landskab(tmp_path):
    return town(tmp_path)


@pytest.fixture
def address(landskab):
    """A server on a free port of this machine."""
    listener = listening("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(landskab), log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listener.getsockname()
    server.should_exit = True
    thread.join()


def asked(address, method, path, body=None, headers=None):
    """One request as bytes go over the wire."""
    connection = http.client.HTTPConnection(*address, timeout=30)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example", "192.168.1.5", "", "localhost.evil.example:80", "evil@localhost"),
        *("a:b@127.0.0.1", "localhost/x", "localhost:80:80", "local host", "[::1", "localhost:x"),
    ],
)
def test_another_host_name_is_refused(address, host):
    answer, data = asked(address, "GET", "/api/v1/systems", headers={"Host": host})
    assert answer.status == 421
    assert json.loads(data)["type"] == "/docs/problems#unknown-host"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "127.8.8.8:1", "[::1]:8000", "LOCALHOST"])
def test_this_machines_names_are_answered(address, host):
    assert asked(address, "GET", "/health", headers={"Host": host})[0].status == 200


WIDE = Guards.read({"LANDSKAB_HOSTS": "it.example, ,"}, hosts=["Landskab.example"], any_address=True)


@pytest.mark.parametrize(
    "host", ["landskab.example", "LANDSKAB.example:8000", "it.example", "localhost", "192.168.1.5:80", "[2001:db8::5]"]
)
def test_names_that_were_given_and_addresses_are_answered(landskab, host):
    client = TestClient(create_app(landskab, WIDE), base_url="http://127.0.0.1")
    assert client.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "landskab.example.evil.example", "192.168.1.5.evil.example", "", "*"])
def test_no_other_name_is_answered_however_open_the_server_is(landskab, host):
    """A page whose name was made to point here: its Host and Origin agree, and are not ours."""
    client = TestClient(create_app(landskab, WIDE), base_url="http://127.0.0.1")
    headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    assert client.get("/api/v1/systems", headers=headers).status_code == 421
    refused = client.post("/api/v1/imports", files={"file": ("a.csv", b"id,name")}, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (421, "/docs/problems#unknown-host")


@pytest.mark.parametrize("origin", ["http://it.example", "http://landskab.example:1", "http://10.0.0.1", "http://["])
def test_a_page_under_another_of_the_names_may_not_write(landskab, origin):
    client = TestClient(create_app(landskab, WIDE), base_url="http://landskab.example")
    question = {"turn_off": ["opus"]}
    assert client.post("/api/v1/impact", json=question, headers={"Origin": origin}).status_code == 403
    own = {"Origin": "http://landskab.example"}
    assert client.post("/api/v1/impact", json=question, headers=own).status_code == 200


@pytest.mark.parametrize("wrong", ["http://it.example", "it.example:80", "*", "a b", "*.example"])
def test_a_host_is_a_plain_name(wrong):
    with pytest.raises(InputError, match="is no name"):
        Guards.read({}, hosts=[wrong])
    with pytest.raises(InputError, match="is no name"):
        Guards.read({"LANDSKAB_HOSTS": f"it.example,{wrong}"})


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_post_from_another_page_is_refused(address, headers):
    question = json.dumps({"turn_off": ["opus"]})
    answer, data = asked(address, "POST", "/api/v1/impact", question, {**headers, "Content-Type": "application/json"})
    assert answer.status == 403
    assert json.loads(data)["type"] == "/docs/problems#other-origin"


def test_a_post_from_the_own_page_or_a_script_is_answered(address):
    question = json.dumps({"turn_off": ["opus"]})
    own = {"Origin": f"http://{address[0]}:{address[1]}", "Sec-Fetch-Site": "same-origin"}
    for more in ({}, own, {"Sec-Fetch-Site": "none"}):
        headers = {**more, "Content-Type": "application/json"}
        assert asked(address, "POST", "/api/v1/impact", question, headers)[0].status == 200


def test_no_other_page_may_read(address):
    answer, _ = asked(address, "GET", "/api/v1/systems", headers={"Origin": "http://evil.example"})
    assert answer.getheader("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("path", ["/api/v1/systems", "/health", "/docs", "/nowhere", "/"])
def test_every_answer_says_what_a_browser_may_do(address, path):
    answer, _ = asked(address, "GET", path)
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Cross-Origin-Opener-Policy") == "same-origin"
    assert "camera=()" in answer.getheader("Permissions-Policy")
    policy = answer.getheader("Content-Security-Policy")
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert "unsafe-eval" not in policy


def test_a_body_above_its_limit_is_413_with_or_without_its_length(landskab):
    small = Guards(max_upload=MEGABYTE, max_body=1000)
    with TestClient(create_app(landskab, small), base_url="http://127.0.0.1") as client:
        big = client.post("/api/v1/imports", files={"file": ("town.zip", b"x" * 3 * MEGABYTE)})
        assert (big.status_code, big.json()["type"]) == (413, "/docs/problems#too-large")

        def pieces():
            for _ in range(30):
                yield b" " * 100

        streamed = client.post("/api/v1/impact", content=pieces(), headers={"Content-Type": "application/json"})
        assert (streamed.status_code, streamed.headers["content-type"]) == (413, "application/problem+json")
        assert client.post("/api/v1/impact", json={"turn_off": ["opus"]}).status_code == 200


def test_the_limit_is_a_setting():
    assert Guards.read({}).max_upload == 256 * MEGABYTE
    assert Guards.read({"LANDSKAB_MAX_UPLOAD": "3"}).max_upload == 3 * MEGABYTE
    for wrong in ("0", "-1", "much"):
        with pytest.raises(InputError):
            Guards.read({"LANDSKAB_MAX_UPLOAD": wrong})


def test_an_encoded_slash_over_the_wire(address):
    answer, data = asked(address, "GET", "/api/v1/systems/a%2Fb%20c/impact")
    assert (answer.status, json.loads(data)["turned_off"]) == (200, ["a/b c"])


def test_what_nobody_foresaw_is_a_problem_and_not_a_traceback(landskab):
    app = create_app(landskab)

    @app.get("/broken")
    def broken():
        raise RuntimeError("a secret")

    app.router.routes.insert(0, app.router.routes.pop())  # before the pages, which answer every address
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        answer = client.get("/broken")
        assert (answer.status_code, answer.json()["type"]) == (500, "/docs/problems#error")
        assert "secret" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("guards", "says"), [(Guards(), False), (Guards(any_address=True), True)])
def test_a_page_says_so_where_anyone_may_change_the_landscape(landskab, guards, says):
    page = TestClient(create_app(landskab, guards), base_url="http://127.0.0.1").get("/")
    assert ("Enhver, der kan nå denne adresse, kan ændre landskabet." in page.text) is says
