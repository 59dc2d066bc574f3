"""Django's settings of the mail to appellants."""

from urllib.parse import unquote, urlsplit

from jiesu.config.environment import environment

_env = environment()
_server = urlsplit(_env.mail)

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _env.mail else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = _env.data.resolve() / "mail"
EMAIL_HOST = _server.hostname or "localhost"
EMAIL_PORT = _server.port or 587
EMAIL_HOST_USER = unquote(_server.username or "")
EMAIL_HOST_PASSWORD = unquote(_server.password or "")
EMAIL_USE_TLS = bool(_server.username)  # a password is never sent in the clear
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.mail_from
ADDRESS = _env.address.rstrip("/")
