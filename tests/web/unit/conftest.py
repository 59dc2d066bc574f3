"""The units are tested in the desk's city."""

from tests.web.desk.conftest import city, press, receive, sit

__all__ = ["city", "press", "receive", "sit"]
