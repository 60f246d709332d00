"""What `templates/quick/` is drawn with: Jinja2, for the parts that every page draws (docs/decisions/templates.md)."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from jinja2 import Environment
from markupsafe import Markup

from accounts.display import in_language, money, phone
from accounts.templatetags.display import shown_numbers


def environment(**options: Any) -> Environment:
    """Make the environment; Django's backend turns escaping on."""
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701  autoescape is among the options
    made.globals["static"] = cache(static)
    made.globals["other_query"] = other_query
    made.filters |= {
        "capfirst": capfirst,
        "in_language": in_language,
        "linebreaks": lambda text: Markup(linebreaks(text, autoescape=True)),  # noqa: S704
        "money": money,
        "phone": phone,
        "shown_numbers": shown_numbers,
    }
    return made


@cache
def words_in(language: str | None) -> dict[str, Any]:
    """What a part is given to speak a language, which has to be the active one: texts and addresses, kept once asked.

    Texts of ours are HTML already, as they are to {% translate %}; what is put into them by % is escaped.
    """
    return {
        "language": language,
        "_": cache(lambda text: Markup(gettext(text))),  # noqa: S704
        "pgettext": cache(lambda context, text: Markup(pgettext(context, text))),  # noqa: S704
        "url": cache(lambda name, *arguments: reverse(name, args=arguments)),
    }


def other_query(query: QueryDict, name: str, value: object) -> str:
    """The query of this page with one parameter changed: `?sao=5&trang=2`."""
    kept = [(known, text) for known, texts in query.lists() if known != name for text in texts]
    return f"?{urlencode([*kept, (name, value)])}"
