"""The room of channels, as Django sees it."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Names the room."""

    name = "jiesu.channels"
    label = "channels"
