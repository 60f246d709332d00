"""Whole pages kept for visitors who are not signed in, and 304 for what their browser holds already.

A kept page carries nothing of one visitor: cart and CSRF token are gaps (config.gaps). It is served while the version
of the catalogue and the day are those it was drawn on, and no longer than PAGES_KEPT_SECONDS, the age that stock and
"open now" may have.
"""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache as once
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from catalog.operations import catalogue_version
from config.context_processors import cart_badge
from config.gaps import Cut, Gap, cut_gaps, fill_gaps, leave_gaps, leaves_gaps
from shop.carts import cart_count

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The views that draw the same page for everybody, but for the gaps, and the parameters that each one reads. Words to
# search for are not among them: there is no end to those.
KEPT_VIEWS: Mapping[str, frozenset[str]] = {
    "home": frozenset(),
    "product_list": frozenset({"nhom", "bo", "sao", "tinh", "loai", "gia", "con-hang", "xep", "trang"}),
    "product": frozenset({"goi"}),
    "producer_list": frozenset({"tinh", "trang"}),
    "producer": frozenset({"trang"}),
    "province": frozenset({"trang"}),
    "commune": frozenset({"trang"}),
    "policy": frozenset(),
    "certificate": frozenset(),
    "outlet_list": frozenset({"tinh", "loai", "trang"}),
    "outlet": frozenset({"trang"}),
    "fair_list": frozenset({"khi", "thang", "tinh", "trang"}),
    "fair": frozenset(),
}
MAX_QUERY_LENGTH = 200
# Addresses with a query share so many places, the last one drawn staying: however many are asked for, no more are kept.
QUERY_PLACES = 128


@dataclass
class Visit:
    """A request that a kept page may answer."""

    address: str
    day: datetime.date

    _version: int | None = None

    def read_version(self) -> int:
        """The catalogue's version when it was first asked, which is before the page reads anything."""
        if self._version is None:
            self._version = catalogue_version()
        return self._version


class KeptPage(NamedTuple):
    """A page as it is kept; `packed` is it compressed for an empty cart, and empty for a page with a token."""

    address: str
    version: int
    day: datetime.date
    digest: str
    headers: dict[str, str]
    gaps: tuple[tuple[int, Gap], ...]
    body: bytes
    packed: bytes


class PageCacheMiddleware:
    """Answers from the kept pages before session, sign-in and templates cost anything; everybody else passes."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response
        self._csrf = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the kept page, or let the page be drawn and keep it."""
        if not _may_be_kept(request):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours, as CommonMiddleware does further in
        visit = Visit(f"{request.path_info}?{request.META.get('QUERY_STRING', '')}", timezone.localdate())
        page = _find(visit)
        if page is not None:
            return self._answer(request, page)
        request.visit = visit  # type: ignore[attr-defined]  # for process_view
        response = self.get_response(request)
        if not leaves_gaps(request) or not isinstance(response, HttpResponse):
            return response
        cut = cut_gaps(response.content)
        if not _is_everybodys(response):
            response.content = self._fill(request, response, cut)
            response["Content-Length"] = str(len(response.content))  # CommonMiddleware counted the marks
            return response
        return self._answer(request, _keep(visit, response, cut))

    def process_view(self, request: HttpRequest, view: object, arguments: object, named: object) -> None:
        """Before the view reads anything: have a page that is to be kept drawn with gaps, and note the version."""
        visit: Visit | None = getattr(request, "visit", None)
        match = request.resolver_match
        known = KEPT_VIEWS.get(match.view_name) if match is not None else None
        if visit is not None and known is not None and known.issuperset(request.GET):
            visit.read_version()
            leave_gaps(request)

    def _answer(self, request: HttpRequest, page: KeptPage) -> HttpResponseBase:
        """The page with the visitor's own in its gaps, or 304 when the browser holds just that."""
        response = HttpResponse(headers=page.headers)
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
        words = self._words(request, page.gaps)
        secret = request.META["CSRF_COOKIE"] if Gap.CSRF in words else ""
        response["ETag"] = _etag(page.digest, words[Gap.CART], secret)
        answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
        if answer is response:
            _write(request, response, page, words)
        self._csrf.process_response(request, answer)
        return answer

    def _fill(self, request: HttpRequest, response: HttpResponse, cut: Cut) -> bytes:
        page = fill_gaps(cut, self._words(request, cut.gaps))
        self._csrf.process_response(request, response)
        return page

    def _words(self, request: HttpRequest, gaps: tuple[tuple[int, Gap], ...]) -> dict[Gap, str]:
        words: dict[Gap, str] = {Gap.CART: cart_badge(cart_count(request))}
        if any(gap == Gap.CSRF for _, gap in gaps):
            self._csrf.process_request(request)
            words[Gap.CSRF] = get_token(request)
        return words


