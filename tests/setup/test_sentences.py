"""What stands in the way of a set-up is told in a sentence, without a traceback, and the exit code is not 0."""

from __future__ import annotations

import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.setup.clones import IS_OLD, LACKS, clone_with_newer_packages
from tests.setup.wheels import lock, wheel

READY = ".venv/.ready"
AS_ANYBODY = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
"""root may write everywhere, unless it gives up its capabilities."""


@pytest.fixture
def clone(tmp_path):
    return clone_with_newer_packages(tmp_path)


def refused(clone, *args, **more):
    """What a set-up says that does not succeed."""
    code, said = clone.make(READY, *args, **more)
    assert code != 0
    assert "Traceback" not in said
    assert not (clone.folder / READY).exists()
    return said


class Portal(BaseHTTPRequestHandler):
    """A network that shows its login page at every address."""

    status, page = 200, b"<!DOCTYPE html><html><body><form>Log in: <a href='/login'>here</a></form></body></html>"

    def do_GET(self):
        self.send_response(self.status)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *args):
        pass


@pytest.fixture
def portal():
    """Its address, and the handler whose answer a test may change."""
    handler = type("Answer", (Portal,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/simple", handler
        server.shutdown()
        thread.join()


def test_a_python_that_is_too_old(clone):
    assert "needs Python 3.11 or newer" in refused(clone, clone.python(IS_OLD))


def test_no_python_at_all(clone):
    assert "needs Python 3.11 or newer, and '/nowhere/python' is not" in refused(clone, "/nowhere/python")


def test_a_python_without_venv(clone):
    said = refused(clone, clone.python(LACKS.format(what='*"-m venv"*|*"import venv"*')))
    assert "has no module 'venv', so it cannot make an environment. On Debian and Ubuntu: apt install python3." in said


def test_a_python_with_neither_ensurepip_nor_pip(clone):
    said = refused(clone, clone.python(LACKS.format(what='"-m venv .venv"|*ensurepip*|"-m pip"*')))
    assert "has no module 'ensurepip'" in said


def test_a_folder_that_cannot_be_written(clone):
    clone.folder.chmod(0o555)
    said = refused(clone, before=AS_ANYBODY)
    clone.folder.chmod(0o755)
    assert f"{clone.folder} cannot be written (Permission denied). Clone into a folder of your own" in said


def test_an_index_that_answers_with_a_login_page(clone, portal):
    address, _ = portal
    said = refused(clone, index=address)
    assert f"{address} answers with a page that lists no packages (asked for measure)." in said
    assert "login page or a proxy" in said


def test_an_index_that_refuses(clone, portal):
    address, handler = portal
    handler.status = 403
    said = refused(clone, index=address)
    assert f"{address} does not answer (403 " in said


def test_an_index_without_the_package(clone, portal):
    address, handler = portal
    handler.status = 404
    assert f"{address} does not have measure 1.0." in refused(clone, index=address)


def test_an_index_that_nobody_answers_at(clone):
    assert "http://127.0.0.1:9/simple does not answer" in refused(clone, index="http://127.0.0.1:9/simple")


def test_an_index_that_has_other_versions_only(clone):
    (measure,) = clone.index.glob("measure/measure-1.0-*.whl")
    measure.unlink()
    wheel(clone.index, "measure", "2.0")
    assert "does not have measure 1.0." in refused(clone)


def test_a_file_that_is_not_the_locked_one(clone):
    wheel(clone.index, "measure", "1.0", "Summary: changed on the way")
    assert "What the package index sent for measure is not what the lock names." in refused(clone)


def test_no_wheel_for_this_python_or_processor(clone):
    tags = ("cp27-cp27mu-manylinux2014_sparc", "cp26-cp26m-manylinux2014_sparc", "cp26-cp26m-macosx_10_9_ppc")
    lock(clone.folder / "requirements-app.lock", [wheel(clone.index, "rare_one", "1.0", tag=tag) for tag in tags])
    said = refused(clone)
    assert re.search(
        r"^rare.one 1\.0 has no wheel for CPython 3\.\d+\.\d+ on Linux \w+\. It", said, flags=re.MULTILINE
    ), said
    assert "It has wheels for CPython 2.6, 2.7 on Linux sparc; CPython 2.6 on macOS ppc." in said
