"""The command line as a program of this tree, or of the tree as it was before."""

from __future__ import annotations

PROGRAM = """
try:
    from app.cli.main import main
except ModuleNotFoundError:  # the tree of before
    from app.cli import main
main()
"""
