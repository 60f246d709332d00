"""The officers' desk: one site for every app's part, opened by the shop's own sign-in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

import accounts.admin
import catalog.admin
import fairs.admin
import geography.admin
import points_of_sale.admin
import shop.admin
from accounts.desk import DeskAdmin, actor_of
from accounts.desk_counts import DeskCount
from accounts.models import User
from accounts.permissions import Action, may_at_desk
from catalog.admin import ProducerAdmin
from catalog.models import Certificate, Producer, Product
from catalog.operations import raise_catalogue_version
from config.middleware import is_lock_timeout
from fairs.models import Fair, Participation
from geography.models import Unit
from points_of_sale.models import Carried, Outlet, StockItem
from points_of_sale.operations import open_premises
from shop.models import Consignment, DeliveryRate, Order

PARTS = (geography.admin, accounts.admin, catalog.admin, points_of_sale.admin, fairs.admin, shop.admin)

# The menu: a heading, and what stands under it, each with its sign.
MENU: tuple[tuple[Any, tuple[tuple[type[models.Model], str], ...]], ...] = (
    (_("Catalogue"), ((Product, "inventory_2"), (Producer, "groups"), (Certificate, "workspace_premium"))),
    (_("Orders"), ((Order, "receipt_long"), (Consignment, "package_2"), (DeliveryRate, "local_shipping"))),
    (_("Points of sale"), ((Outlet, "storefront"), (Carried, "list_alt"), (StockItem, "warehouse"))),
    (_("Fairs"), ((Fair, "festival"), (Participation, "handshake"))),
    (_("Platform"), ((User, "manage_accounts"), (Unit, "map"))),
)
# Django's own pages that the desk does without: the shop has a sign-in and passwords of its own, and the redirect by
# content type would tell the address of any row.
LEFT_OUT = {"password_change", "password_change_done", "view_on_site"}


class PickerView(AutocompleteJsonView):
    """Answers a picker with what the form would accept, and nothing else."""

    admin_site: AdminSite
    source_field: models.ForeignKey[Any, Any]

    def get_queryset(self) -> models.QuerySet[Any]:
        """The rows that the form's own field offers, narrowed by what is typed."""
        source = self.admin_site._registry.get(self.source_field.model)
        actor = actor_of(self.request)
        if not isinstance(source, DeskAdmin) or not (source.add_action or source.change_action):
            raise PermissionDenied
        if not (source.has_add_permission(self.request) or source.has_change_permission(self.request)):
            raise PermissionDenied
        rows = source.choices_for(self.source_field, actor)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        rows, _has_duplicates = self.model_admin.get_search_results(self.request, rows, self.term)
        return rows

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """A row's key, and words that tell it from others of its name."""
        label: Callable[[Any], str] = getattr(self.model_admin, "picker_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class Desk(UnfoldAdminSite):
    """The site under /quan-ly/."""

    site_title = _("Sao Quê desk")
    site_header = "Sao Quê"
    index_title = _("Desk")
    index_template = "admin/desk_index.html"
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Officers and operators."""
        return may_at_desk(actor_of(request), Action.OPEN_DESK)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """Turn away who is signed in but does not belong here; strangers are asked to sign in."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                if request.user.is_authenticated:
                    raise PermissionDenied
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            response: HttpResponse = inner(request, *args, **kwargs)
            if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
                _drop_kept_pages()
            return response

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The shop's page signs in."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(reverse("admin:index"), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign out, by the button only, and go home."""
        if request.method == "POST":
            logout(request)
            return HttpResponseRedirect(reverse("home"))
        return redirect("account_logout")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        """What a picker offers."""
        return PickerView.as_view(admin_site=self)(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Unfold's and Django's addresses without those left out."""
        return [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_OUT]

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The menu as far as this actor may open it."""
        overview = {"title": _("Overview"), "icon": "home", "link": reverse("admin:index")}
        groups = [{"title": "", "items": [self._entry(request, overview)]}]
        for heading, entries in MENU:
            items = [self._entry_of(request, model, icon) for model, icon in entries if self._is_open(request, model)]
            groups.append({"title": heading, "items": items})
        return groups

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What waits to be done, in numbers."""
        counts = self._counts(request, timezone.localdate())
        page: HttpResponse = super().index(request, {"desk_counts": counts, **(extra_context or {})})
        return page

    def _counts(self, request: HttpRequest, on: datetime.date) -> list[DeskCount]:
        actor = actor_of(request)
        return [count for part in PARTS for count in getattr(part, "counts", lambda actor, on: [])(actor, on)]

    def _is_open(self, request: HttpRequest, model: type[models.Model]) -> bool:
        return bool(self._registry[model].has_module_permission(request))

    def _entry_of(self, request: HttpRequest, model: type[models.Model], icon: str) -> dict[str, Any]:
        options = model._meta
        link = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
        return self._entry(request, {"title": _capitalised(options.verbose_name_plural), "icon": icon, "link": link})

    def _entry(self, request: HttpRequest, item: dict[str, Any]) -> dict[str, Any]:
        is_index = item["link"] == reverse("admin:index")
        active = request.path == item["link"] if is_index else request.path.startswith(item["link"])
        return {**item, "active": active, "has_permission": True}


class ProducerAtDesk(ProducerAdmin):
    """Producers, with what higher apps know of them."""

    def save_model(self, request: HttpRequest, obj: Producer, form: Any, change: bool) -> None:
        """Save; a new producer gets its premises, where its goods will lie."""
        super().save_model(request, obj, form, change)
        open_premises(producer=obj, at=timezone.now())

    def related_links(self, request: HttpRequest, obj: Producer) -> Iterable[tuple[str, str]]:
        """Also its stock and its consignments."""
        return (
            *super().related_links(request, obj),
            (str(_("Stock")), self.list_url(StockItem, variant__product__producer__id__exact=obj.pk)),
            (str(_("Consignments")), self.list_url(Consignment, producer__id__exact=obj.pk)),
        )


def _drop_kept_pages() -> None:
    """Outlets, hours, shelves, fairs and sets are saved as forms, not by operations that would say so themselves."""
    try:
        raise_catalogue_version()
    except OperationalError as error:
        # The form is saved, so nobody is asked to try again; a kept page lasts a minute anyway.
        if not is_lock_timeout(error):
            raise


def _capitalised(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def make_desk() -> AdminSite:
    """The desk with every app's part."""
    site = Desk(name="admin")
    for part in PARTS:
        for model, admin_class in part.DESK.items():
            site.register(model, ProducerAtDesk if model is Producer else admin_class)
    site.disable_action("delete_selected")
    return site


desk = make_desk()
