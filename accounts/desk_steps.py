"""Steps at the desk: what is done to a row by a button and not by saving its form, each through one operation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextInputWidget

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Action, may_at_desk

NOTE_LENGTH = 300


class NoForm(forms.Form):
    """A step that only wants to be confirmed."""


class NoteForm(forms.Form):
    """A step that may be explained."""

    note = forms.CharField(label=_("Why"), max_length=NOTE_LENGTH, required=False, widget=UnfoldAdminTextInputWidget())


class ReasonForm(NoteForm):
    """A step that has to be explained."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As NoteForm, but the words are needed."""
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True


class DayAndReasonForm(ReasonForm):
    """A step that counts from a day."""

    on = forms.DateField(label=_("From which day"), widget=UnfoldAdminDateWidget())


@dataclass(frozen=True)
class Step:
    """One button on a row's page."""

    name: str
    label: str | Promise
    explanation: str | Promise
    action: Action
    is_open: Callable[[Any], bool]
    perform: Callable[[Any, HttpRequest, dict[str, Any]], object]
    form: type[forms.Form] = NoForm
    refusals: tuple[type[Exception], ...] = ()
    is_grave: bool = False


class StepsMixin:
    """Gives an admin class a page for each of its steps."""

    steps: tuple[Step, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        """Each row's steps, before Django's addresses."""
        options = self.model._meta  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.step_view)  # type: ignore[attr-defined]
        name = f"{options.app_label}_{options.model_name}_step"
        return [path("<int:object_id>/buoc/<slug:name>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def open_steps(self, request: HttpRequest, obj: Any) -> list[dict[str, Any]]:
        """The steps this actor may take with a row as it is now."""
        return [
            {"label": step.label, "url": self._step_url(obj, step), "is_grave": step.is_grave}
            for step in self.steps
            if self._may_take(request, step) and step.is_open(obj)
        ]

    def step_view(self, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
        """Ask, then do it; a refusal is said on the same page and nothing has changed."""
        step = next((step for step in self.steps if step.name == name), None)
        obj = self.get_object(request, str(object_id))  # type: ignore[attr-defined]
        if step is None or obj is None:
            raise Http404
        if not self._may_take(request, step):
            raise PermissionDenied
        form = step.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                step.perform(obj, request, form.cleaned_data)
            except step.refusals as error:
                form.add_error(None, str(error))
            else:
                self.log_change(request, obj, str(step.label))  # type: ignore[attr-defined]
                messages.success(request, _("Done: %(step)s.") % {"step": step.label})
                return HttpResponseRedirect(self._change_url(obj))
        return self._ask(request, step, obj, form)

    def _ask(self, request: HttpRequest, step: Step, obj: Any, form: forms.Form) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": step.label,
            "opts": self.model._meta,  # type: ignore[attr-defined]
            "step": step,
            "object": obj,
            "form": form,
            "back_url": self._change_url(obj),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return TemplateResponse(request, "admin/desk_step.html", context, status=status)

    def _may_take(self, request: HttpRequest, step: Step) -> bool:
        user = request.user if isinstance(request.user, User) else None
        return may_at_desk(Actor(user=user), step.action)

    def _step_url(self, obj: Any, step: Step) -> str:
        options = obj._meta
        name = f"{self.admin_site.name}:{options.app_label}_{options.model_name}_step"  # type: ignore[attr-defined]
        return reverse(name, args=[obj.pk, step.name])

    def _change_url(self, obj: Any) -> str:
        options = obj._meta
        name = f"{self.admin_site.name}:{options.app_label}_{options.model_name}_change"  # type: ignore[attr-defined]
        return reverse(name, args=[obj.pk])
