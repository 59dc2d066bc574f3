"""The fuse box, as Django sees it."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Plugs everything in once all rooms are there."""

    name = "jiesu.config"
    label = "config"

    def ready(self) -> None:
        """Plug in the subscribers."""
        from jiesu.config import wiring

        wiring.plug_in()
