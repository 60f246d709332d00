"""The pages of the policies: operating rules, terms, privacy, delivery and returns, complaints."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.policies import POLICIES


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of rules in the reader's language."""
    found = next((one for one in POLICIES if one.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such page of rules."))
    crumbs = [(_("Home"), reverse("home")), (found.title, "")]
    return render(request, "shop/policy.html", {"policy": found, "crumbs": crumbs})
