"""The server's own part over real connections: what it does to clients that stall, come in crowds, or leave."""

import asyncio
import contextlib
import gzip
import http.client
import json
import socket
import threading
import time

import pytest
from starlette.responses import Response, StreamingResponse

from app.application import create_app
from app.cli.serve import listening
from app.http.serving.patience import Patience
from app.http.serving.server import Server
from app.http.serving.turns import AT_ONCE, Turns
from tests.app.town import town

SHORT = Patience(head=0.4, body=0.4, slow=1.2, rate=1000, answer=0.6, most=20, ending=0.5, look=0.05)
GENEROUS = 30
"""Seconds after which a test no longer waits."""
HALF_HEAD = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HEAD = HALF_HEAD + b"\r\n"
HALF_BODY = (
    b"POST /api/v1/imports?source=q HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Content-Type: multipart/form-data; boundary=B\r\n\r\n--B\r\n"
)


@contextlib.contextmanager
def running(app, patience=SHORT, **more):
    """A server of `app` on a free port, its address."""
    listener = listening("127.0.0.1", 0)
    server = Server(app, patience, **more)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        server.address = listener.getsockname()
        yield server
    finally:
        server.should_exit = True
        thread.join(GENEROUS)
    assert not thread.is_alive()


@pytest.fixture
def served(tmp_path):
    with running(create_app(town(tmp_path))) as server:
        yield server


@pytest.fixture(autouse=True)
def no_tracebacks(caplog):
    yield
    assert not [record for record in caplog.records if record.exc_info]


def reach(server):
    return socket.create_connection(server.address, timeout=GENEROUS)


def rest(connection):
    """All that comes until the server closes."""
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            said += piece
    return said


def whole(connection):
    """One answer of `/health`, to its end."""
    said = b""
    while not said.endswith(b"}\n"):
        said += connection.recv(65536)
    return said


def get(server, path, **headers):
    connection = http.client.HTTPConnection(*server.address, timeout=GENEROUS)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


def test_every_piece_of_an_answer_is_sent_at_once(served):
    with reach(served) as connection:
        connection.sendall(HEAD)
        connection.recv(1)
        (held,) = served.server_state.connections
        there = held.transport.get_extra_info("socket")
        assert there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("sent", [HALF_HEAD, HALF_BODY, HALF_HEAD[:1]])
def test_a_request_that_does_not_come_is_given_up(served, sent):
    with reach(served) as connection:
        connection.sendall(sent)
        assert rest(connection).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert get(served, "/health")[0].status == 200


def test_a_connection_on_which_nothing_comes_is_closed_without_a_word(served):
    with reach(served) as connection:
        assert rest(connection) == b""


@pytest.mark.parametrize(("begin", "piece"), [(HALF_HEAD + b"X: ", b"x"), (HALF_BODY, b"x")])
def test_a_request_that_comes_byte_by_byte_is_given_up(served, begin, piece):
    with reach(served) as connection:
        connection.sendall(begin)
        connection.settimeout(0.1)
        said = b""
        until = time.monotonic() + GENEROUS
        while time.monotonic() < until and not said:
            with contextlib.suppress(TimeoutError):
                connection.sendall(piece)
                said = connection.recv(100)
        assert said.startswith(b"HTTP/1.1 408")


def test_a_second_request_on_a_connection_has_its_own_time(served):
    with reach(served) as connection:
        connection.sendall(HEAD)
        assert whole(connection).startswith(b"HTTP/1.1 200")
        time.sleep(2 * SHORT.head)
        connection.sendall(HEAD)
        assert whole(connection).startswith(b"HTTP/1.1 200")
        connection.sendall(HALF_HEAD)
        assert b"408" in rest(connection)


def test_a_slow_upload_that_gets_on_is_taken(served):
    body = (
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="systems.csv"\r\n\r\nid,name\nq,Q\n\r\n--B--\r\n'
    )
    with reach(served) as connection:
        connection.sendall(HALF_BODY.replace(b"100000", b"%d" % len(body)).removesuffix(b"--B\r\n"))
        for byte in range(0, len(body), 10):
            connection.sendall(body[byte : byte + 10])
            time.sleep(0.08)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_long_answer_is_waited_for():
    async def slow(scope, receive, send):
        await asyncio.sleep(4 * SHORT.answer)
        await Response("at last")(scope, receive, send)

    with running(slow) as server:
        assert get(server, "/")[1] == b"at last"


