"""Measurements over a generated national landscape; run by `make bench`, never by the tests."""
