"""Addresses of the shop."""

from __future__ import annotations

from django.urls import path

from shop.views import cart, checkout, home, maker_orders, makers, orders, places, policies, products

urlpatterns = [
    path("", home.home, name="home"),
    path("san-pham/", products.product_list, name="product_list"),
    path("san-pham/<slug:slug>/", products.product, name="product"),
    path("chu-the/", makers.producer_list, name="producer_list"),
    path("chu-the/<slug:slug>/", makers.producer, name="producer"),
    path("tinh/<slug:slug>/", places.province, name="province"),
    path("xa/<slug:slug>/", places.commune, name="commune"),
    path("quy-dinh/<slug:slug>/", policies.policy, name="policy"),
    # Cart, checkout, orders.
    path("gio-hang/", cart.cart, name="cart"),
    path("gio-hang/them/", cart.cart_add, name="cart_add"),
    path("gio-hang/gia/", cart.cart_prices, name="cart_prices"),
    path("gio-hang/dong/<int:line_id>/", cart.cart_line, name="cart_line"),
    path("dat-hang/", checkout.checkout, name="checkout"),
    path("don-hang/", orders.order_lookup, name="order_lookup"),
    path("don-hang/<slug:code>/", orders.order, name="order"),
    path("kenh-ban-hang/don-hang/", maker_orders.maker_orders, name="maker_orders"),
    path("kenh-ban-hang/don-hang/<slug:code>/<int:number>/", maker_orders.maker_order, name="maker_order"),
]
