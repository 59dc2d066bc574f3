"""Reference data with validity dates: who, what, where."""

from jiesu.directory.models.people import Person

__all__ = ["Person"]
