"""The room of casework, as Django sees it."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Names the room."""

    name = "jiesu.casework"
    label = "casework"
