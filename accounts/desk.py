"""What every page of the officers' desk keeps to: rows by `visible_to`, rights by the matrix, changes by operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from http import HTTPStatus
from operator import and_, or_
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import IntegrityError, models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.actors import Actor
from accounts.desk_steps import Step, StepsMixin
from accounts.models import User
from accounts.permissions import Action, may_at_desk
from geography.folding import fold_words
from geography.models import Unit

ROWS_PER_PAGE = 50
SEARCH_LENGTH = 100
KEY = re.compile(r"[0-9]{1,18}", re.ASCII)
SEARCH_WORDS = 8


def actor_of(request: HttpRequest) -> Actor:
    """Who sits at the desk."""
    return Actor(user=request.user if isinstance(request.user, User) else None)


def rows_of(model: type[models.Model], actor: Actor) -> models.QuerySet[Any]:
    """The rows of a model that an actor may see: all of one without `visible_to`, such as the 26 product sets."""
    rows = model._default_manager.all()
    visible_to = getattr(rows, "visible_to", None)
    return visible_to(actor) if visible_to else rows


def units_to_choose(field_name: str, actor: Actor) -> models.QuerySet[Unit]:
    """The units a place may be given: old ones for the old address, else those in force; an officer's own province."""
    if field_name == "former_unit":
        return Unit.objects.filter(valid_until__isnull=False).select_related("parent")
    units = Unit.objects.in_force(timezone.localdate())
    province = actor.officer_province_id
    if field_name == "province":
        return units.provinces() if province is None else units.provinces().filter(pk=province)
    communes = units.communes().select_related("parent")
    return communes if province is None else communes.filter(parent_id=province)


class CarefulPicker(AutocompleteSelect):
    """A picker that can be shown again with what was sent to it, even if no key looks like that."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        """The options chosen, as far as they may be."""
        return super().optgroups(name, [key for key in value if KEY.fullmatch(key)], attrs)


class DeskRights:
    """Rights of one kind of row, by the matrix; nothing may be done that is not named here."""

    view_action: Action
    add_action: Action | None = None
    change_action: Action | None = None
    delete_action: Action | None = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether these pages open at all."""
        return may_at_desk(actor_of(request), self.view_action)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether they stand in the menu."""
        return may_at_desk(actor_of(request), self.view_action)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether new rows may be made."""
        return self._may(request, self.add_action)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows may be changed; which rows there are is for get_queryset to say."""
        return self._may(request, self.change_action)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows may be deleted."""
        return self._may(request, self.delete_action)

    def _may(self, request: HttpRequest, action: Action | None) -> bool:
        return action is not None and may_at_desk(actor_of(request), action)

    def choices_for(self, field: models.ForeignKey[Any, Any], actor: Actor) -> models.QuerySet[Any]:
        """What a foreign key of this row may point to, in a list and in a picker."""
        related: type[models.Model] = field.remote_field.model
        return units_to_choose(field.name, actor) if related is Unit else rows_of(related, actor)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Offer, and accept, only what may be chosen."""
        kwargs.setdefault("queryset", self.choices_for(db_field, actor_of(request)))
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", CarefulPicker(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc,no-any-return]


class RefusalForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that can be shown again with what an operation said; the admin sets `refusal` on a subclass."""

    refusal: str = ""
    refusal_field: str | None = None

    def clean(self) -> dict[str, Any]:
        """Say why the operation refused what was sent the first time."""
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            self.add_error(self.refusal_field if self.refusal_field in self.fields else None, self.refusal)
        return cleaned


class PlaceForm(RefusalForm):
    """A row with an address: the commune lies in the province, and is in force."""

    def clean(self) -> dict[str, Any]:
        """Compare commune and province."""
        cleaned = super().clean()
        commune, province = cleaned.get("commune"), cleaned.get("province")
        if commune is not None and province is not None and commune.parent_id != province.pk:
            self.add_error("commune", _("This commune is not in the province chosen."))
        return cleaned


