"""A program that starts a server in the folder it is told, says its process id and address, and waits to be killed."""

import sys
from pathlib import Path

from tests.neo4j_server.server import running_server

if __name__ == "__main__":
    with running_server(Path(sys.argv[1])) as left:
        print(left.pid, left.uri, flush=True)
        left.wait()
