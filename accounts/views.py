"""A user's own page, and the shop's manners around allauth's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from allauth.account.views import ConfirmPasswordResetCodeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import NameForm
from accounts.models import User
from accounts.operations import confirm_contact, rename_user
from accounts.panels import account_links


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, how to reach them, and where to go from here."""
    user = cast(User, request.user)
    form = NameForm(request.POST or None, initial={"full_name": user.full_name})
    if request.method == "POST" and form.is_valid():
        rename_user(user=user, full_name=form.cleaned_data["full_name"])
        messages.success(request, _("Saved."))
        return redirect("account")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/account.html", {"form": form, "links": account_links(request)}, status=status)


def shop_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let one of allauth's views answer a form that is shown again with 422, and be kept by no cache."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == HTTPStatus.OK and form is not None and form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return never_cache(answer)


class ConfirmResetCodeView(ConfirmPasswordResetCodeView):
    """Takes the code for a new password; who has read it holds the address or the number."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Record that, and go on to the new password."""
        response: HttpResponse = super().form_valid(form)
        confirm_contact(user=self._process.user, contact=self._process.state["email"])
        return response
