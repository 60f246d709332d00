"""The floors' addresses, then all of the project's."""

from django.urls import path

from bench.floor import api, views
from config.urls import handler404, urlpatterns

__all__ = ["handler404", "urlpatterns"]

# The list stays one, and the pages' own patterns stay at its root, where Django looks for the language's prefix.
urlpatterns = [
    path("san/dung/<slug:name>/", views.make),
    path("san/the/<slug:name>/", views.cards),
    path("san/mot/<slug:name>/", views.product),
    path("san/hang/<slug:name>/", views.constant),
    path("san/them/", views.add),
    path("san/dat/", views.order),
    path("san/graphql/", api.graphql),
    path("san/chon/", views.choose),
    path("san/quen/", views.forget),
    *urlpatterns,
]
