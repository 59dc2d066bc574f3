"""People who work with Jiesu; residents need no account."""

from django.contrib.auth.models import AbstractUser


class Person(AbstractUser):
    """Somebody on the staff, signing in by username."""