def _may_be_kept(request: HttpRequest) -> bool:
    """Whether the request is that of a visitor about whom we know at most a cart."""
    return (
        settings.PAGES_KEPT_SECONDS > 0
        and request.method in {"GET", "HEAD"}
        and not request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        and not request.COOKIES.get(CookieStorage.cookie_name)
        and "HTTP_HX_REQUEST" not in request.META
        and len(request.META.get("QUERY_STRING", "")) <= MAX_QUERY_LENGTH
    )


def _is_everybodys(response: HttpResponse) -> bool:
    """Whether an answer may be given to others: a page, without a cookie or a word of its own about caches."""
    return response.status_code == 200 and not response.cookies and not response.has_header("Cache-Control")


def _find(visit: Visit) -> KeptPage | None:
    page: KeptPage | None = caches["pages"].get(_place(visit.address))
    if page is None or (page.address, page.day) != (visit.address, visit.day):
        return None
    return page if page.version == visit.read_version() else None


def _keep(visit: Visit, response: HttpResponse, cut: Cut) -> KeptPage:
    has_token = any(gap == Gap.CSRF for _, gap in cut.gaps)
    page = KeptPage(
        address=visit.address,
        version=visit.read_version(),
        day=visit.day,
        digest=blake2b(cut.body, digest_size=16).hexdigest(),
        headers={name: value for name, value in response.headers.items() if name != "Content-Length"},
        gaps=cut.gaps,
        body=cut.body,
        packed=b"" if has_token else gzip.compress(cut.body, compresslevel=6, mtime=0),
    )
    caches["pages"].set(_place(visit.address), page, settings.PAGES_KEPT_SECONDS)
    return page


def _write(request: HttpRequest, response: HttpResponse, page: KeptPage, words: Mapping[Gap, str]) -> None:
    """Give the answer its body: as it was compressed when kept where nothing has to be filled in."""
    accepts_gzip = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if page.packed and accepts_gzip and not any(words.values()):
        response.content = page.packed
        response["Content-Encoding"] = "gzip"
    else:
        response.content = fill_gaps(Cut(page.body, page.gaps), words)
    response["Content-Length"] = str(len(response.content))


def _place(address: str) -> str:
    """Where a page is kept: under its address, or in one of the few places of those with a query."""
    place = blake2b(address.encode("utf-8", "backslashreplace"), digest_size=16)
    if address.endswith("?"):
        return f"{_release()}-{place.hexdigest()}"
    return f"{_release()}-query-{int.from_bytes(place.digest()) % QUERY_PLACES}"


@once
def _release() -> str:
    """What else a page depends on, so that two releases or sites with one Redis do not mix their pages."""
    files = getattr(staticfiles_storage, "manifest_hash", "")
    parts = f"{settings.SITE_URL} {settings.DEMO} {KeptPage._fields} {files}"
    return blake2b(parts.encode(), digest_size=8).hexdigest()


def _etag(digest: str, badge: str, csrf_secret: str) -> str:
    """A weak tag of all that is on the page; the token's secret is in it, so that a 304 revives no other's token."""
    key = blake2b(settings.SECRET_KEY.encode()).digest()
    return f'W/"{blake2b(f"{digest} {badge} {csrf_secret}".encode(), key=key, digest_size=16).hexdigest()}"'
