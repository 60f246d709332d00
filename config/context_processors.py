"""What every page's frame shows: its address in both languages, the demo line, the rules, the cart's count."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from config.gaps import Gap, leaves_gaps, mark
from shop.carts import cart_count
from shop.policies import POLICIES, Policy

ENGLISH_PREFIX = "/en"


class SiteFrame:
    """The frame of one page; everything is worked out only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        """Remember the request."""
        self._request = request

    @property
    def is_demo(self) -> bool:
        """Whether the line about made-up prices and stock stands on every page."""
        return bool(settings.DEMO)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The rules linked at the foot."""
        return POLICIES

    @cached_property
    def path_vi(self) -> str:
        """This page's path in Vietnamese."""
        path = self._request.path
        bare = path.removeprefix(ENGLISH_PREFIX) if path.startswith(f"{ENGLISH_PREFIX}/") else path
        # "//elsewhere.example" would be an address of another site, and to browsers "/\\elsewhere.example" is the same.
        return escape_uri_path(f"/{bare.lstrip('/')}")

    @property
    def path_en(self) -> str:
        """This page's path in English."""
        return f"{ENGLISH_PREFIX}{self.path_vi}"

    @property
    def switch_vi(self) -> str:
        """Where the link to Vietnamese leads: this page with all that was asked of it, an order's secret included."""
        return f"{self.path_vi}{self._whole_query}"

    @property
    def switch_en(self) -> str:
        """Where the link to English leads."""
        return f"{self.path_en}{self._whole_query}"

    @property
    def section(self) -> str:
        """The first part of the path: "san-pham", "hoi-cho"; empty for the home page."""
        return self.path_vi.strip("/").partition("/")[0]

    @property
    def url_vi(self) -> str:
        """The whole address in Vietnamese, with the page number of a list."""
        return f"{settings.SITE_URL}{self.path_vi}{self._page_query}"

    @property
    def url_en(self) -> str:
        """The whole address in English, with the page number of a list."""
        return f"{settings.SITE_URL}{self.path_en}{self._page_query}"

    @property
    def canonical(self) -> str:
        """The address search engines should keep, in the page's own language."""
        return self.url_en if get_language() == "en" else self.url_vi

    @cached_property
    def cart_count(self) -> int:
        """How many packs lie in the visitor's cart."""
        return cart_count(self._request)

    @property
    def cart_badge(self) -> str:
        """The same number beside the word "Cart"; nothing for an empty cart."""
        return mark(Gap.CART) if leaves_gaps(self._request) else cart_badge(self.cart_count)

    @property
    def _whole_query(self) -> str:
        query = self._request.GET.urlencode()
        return f"?{query}" if query else ""

    @property
    def _page_query(self) -> str:
        number = self._request.GET.get("trang", "")
        return f"?trang={number}" if number.isascii() and number.isdigit() and number != "1" else ""


def cart_badge(count: int) -> SafeString:
    """The number of packs in a cart as it stands beside the word; nothing for an empty cart."""
    return format_html(' <span class="count">{}</span>', count) if count else mark_safe("")


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates `frame`; allauth's own `site` is another thing. A page with gaps has one for the CSRF token."""
    context: dict[str, object] = {"frame": SiteFrame(request)}
    return context | {"csrf_token": mark(Gap.CSRF)} if leaves_gaps(request) else context
