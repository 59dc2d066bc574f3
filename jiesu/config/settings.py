"""Django's settings, derived from the operator's `environment`."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jiesu.config.environment import environment
from jiesu.config.mail import *  # noqa: F403  (as below)
from jiesu.config.pages import *  # noqa: F403  (Django reads settings by their names here)

_env = environment()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = _env.data.resolve()
DATA.mkdir(parents=True, exist_ok=True)


def _secret_key(path: Path) -> str:
    """Read the key that signs sessions, making it at first use for the owner alone."""
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text("utf-8")


def _sqlite() -> dict[str, Any]:
    # NORMAL may lose the last commits at a power cut, so FULL keeps "nothing acknowledged is lost".
    synchronous = "FULL" if _env.durable else "NORMAL"
    pragmas = f"PRAGMA journal_mode=WAL;PRAGMA synchronous={synchronous};PRAGMA cache_size=-65536;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "jiesu.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas},
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = _secret_key(DATA / "secret_key")
DEBUG = _env.debug
ALLOWED_HOSTS = [host.strip() for host in _env.hosts.split(",")]
DATABASES = {"default": _postgresql(_env.database) if _env.database else _sqlite()}
# What was counted or used up in one process is so in all of them: codes, limits of attempts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "jiesu.directory",
    "jiesu.casework",
    "jiesu.channels",
    "jiesu.insight",
    "jiesu.web",
    "jiesu.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jiesu.web.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jiesu.config.refusing.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiesu.web.accounts.idle.IdleMiddleware",
    "jiesu.web.accounts.second_factor.SecondFactorMiddleware",
    "jiesu.web.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "jiesu.config.urls"
WSGI_APPLICATION = "jiesu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", *sorted(PACKAGE.glob("web/*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiesu.web.frame.context.frame",
            ]
        },
    }
]

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DEMO = _env.demo

LANGUAGE_CODE = _env.language
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = sorted(PACKAGE.glob("**/locale"))
TIME_ZONE = _env.time_zone
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# Served from where they lie until `collectstatic` has gathered and compressed them.
WHITENOISE_USE_FINDERS = not any(STATIC_ROOT.iterdir())
MEDIA_ROOT = DATA / "files"
STORE = DATA / "store"
COUNTRY = _env.country
VAULT_KEYS = DATA / "vault_keys.json"
VAULT_CIPHER = _env.cipher
ENGINE = _env.engine
TEXT_DAYS = _env.text_days
JURISDICTION = _env.jurisdiction
REPORTS, REPORTS_BY_KEY = _env.reports, _env.reports_by_key