def test_a_client_that_does_not_read_is_dropped():
    sent = []

    async def much(scope, receive, send):
        async def pieces():
            for _ in range(1000):
                sent.append(1)
                await asyncio.sleep(0.001)
                yield b"x" * 100_000

        await StreamingResponse(pieces())(scope, receive, send)
        sent.append("done")

    with running(much) as server, reach(server) as connection:
        connection.sendall(HEAD)
        until = time.monotonic() + GENEROUS
        while (server.server_state.connections or server.server_state.tasks or not sent) and time.monotonic() < until:
            time.sleep(0.02)
        assert not server.server_state.connections
        assert not server.server_state.tasks
        assert len(sent) < 1000


def test_a_client_that_reads_slowly_gets_all():
    async def much(scope, receive, send):
        await Response(b"x" * 30_000_000)(scope, receive, send)

    with running(much) as server, reach(server) as connection:
        connection.sendall(HEAD)
        size = 0
        while size < 30_000_000:
            size += len(connection.recv(1_000_000))
            time.sleep(0.02)


def test_a_crowd_of_half_requests_leaves_room_for_a_whole_one(served):
    with contextlib.ExitStack() as crowd:
        for _ in range(3 * SHORT.most):
            one = crowd.enter_context(reach(served))
            one.sendall(HALF_HEAD)
        assert get(served, "/health")[0].status == 200
        assert len(served.server_state.connections) <= SHORT.most


def test_where_everybody_is_being_answered_the_next_is_told_so():
    go_on = threading.Event()

    async def slow(scope, receive, send):
        while not go_on.is_set():  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.01)
        await Response("here")(scope, receive, send)

    with running(slow) as server, contextlib.ExitStack() as crowd:
        asking = [crowd.enter_context(reach(server)) for _ in range(SHORT.most)]
        for one in asking:
            one.sendall(HEAD)
        while len(server.server_state.tasks) < SHORT.most:
            time.sleep(0.01)
        with reach(server) as late:
            assert rest(late).startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        go_on.set()
        assert all(b"200" in one.recv(1000) for one in asking)


def test_without_descriptors_an_old_connection_goes_and_one_line_says_so(served, caplog):
    error = OSError(24, "Too many open files")
    with reach(served) as connection:
        connection.sendall(HALF_HEAD)
        while not served.server_state.connections:
            time.sleep(0.01)
        loop = next(iter(served.server_state.connections)).loop
        loop.call_soon_threadsafe(
            loop.call_exception_handler, {"exception": error, "socket": None, "message": "accept"}
        )
        assert rest(connection) == b""
    assert "Too many open files" in caplog.text


@pytest.mark.parametrize("sent", [b"", HALF_HEAD, HALF_BODY])
def test_a_stalled_client_does_not_hold_up_the_end(tmp_path, sent):
    patient = Patience(head=1000, body=1000, ending=0.5)
    with running(create_app(town(tmp_path)), patient) as server, reach(server) as connection:
        connection.sendall(sent)
        while not server.server_state.connections:
            time.sleep(0.01)
        server.should_exit = True
        said = rest(connection)
    assert said[:12] in (b"", b"HTTP/1.1 503")


@pytest.mark.parametrize("is_storing", [True, False])
def test_an_import_is_told_that_nothing_was_stored_only_where_nothing_is_being_stored(is_storing):
    go_on = threading.Event()

    async def slow(scope, receive, send):
        await asyncio.sleep(1000)

    ending = go_on.wait if is_storing else lambda: None
    upload = b"POST /import HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nAccept-Language: da\r\n\r\n"
    with running(slow, ending=ending) as server, reach(server) as sender, reach(server) as asker:
        sender.sendall(upload)
        asker.sendall(HEAD)
        while len(server.server_state.tasks) < 2:
            time.sleep(0.01)
        server.should_exit = True
        said = rest(sender)
        assert rest(asker).startswith(b"HTTP/1.1 503")
        assert said == b"" if is_storing else b"Intet er gemt" in said
        go_on.set()
        for task in server.server_state.tasks:
            task.get_loop().call_soon_threadsafe(task.cancel)


