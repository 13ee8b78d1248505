"""How much a flow is needed, and when its loss is felt, in words."""

from __future__ import annotations

from visualisations.wording.cell_text import number_text
from visualisations.wording.translate import Translate


def need_word(need: str, translate: Translate) -> str:
    """How much a consumer needs a flow, in words."""
    words = {
        "required": translate("required"),
        "supporting": translate("supporting"),
        "unknown": translate("need not registered"),
    }
    return words.get(need, need)


def felt_after(hours: float, *, assumed: bool, translate: Translate) -> str:
    """When a loss is felt; `assumed` where a blank tolerance was counted as 0.

    >>> felt_after(24.0, assumed=False, translate=str), felt_after(0.0, assumed=True, translate=str)
    ('after 24 hours', 'at once (tolerance not registered)')
    """
    when = translate("after {hours} hours").format(hours=number_text(hours)) if hours else translate("at once")
    return f"{when} ({translate('tolerance not registered')})" if assumed else when
