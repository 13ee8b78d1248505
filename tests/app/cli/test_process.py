"""The program as its own process: its streams, signals, terminals, and the server."""

import errno
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.app.town import store_of, town

PROGRAM = [sys.executable, "-c", "from app.cli.main import main; main()"]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def environ(tmp_path):
    town(tmp_path)
    return {"LANDSKAB_STORE": store_of(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}


def asked(environ, *arguments):
    """Exit code, standard output, standard error."""
    done = subprocess.run([*PROGRAM, *arguments], env=environ, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def test_an_answer_is_code_0_and_json_alone_on_standard_output(environ):
    code, out, err = asked(environ, "impact", "KMD Aktiv", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["summary"]["stops"] == 2
    assert out.count("\n") == 1


def test_a_full_disk_is_code_1_and_one_line(environ):
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device, not a path of ours
        done = subprocess.run(
            [*PROGRAM, "systems"], env=environ, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert os.strerror(errno.ENOSPC) in done.stderr


def test_a_reader_that_goes_away_is_no_traceback(environ):
    command = f'{sys.executable} -c "from app.cli.main import main; main()" system kmd-aktiv --json | true'
    done = subprocess.run(["bash", "-c", command], env=environ, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_colour_and_progress_only_on_a_terminal(environ):
    assert "\x1b" not in asked(environ, "impact", "Aktiv")[1]
    assert "\x1b[" in on_terminal(environ, "impact", "Aktiv")
    plain = on_terminal({**environ, "NO_COLOR": "1"}, "impact", "Aktiv")
    assert "\x1b[31m" not in plain
    assert "\x1b[1;31m" not in plain


def on_terminal(environ, *arguments):
    """What the program writes to a terminal."""
    here, there = pty.openpty()
    environ = {**environ, "TERM": "xterm", "COLUMNS": "120"}
    running = subprocess.Popen([*PROGRAM, *arguments], env=environ, stdout=there, stderr=there)
    os.close(there)
    said = b""
    try:
        while part := os.read(here, 65536):
            said += part
    except OSError:  # the other side was closed
        pass
    running.wait()
    os.close(here)
    return said.decode()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_serve_answers_says_where_and_stops_quietly(environ):
    port = free_port()
    serving = subprocess.Popen([*PROGRAM, "serve", "--port", str(port)], env=environ, stderr=subprocess.PIPE, text=True)
    try:
        assert f"http://127.0.0.1:{port}/" in serving.stderr.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/systems/kmd-aktiv/impact", timeout=30) as answer:
            body = answer.read().decode()
        assert body == asked(environ, "impact", "kmd-aktiv", "--json")[1]
        code, out, err = asked(environ, "serve", "--port", str(port))
        assert (code, out, err.count("\n")) == (1, "", 1)
    finally:
        serving.send_signal(signal.SIGINT)
        rest = serving.communicate(timeout=30)[1]
    assert "Traceback" not in rest


def test_a_server_that_was_told_to_end_leaves_all_of_the_store_in_its_file(environ):
    """A copy of the file alone is a backup then."""
    path = Path(environ["LANDSKAB_STORE"].removeprefix("sqlite:///"))
    port = free_port()
    serving = subprocess.Popen([*PROGRAM, "serve", "--port", str(port)], env=environ, stderr=subprocess.PIPE, text=True)
    try:
        serving.stderr.readline()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/imports?source=systems", method="POST")
        request.add_header("content-type", "multipart/form-data; boundary=B")
        file = "id,name\r\nx,X\r\n"
        head = '--B\r\ncontent-disposition: form-data; name="file"; filename="systems.csv"\r\n\r\n'
        request.data = f"{head}{file}\r\n--B--\r\n".encode()
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert json.load(answer)["added"]["systems"] == 1
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=30)
    copy = shutil.copy(path, path.with_name("copy.db"))
    assert json.loads(asked(environ, "--store", f"sqlite:///{copy}", "history", "--json")[1])["total"] == 2


def test_serve_starts_while_the_store_is_away_says_so_and_waits_for_it(environ):
    store, port = f"bolt://127.0.0.1:{free_port()}", free_port()
    environ = {**environ, "NEO4J_PASSWORD": "not a secret"}
    words = [*PROGRAM, "--store", store, "serve", "--port", str(port)]
    serving = subprocess.Popen(words, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        assert serving.stderr.readline() == (
            f"Lageret {store}: serveren svarer ikke. Se efter, at den kører og kan nås."
            " Tjenesten starter alligevel og spørger lageret igen.\n"
        )
        assert f"http://127.0.0.1:{port}/" in serving.stderr.readline()
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30)
    finally:
        serving.send_signal(signal.SIGINT)
        rest = serving.communicate(timeout=30)[1]
    assert "Traceback" not in rest


@pytest.mark.usefixtures("heeds_interrupts")
def test_an_interrupt_is_code_1_and_one_line(environ):
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    running = subprocess.Popen(
        [*PROGRAM, "system", "kmd-aktiv", "--json"],
        env=environ,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    select.select([reading], [], [], 60)  # it has begun to write, and the pipe is too small for all of it
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    err = running.communicate(timeout=30)[1]
    os.close(reading)
    assert (running.returncode, err) == (1, "Afbrudt; der blev ikke gjort mere.\n")
