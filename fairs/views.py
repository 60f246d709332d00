"""The list of fairs, the page of one, and both as calendars."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.display import in_language
from accounts.paging import LongPaginator
from fairs.calendars import CONTENT_TYPE, MAX_FAIRS, fairs_calendar, has_days
from fairs.fair_page import FairPage
from fairs.filters import FairFilters, FairSearch
from fairs.models import Fair
from fairs.querysets import FairQuerySet
from fairs.structured_data import fair_data
from points_of_sale.structured_data import as_script

FAIRS_PER_PAGE = 20


@require_safe
def fair_list(request: HttpRequest) -> HttpResponse:
    """Fairs ahead or past, by month and province."""
    search = FairSearch(FairFilters.from_query(request.GET), timezone.localdate())
    paginator = LongPaginator(search.fairs.with_place(), FAIRS_PER_PAGE, counted=search.fairs)
    context = {
        "search": search,
        "page": paginator.read_page(request.GET.get("trang", "1")),
        "crumbs": [(_("Home"), reverse("home")), (_("Fairs"), "")],
    }
    return render(request, "fairs/fair_list.html", context)


@require_safe
def fair_list_calendar(request: HttpRequest) -> HttpResponse:
    """The list as a calendar to subscribe to, with the same filters."""
    search = FairSearch(FairFilters.from_query(request.GET), timezone.localdate())
    name = f"{_('OCOP fairs')} · {search.province.name}" if search.province else _("OCOP fairs")
    return _calendar(fairs_calendar(search.fairs.with_place()[:MAX_FAIRS], name=name), "hoi-cho.ics")


@require_safe
def fair(request: HttpRequest, slug: str) -> HttpResponse:
    """One fair: when and where it is, who organises it and who takes part."""
    found = _public_fair(Fair.objects.with_place(), slug)
    data = fair_data(found)
    context = {
        "page": FairPage(found, timezone.localdate()),
        "fair": found,
        "crumbs": [(_("Home"), reverse("home")), (_("Fairs"), reverse("fair_list")), (in_language(found, "name"), "")],
        "structured_data": as_script(data) if data else "",
    }
    return render(request, "fairs/fair.html", context)


@require_safe
def fair_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One fair for the visitor's own calendar."""
    found = _public_fair(Fair.objects.with_place(), slug)
    if not has_days(found):
        raise Http404(_("The days of this fair are not known yet."))
    return _calendar(fairs_calendar([found], name=in_language(found, "name")), f"{found.slug}.ics")


def _public_fair(fairs: FairQuerySet, slug: str) -> Fair:
    found = fairs.public().filter(slug=slug).first()
    if found is None:
        raise Http404(_("We know no such fair."))
    return found


def _calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=CONTENT_TYPE, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
