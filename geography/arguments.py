"""What a field of GraphQL is asked with, checked: short lines of text, and the province or unit meant."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from geography.graph import GraphError, RequestErrorCode
from geography.models import Unit
from geography.querysets import UnitQuerySet

# The longest slug, code or name that anything of ours has.
MAX_NAME = 200


def checked_text(text: str | None, *, most: int = MAX_NAME) -> str:
    """The text without spaces around it; empty for None. Raises GraphError (BAD_INPUT) for NUL or too long a text."""
    found = (text or "").strip()
    if len(found) > most:
        message = _("This text is longer than %(most)s characters.") % {"most": most}
        raise GraphError(message, RequestErrorCode.BAD_INPUT)
    if "\0" in found:
        raise GraphError(_("This text has a character that cannot be read."), RequestErrorCode.BAD_INPUT)
    return found


def asked_province(name: str | None, *, on: datetime.date) -> Unit | None:
    """The province of a day with this code ("91") or slug ("an-giang"); None when none is asked for.

    Raises GraphError (BAD_INPUT) when there is no such province.
    """
    return _asked(name, Unit.objects.provinces().in_force(on), _("We know no province “%(name)s”."))


def asked_commune(name: str | None, *, on: datetime.date) -> Unit | None:
    """The commune of a day with this code ("31078") or slug; None when none is asked for.

    Raises GraphError (BAD_INPUT) when there is no such commune.
    """
    return _asked(name, Unit.objects.communes().in_force(on), _("We know no commune “%(name)s”."))


def _asked(name: str | None, units: UnitQuerySet, refusal: str) -> Unit | None:
    wanted = checked_text(name)
    if not wanted:
        return None
    found = units.filter(Q(code=wanted) | Q(slug=wanted)).first()
    if found is None:
        raise GraphError(refusal % {"name": wanted}, RequestErrorCode.BAD_INPUT)
    return found
