"""What every page of cart and checkout does before and after its own work."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from accounts.actors import Actor
from shop.operations.carts import adopt_guest_cart
from shop.visitors import actor_of, forget_guest_cart

P = ParamSpec("P")
ShoppingView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


def shopping(view: ShoppingView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hand the view its actor; a guest's cart joins the account's at the first such request after sign-in."""

    # Not "no-store": with it, going back to a form that was answered with errors is a browser's error page.
    @cache_control(private=True, no_cache=True, max_age=0)
    @wraps(view)
    def visit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor = actor_of(request)
        if actor.user is not None and actor.cart_token:
            adopt_guest_cart(token=actor.cart_token, user=actor.user)
        response = view(request, actor, *args, **kwargs)
        forget_guest_cart(request, response)
        return response

    return visit


def only_posted(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer 405 to all but POST, to people with a way on: browsers open such an address again after a wrong form."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        response = render(request, "shop/only_posted.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        response["Allow"] = "POST"
        return response

    return answer
