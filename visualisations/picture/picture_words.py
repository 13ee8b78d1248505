"""What stands on a picture beside the answer itself."""

from __future__ import annotations

from collections.abc import Mapping

from visualisations.wording.translate import Translate


def picture_words(translate: Translate) -> Mapping[str, str]:
    """Buttons and headings, by the name that the page knows them by."""
    return {
        "back": translate("Back to all systems"),
        "fit": translate("Fit to window"),
        "fold": translate("Fold together again"),
        "fold_all": translate("Fold all"),
        "in": translate("Larger"),
        "legend": translate("How to read the picture"),
        "names": translate("Show names"),
        "now": translate("{shown} of {total} systems are shown one by one"),
        "none": translate("No system is called that"),
        "open": translate("Click to unfold"),
        "out": translate("Smaller"),
        "picture": translate("Picture of the systems; they also stand in the list beside it"),
        "print": translate("Print"),
        "search": translate("Find a system"),
    }