class DeskAdmin(StepsMixin, DeskRights, ModelAdmin):
    """A kind of row at the desk."""

    form = RefusalForm
    # Errors of operations, and at which field of the form each is shown; None is above the form.
    refusals: dict[type[Exception], str | None] = {}
    steps: tuple[Step, ...] = ()
    folded_fields: tuple[str, ...] = ()
    has_public_page = True
    list_per_page = ROWS_PER_PAGE
    list_max_show_all = ROWS_PER_PAGE
    show_full_result_count = False
    list_filter_submit = True
    compressed_fields = False
    formfield_overrides = {models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})}}
    warn_unsaved_form = True
    show_facets = ModelAdmin.show_facets.NEVER
    change_form_outer_before_template = "admin/desk_before_form.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows this actor may see, and no others, on every page and by every id."""
        rows = rows_of(self.model, actor_of(request))
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Rows that hold every word, as written in `search_fields` or without marks in `folded_fields`."""
        text = search_term[:SEARCH_LENGTH]
        if not text.strip():
            return queryset, False
        plain = _every_word(text.split(), self.search_fields, "icontains")
        folded = _every_word(fold_words(text).split(), self.folded_fields, "contains")
        return queryset.filter(plain | folded), False

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The public page of a row that has one, directly: Django's redirect would tell addresses of any row."""
        has_page = self.has_public_page and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if has_page else None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, with what an operation has just refused if anything."""
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values():
            widget = field.widget
            if hasattr(widget, "can_add_related"):
                widget.can_add_related = widget.can_change_related = False
                widget.can_delete_related = widget.can_view_related = False
        refusal = getattr(request, "desk_refusal", None)
        if refusal is None:
            return form
        text, field_name = refusal
        return type(form.__name__, (form,), {"refusal": text, "refusal_field": field_name})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form, or save it; what an operation refuses is shown at its field, with all that was typed."""
        context = {**(extra_context or {}), **self.links_and_steps(request, object_id)}
        try:
            response = super().changeform_view(request, object_id, form_url, context)
        except tuple(self.refusals) as error:
            request.desk_refusal = (str(error), self._field_of(error))  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, context)
        except IntegrityError:
            words = _("Somebody else has just saved something that does not go together with this. Please look again.")
            request.desk_refusal = (str(words), None)  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, context)
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response  # type: ignore[no-any-return]

    def _field_of(self, error: Exception) -> str | None:
        return next(field for kind, field in self.refusals.items() if isinstance(error, kind))

    def links_and_steps(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        """What stands above a row's form: what can be done with it, and the lists of what belongs to it."""
        obj = self.get_object(request, object_id) if object_id and request.method == "GET" else None
        if obj is None:
            return {}
        return {"desk_steps": self.open_steps(request, obj), "desk_links": self.related_links(request, obj)}

    def related_links(self, request: HttpRequest, obj: Any) -> Iterable[tuple[str, str]]:
        """Words and addresses of the lists that belong to a row."""
        return ()

    def picker_label(self, obj: Any) -> str:
        """How a row is called in a picker."""
        return str(obj)

    def list_url(self, model: type[models.Model], **query: Any) -> str:
        """The address of another list of the desk, narrowed."""
        options = model._meta
        address = reverse(f"{self.admin_site.name}:{options.app_label}_{options.model_name}_changelist")
        return address + "?" + "&".join(f"{name}={value}" for name, value in query.items())

    def add_url(self, model: type[models.Model], **query: Any) -> str:
        """The address of another form of the desk, partly filled in."""
        options = model._meta
        address = reverse(f"{self.admin_site.name}:{options.app_label}_{options.model_name}_add")
        return address + "?" + "&".join(f"{name}={value}" for name, value in query.items())


class DeskInline(DeskRights, TabularInline):
    """Rows that belong to another row, changed on its page; who sees that page sees these."""

    extra = 0
    tab = False
    view_on_site = False
    hide_title = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A table's cells have no labels of their own: each control says its column's name."""
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs.setdefault("aria-label", field.label)
        return formset


class ReadOnlyInline(DeskInline):
    """Rows that are only shown."""

    can_delete = False
    max_num = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


def _every_word(words: Iterable[str], fields: Iterable[str], lookup: str) -> Q:
    """That each word stands in one of the fields; nothing matches where there are no words or no fields."""
    wanted = list(words)[:SEARCH_WORDS]
    places = list(fields)
    if not wanted or not places:
        return Q(pk__in=[])
    return reduce(and_, (reduce(or_, (Q(**{f"{field}__{lookup}": word}) for field in places)) for word in wanted))
