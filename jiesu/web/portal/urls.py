"""Addresses of the portal."""

from django.urls import path

from jiesu.web.portal import follow, public, report

urlpatterns = [
    path("", public.home, name="home"),
    path("promises/", public.promises, name="promises"),
    path("report/", report.report, name="report"),
    path("report/hints/", report.hints, name="report_hints"),
    path("follow/", follow.follow, name="follow"),
    path("appeals/<str:code>/", follow.appeal_page, name="appeal"),
    path("appeals/<str:code>/received/", follow.received, name="received"),
    path("appeals/<str:code>/rate/", follow.rate, name="rate"),
    path("appeals/<str:code>/contest/", follow.contest, name="contest"),
    path("appeals/<str:code>/unmerge/", follow.unmerge, name="unmerge"),
    path("appeals/<str:code>/withdraw/", follow.withdraw, name="withdraw"),
    path("appeals/<str:code>/photos/<int:pk>/", follow.photo, name="appeal_photo"),
]
