"""Every address: what machines ask without a language, then the pages, Vietnamese at the root and English at /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from config.desk import desk
from config.graphql.view import graphql
from config.health import healthz, readyz
from config.media import favicon, media
from config.robots import robots
from config.sitemaps import SITEMAPS

handler404 = "config.views.page_not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap_index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemap_index",
    ),
    path("graphql/", graphql, name="graphql"),
    path("sitemap-<section>.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("favicon.ico", favicon, name="favicon"),
    path("media/public/<path:path>", media, name="media"),
]

urlpatterns += i18n_patterns(
    path("quan-ly/", desk.urls),
    path("", include("accounts.urls")),
    path("", include("catalog.urls")),
    path("", include("points_of_sale.urls")),
    path("", include("fairs.urls")),
    path("", include("shop.urls")),
    prefix_default_language=False,
)
