"""Addresses of the points of sale."""

from __future__ import annotations

from django.urls import path

from points_of_sale import views

urlpatterns = [
    path("diem-ban/", views.outlet_list, name="outlet_list"),
    path("diem-ban/<slug:slug>/", views.outlet, name="outlet"),
]