def test_what_is_nearly_answered_is_answered_at_the_end_and_the_rest_is_503():
    ended = threading.Event()

    async def slow(scope, receive, send):
        await asyncio.sleep(0.3 if scope["path"] == "/short" else 1000)
        await Response("here")(scope, receive, send)

    with running(slow, ending=ended.set) as server, reach(server) as short, reach(server) as long:
        short.sendall(HEAD.replace(b"/health", b"/short"))
        long.sendall(HEAD)
        while len(server.server_state.tasks) < 2:
            time.sleep(0.01)
        server.should_exit = True
        assert rest(short).startswith(b"HTTP/1.1 200")
        head, _, body = rest(long).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503")
        assert b"application/problem+json" in head
        assert json.loads(body)["type"] == "/docs/problems#not-now"
        assert ended.wait(GENEROUS)
        for task in server.server_state.tasks:
            task.get_loop().call_soon_threadsafe(task.cancel)


def test_a_client_that_leaves_in_the_middle_of_a_body_is_no_error(served):
    for _ in range(3):
        with reach(served) as connection:
            connection.sendall(HALF_BODY)
    while served.server_state.connections:
        time.sleep(0.01)
    assert get(served, "/health")[0].status == 200


# -- turns --------------------------------------------------------------------------------------------------------


class Counted:
    """An application that holds every request until it is let go, and counts them."""

    def __init__(self):
        self.at_once = self.most = self.begun = 0
        self.go_on = threading.Event()

    async def __call__(self, scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        self.begun += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        while scope["path"] != "/quick" and not self.go_on.is_set():  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.01)
        self.at_once -= 1
        await Response("here")(scope, receive, send)


@pytest.fixture
def counted(monkeypatch):
    monkeypatch.setattr("app.http.serving.turns.LONG", 1000)
    app = Counted()
    with running(Turns(app), Patience()) as server:
        server.app = app
        yield server
        app.go_on.set()


def until(held):
    ends = time.monotonic() + GENEROUS
    while not held():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_few_are_worked_for_at_a_time_and_all_in_the_end(counted):
    with contextlib.ExitStack() as crowd:
        asking = [crowd.enter_context(reach(counted)) for _ in range(3 * AT_ONCE)]
        for one in asking:
            one.sendall(HEAD)
        until(lambda: len(counted.server_state.tasks) == len(asking))
        until(lambda: counted.app.begun == AT_ONCE)
        counted.app.go_on.set()
        assert all(b"200" in one.recv(1000) for one in asking)
    assert (counted.app.begun, counted.app.most) == (3 * AT_ONCE, AT_ONCE)


def test_who_has_gone_is_not_worked_for(counted):
    with contextlib.ExitStack() as crowd:
        asking = [crowd.enter_context(reach(counted)) for _ in range(AT_ONCE)]
        for one in asking:
            one.sendall(HEAD)
        until(lambda: counted.app.begun == AT_ONCE)
        leaving = [reach(counted) for _ in range(5)]
        for one in leaving:
            one.sendall(HEAD)
        until(lambda: len(counted.server_state.tasks) == AT_ONCE + 5)
        for one in leaving:
            one.close()
        until(lambda: len(counted.server_state.connections) == AT_ONCE)
        counted.app.go_on.set()
        assert all(b"200" in one.recv(1000) for one in asking)
        until(lambda: not counted.server_state.tasks)
    assert counted.app.begun == AT_ONCE


def test_questions_do_not_wait_for_imports_nor_for_bodies_that_are_still_coming(counted):
    upload = b"POST /import HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
    with contextlib.ExitStack() as crowd:
        for sent in (upload, HALF_BODY, HALF_BODY.replace(b"/api/v1/imports?source=q", b"/api/v1/impact")):
            for _ in range(2 * AT_ONCE):
                crowd.enter_context(reach(counted)).sendall(sent)
        until(lambda: len(counted.server_state.tasks) == 6 * AT_ONCE)
        assert get(counted, "/quick")[1] == b"here"


