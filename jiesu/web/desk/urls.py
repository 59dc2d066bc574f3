"""Addresses of the desk."""

from django.urls import path

from jiesu.web.desk import assist, intake, orders, queues, searching

urlpatterns = [
    path("", queues.home, name="desk"),
    path("queues/<slug:name>/", queues.queue, name="desk_queue"),
    path("search/", searching.search, name="desk_search"),
    path("intake/", intake.new, name="desk_intake"),
    path("intake/beside/", assist.beside, name="desk_beside"),
    path("appeals/<int:pk>/taken/", intake.taken, name="desk_taken"),
    path("orders/<int:pk>/", orders.order, name="desk_order"),
    path("orders/<int:pk>/<slug:step>/", orders.act, name="desk_act"),
]
