"""The room of reference data, as Django sees it."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Names the room."""

    name = "jiesu.directory"
    label = "directory"
