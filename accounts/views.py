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
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from accounts.forms import NameForm, TokenForm
from accounts.models import ApiToken, User
from accounts.operations import TooManyTokensError, confirm_contact, create_token, rename_user, revoke_token
from accounts.panels import account_links

SHOWN_TOKENS = 100


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


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The user's access codes for programs; a new one is shown in the answer to its form, and never again."""
    user, now = cast(User, request.user), timezone.now()
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        name, scopes = form.cleaned_data["name"], form.cleaned_data["scopes"]
        try:
            _token, secret = create_token(user=user, name=name, scopes=scopes, at=now, expires_at=form.expires_at(now))
        except TooManyTokensError as error:
            form.add_error(None, str(error))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    mine = ApiToken.objects.visible_to(Actor(user=user)).newest_first()[:SHOWN_TOKENS]
    rows = [(token, token.is_usable(now)) for token in mine]
    context = {"form": TokenForm() if secret else form, "secret": secret, "rows": rows}
    return render(request, "accounts/tokens.html", context, status=status)


@login_required
@require_POST
def token_revoke(request: HttpRequest, beginning: str) -> HttpResponse:
    """End one of the user's access codes."""
    mine = ApiToken.objects.visible_to(Actor(user=cast(User, request.user)))
    revoke_token(token=get_object_or_404(mine, beginning=beginning), at=timezone.now())
    messages.success(request, _("The access code no longer works."))
    return redirect("account_tokens")


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
