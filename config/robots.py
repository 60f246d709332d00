"""robots.txt: what search engines are asked to leave alone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# Pages about one visitor, and the desk; English ones mirror them.
PRIVATE = ("/gio-hang/", "/dat-hang/", "/don-hang/", "/tai-khoan/", "/kenh-ban-hang/", "/quan-ly/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer robots.txt, with the sitemap's address."""
    lines = ["User-agent: *", *(f"Disallow: {prefix}{path}" for prefix in ("", "/en") for path in PRIVATE)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
