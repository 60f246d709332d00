"""Certificates, for whoever holds a pack in hand and wants to know."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.codes import normalise_code
from catalog.lookup import MAX_TYPED, CertificateLookupForm
from catalog.models import Certificate
from catalog.verification import CertificateView


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """One certificate and the product's other ones; a code that is none is asked for again."""
    kept = normalise_code(code[:MAX_TYPED])
    found = Certificate.objects.with_product().filter(public_code=kept).first()
    if found is None:
        return _ask(request, CertificateLookupForm(initial={"ma": code[:MAX_TYPED]}), missing=code[:MAX_TYPED])
    if code != kept:
        return redirect(found, permanent=True)
    on = timezone.localdate()
    views = [CertificateView(one, on) for one in found.product.certificates.all()]
    crumbs = [(_("Home"), reverse("home")), (_("Certificate"), reverse("certificate_lookup")), (kept, "")]
    context = {
        "shown": CertificateView(found, on),
        "others": [view for view in views if view.certificate != found],
        "product": found.product,
        "on": on,
        "crumbs": crumbs,
    }
    return render(request, "catalog/certificate.html", context)


@require_safe
def certificate_lookup(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its certificate."""
    form = CertificateLookupForm(request.GET if "ma" in request.GET else None)
    if form.is_valid():
        return redirect("certificate", form.cleaned_data["ma"])
    return _ask(request, form)


def _ask(request: HttpRequest, form: CertificateLookupForm, missing: str = "") -> HttpResponse:
    crumbs = [(_("Home"), reverse("home")), (_("Certificate"), "")]
    status = HTTPStatus.NOT_FOUND if missing else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "missing": missing, "crumbs": crumbs}
    return render(request, "catalog/certificate_lookup.html", context, status=status)
