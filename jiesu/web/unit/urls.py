"""Addresses of the unit's pages."""

from django.urls import path

from jiesu.web.unit import inbox, orders

urlpatterns = [
    path("", inbox.home, name="unit"),
    path("inbox/<slug:name>/", inbox.inbox, name="unit_inbox"),
    path("orders/<int:pk>/", orders.order, name="unit_order"),
    path("orders/<int:pk>/<slug:step>/", orders.act, name="unit_act"),
]
