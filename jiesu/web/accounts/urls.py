"""Addresses of sign-in and of one's own account."""

from allauth.account import views as account_views
from django.urls import include, path

from jiesu.web.accounts import views

# allauth names its sign-up and e-mail pages on others, so they need an address; sign-up is closed.
urlpatterns = [
    path("", views.account, name="account"),
    path("login/", account_views.login, name="account_login"),
    path("logout/", account_views.logout, name="account_logout"),
    path("closed/", account_views.signup, name="account_signup"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account_views.password_change, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
]
