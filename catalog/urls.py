"""The catalogue's own pages; products, makers and places are shown by shop."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("xac-minh/", views.certificate_lookup, name="certificate_lookup"),
    path("xac-minh/<str:code>/", views.certificate, name="certificate"),
]