def test_what_takes_long_lets_others_go_on(monkeypatch):
    monkeypatch.setattr("app.http.serving.turns.LONG", 0.2)
    app = Counted()
    with running(Turns(app), Patience()) as server, contextlib.ExitStack() as crowd:
        for _ in range(AT_ONCE):
            crowd.enter_context(reach(server)).sendall(HEAD)
        assert get(server, "/quick")[1] == b"here"
        app.go_on.set()


def test_a_slow_reader_holds_no_turn():
    async def much(scope, receive, send):
        if scope["path"] == "/quick":
            await Response("here")(scope, receive, send)
            return

        async def pieces():
            while True:
                await asyncio.sleep(0.001)
                yield b"x" * 100_000

        await StreamingResponse(pieces())(scope, receive, send)

    with running(Turns(much), Patience(ending=0.2)) as server, contextlib.ExitStack() as crowd:
        for _ in range(2 * AT_ONCE):
            crowd.enter_context(reach(server)).sendall(HEAD)
        assert get(server, "/quick")[1] == b"here"


# -- packing ------------------------------------------------------------------------------------------------------

PACKED = (
    "/",
    "/api/v1/systems",
    "/api/v1/systems/opus/impact",
    "/openapi.json",
    "/static/pages.css",
    "/impact?what=opus",
)


@pytest.mark.parametrize("path", PACKED)
def test_answers_are_packed_for_who_takes_it(served, path):
    plain, data = get(served, path)
    packed, fewer = get(served, path, **{"Accept-Encoding": "gzip"})
    assert (plain.getheader("Content-Encoding"), packed.getheader("Content-Encoding")) == (None, "gzip")
    assert gzip.decompress(fewer) == data
    assert len(fewer) < 0.7 * len(data)
    assert "Accept-Encoding" in plain.getheader("Vary")
    assert "Accept-Encoding" in packed.getheader("Vary")
    refused, _ = get(served, path, **{"Accept-Encoding": "gzip;q=0, identity"})
    assert refused.getheader("Content-Encoding") is None


@pytest.mark.parametrize("path", ["/impact.xlsx?what=opus", "/health"])
def test_what_is_packed_already_or_small_is_sent_as_it_is(served, path):
    assert get(served, path, **{"Accept-Encoding": "gzip"})[0].getheader("Content-Encoding") is None


def test_a_packed_answer_that_is_known_is_not_sent_again(served):
    path = "/api/v1/systems/opus/impact"
    first, _ = get(served, path, **{"Accept-Encoding": "gzip"})
    tag = first.getheader("ETag")
    assert (first.getheader("Content-Encoding"), tag[:2]) == ("gzip", "W/")
    for takes in ("gzip", "identity"):
        again, data = get(served, path, **{"Accept-Encoding": takes, "If-None-Match": tag})
        assert (again.status, data, again.getheader("ETag")) == (304, b"", tag)


# -- health -------------------------------------------------------------------------------------------------------


def test_health_is_answered_while_every_thread_is_taken(tmp_path):
    """Forty questions that never end take all the threads that there are for questions."""
    app, go_on, stuck = create_app(town(tmp_path)), threading.Event(), []

    @app.get("/stuck")
    def never():
        stuck.append(1)
        go_on.wait(GENEROUS)

    app.router.routes.insert(0, app.router.routes.pop())
    with running(app, Patience()) as server, contextlib.ExitStack() as crowd:
        for _ in range(60):
            crowd.enter_context(reach(server)).sendall(HEAD.replace(b"/health", b"/stuck"))
        until(lambda: len(stuck) == 40)
        answer, data = get(server, "/health")
        assert (answer.status, json.loads(data)["status"]) == (200, "ok")
        go_on.set()


def test_health_does_not_wait_for_a_store_that_is_slow(tmp_path):
    from tests.app.test_store_away import Service

    service = Service()
    service.get("/systems")
    with running(service.client.app, Patience(ending=0.2)) as server:
        service.store.gate.clear()
        first = json.loads(get(server, "/health")[1])
        assert (first["status"], first["revision"]) == ("store-away", 2)
        service.store.gate.set()
        time.sleep(0.3)
        assert json.loads(get(server, "/health")[1])["status"] == "ok"
