"""Addresses of what belongs to a work order, for all staff who may see it."""

from django.urls import path

from jiesu.web.orders import identity, photos

urlpatterns = [
    path("photos/<int:pk>.jpg", photos.photo, name="photo"),
    path("appeals/<int:pk>/identity/", identity.reveal, name="reveal"),
]
