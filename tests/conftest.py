"""What every test shares."""

from hypothesis import settings

# The same examples on every machine, and no clock: a slow machine is no defect.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")
