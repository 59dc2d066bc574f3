"""Tells Django about the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for people: portal, desk, unit, board, console."""

    name = "jiesu.web"
