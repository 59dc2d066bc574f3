"""Addresses of the console."""

from django.urls import path

from jiesu.web.console import directory, people, records

urlpatterns = [
    path("", directory.home, name="console"),
    path("directory/file/", directory.take_in, name="console_take_in"),
    path("directory/calendar/<int:pk>/remove/", directory.remove_day, name="console_remove_day"),
    path("directory/<slug:kind>/", directory.rows, name="console_rows"),
    path("directory/<slug:kind>/new/", directory.row, name="console_new_row"),
    path("directory/<slug:kind>/<int:pk>/", directory.row, name="console_row"),
    path("people/", people.people, name="console_people"),
    path("people/new/", people.new_person, name="console_new_person"),
    path("people/<int:pk>/", people.person, name="console_person"),
    path("people/<int:pk>/revoke/", people.revoke, name="console_revoke"),
    path("people/<int:pk>/activity/", people.activity, name="console_activity"),
    path("people/<int:pk>/key/", people.new_key, name="console_new_key"),
    path("log/", records.log, name="console_log"),
    path("views/", records.views, name="console_views"),
    path("dead-letters/", records.dead_letters, name="console_dead_letters"),
    path("dead-letters/<int:pk>/revive/", records.revive, name="console_revive"),
]
