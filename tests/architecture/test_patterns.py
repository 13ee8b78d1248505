"""No text makes an expression, or what reads words that people write, slower than in proportion to its length."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import patterns

ROOT = Path(__file__).parents[2]
KNOWN, MADE = patterns.found_in(ROOT)
SCRIPTED = list(patterns.scripted_in(ROOT))
SQUARE = [
    (r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", "fullmatch"),
    (r'"?sep=(\t|[^\w\s"])"?[;,\t]*\s*', "fullmatch"),
    (r"\s*=\s*", "sub"),
    (r"[^/]*//[^/]*:[^/]*@", "match"),
    (r"\s*\([^()]*\)$", "sub"),
    (r"(?:a|a)*b", "search"),
    (r"(?:\w+[-.]?)+", "fullmatch"),
]
"""Expressions that are slow, as they were written once or as anybody may write one."""
READ_WORDS = [
    ("tests.architecture.patterns:said", r"'a' fits several: b\. The store a: it is \(x\)\. Invalid value for :"),
    ("queries.options:_several", r"a *= *b;c"),
    ("queries.options:amount", r"1\.000,0"),
    ("app.composition:refuse_password", r"a//b:c@d/"),
    ("app.language.breakable:breakable", r"\w+/\w+ "),
    ("queries.options:read_date", r"2027-03-31"),
    ("app.http.guards:_host_name", r"a.b:1"),
    ("model.folding:fold", r"a \u00a0b"),
    ("importers.shared.headings:heading_key", r"a_b c"),
    ("importers.shared.cells:_date_of", r"31-03-2027"),
]
"""What reads a text that a person or a file gives, and what the text is made of."""


def tried(trials):
    """What is slow of these trials, in a process of its own."""
    lines = "\n".join(map(json.dumps, trials))
    command = [sys.executable, "-m", "tests.architecture.patterns"]
    done = subprocess.run(command, check=False, input=lines, capture_output=True, text=True, cwd=ROOT, timeout=900)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def trials_of(found):
    return [{"place": f.place, "pattern": f.pattern, "flags": f.flags, "way": way} for f in found for way in f.ways]


def test_the_expressions_are_found():
    assert len(KNOWN) > 40
    assert {one.place.split("/")[0] for one in KNOWN} >= {"app", "importers", "model", "queries", "visualisations"}
    assert any(one.pattern == r"\s+" for one in SCRIPTED)


def test_every_expression_stands_in_the_code_as_a_text():
    assert MADE == []


def test_every_expression_takes_time_in_proportion_to_its_text():
    assert tried(trials_of([*KNOWN, *SCRIPTED])) == []


@pytest.mark.parametrize(("pattern", "way"), SQUARE)
def test_a_slow_expression_is_seen(pattern, way):
    assert len(tried([{"place": "here", "pattern": pattern, "flags": 0, "way": way, "size": 20_000}])) == 1


@pytest.mark.parametrize(("use", "pattern"), READ_WORDS)
def test_what_reads_words_takes_time_in_proportion_to_them(use, pattern):
    assert tried([{"use": use, "pattern": pattern}]) == []
