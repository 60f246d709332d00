"""Addresses of the fairs; `fair_calendar` with a slug is one fair's, without one everybody's."""

from __future__ import annotations

from django.urls import path

from fairs import views

urlpatterns = [
    path("hoi-cho/", views.fair_list, name="fair_list"),
    path("hoi-cho.ics", views.fair_list_calendar, name="fair_calendar"),
    path("hoi-cho/<slug:slug>/", views.fair, name="fair"),
    path("hoi-cho/<slug:slug>.ics", views.fair_calendar, name="fair_calendar"),
]
