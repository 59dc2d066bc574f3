"""Addresses of what belongs to one appeal, for all staff who may see it."""

from django.urls import path

from jiesu.web.orders import identity

urlpatterns = [path("<int:pk>/identity/", identity.reveal, name="reveal")]
