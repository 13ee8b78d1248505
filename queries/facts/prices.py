"""Whether something is paid for by itself: one rule for data that flows bring, and for services that could bring it."""

from __future__ import annotations

from collections.abc import Iterable

from model.catalogue.catalogue import Entry


def is_included(service: Entry | None, givers: Iterable[Entry | None] = ()) -> bool:
    """Whether the catalogue says that getting data this way has no price of its own.

    The service decides where its price is known: free, or within the municipality's flat price. Else it is so where one
    of the `givers`, those who give the data or lie on its way, is free.

    >>> from model.catalogue.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> is_included(catalogue.entry("SF1520")), is_included(None, [catalogue.entry("KMD_PDATA")])
    (True, False)
    """
    if service is not None and service.price is not None:
        return service.price in ("flat", "free")
    return any(entry is not None and entry.price == "free" for entry in givers)
