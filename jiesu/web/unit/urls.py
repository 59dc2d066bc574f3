"""Addresses of the unit's pages."""

from django.urls import path

from jiesu.web.unit import inbox, offline, orders

urlpatterns = [
    path("", inbox.home, name="unit"),
    path("worker.js", offline.worker, name="unit_worker"),
    path("manifest.webmanifest", offline.manifest, name="unit_manifest"),
    path("inbox/<slug:name>/", inbox.inbox, name="unit_inbox"),
    path("orders/<int:pk>/", orders.order, name="unit_order"),
    path("orders/<int:pk>/<slug:step>/", orders.act, name="unit_act"),
]
