"""A question to a store that holds nothing: often another store than was meant, so it says which one it is."""

from __future__ import annotations

from model.errors import UnknownName

EMPTY = (
    "The store {store} is empty: no system has been imported. Bring in a landscape first: "
    "landskab --store {store} import FILE. If you meant another store, name it with --store before the verb."
)


class EmptyStore(UnknownName):
    """Nothing at all is in the landscape, so no word can fit; `store` is the address of where it looked.

    >>> str(EmptyStore("KMD Aktiv", store="sqlite:///a.db"))[:40]
    'The store sqlite:///a.db is empty: no sy'
    """

    def __init__(self, text: str, *, store: str) -> None:
        super().__init__(text)
        self.store = store
        self.args = (EMPTY.format(store=store),)
