"""What every store asks of the texts that it is given."""

from __future__ import annotations

from model.claims.state import Revision, State
from model.errors import InputError


def check_text(revision: Revision, state: State) -> None:
    """A file name that is no Unicode comes in as half characters, which a source's name cannot hold: `InputError`."""
    for text in (revision.source or "", revision.note, *state.sources):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            shown = text.encode(errors="replace").decode()
            raise InputError(
                f"'{shown}' holds bytes that are no text. Give the source a name with --source."
            ) from error
