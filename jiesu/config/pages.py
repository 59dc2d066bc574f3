"""Django's settings for the pages: sign-in, sessions, uploads, what the browser may do."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from jiesu.config.environment import environment
from jiesu.rules.policy import SAMPLE

_env = environment()

# Staff sign in by username; there is no public sign-up.
ACCOUNT_ADAPTER = "jiesu.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("staff")
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

MFA_ADAPTER = "jiesu.web.accounts.adapters.MfaAdapter"
MFA_TOTP_ISSUER = "Jiesu 接诉"
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for phones whose clock drifts
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "jiesu.web.accounts.codes.AuthenticateForm",
    "reauthenticate": "jiesu.web.accounts.codes.ReauthenticateForm",
}

# Five wrong passwords for one name from one address close that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "jiesu.web.accounts.spelling.username"
AXES_LOCKOUT_CALLABLE = "jiesu.web.errors.locked_out"
AXES_VERBOSE = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A session ends with the browser or the shift, whichever comes first.
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _env.secure
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "jiesu.web.errors.stale_form"

SECURE_SSL_REDIRECT = _env.secure
SECURE_HSTS_SECONDS = 31_536_000 if _env.secure else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PLACE = _env.place
HOTLINE = _env.hotline
TILES = _env.tiles
TILES_NOTE = _env.tiles_note
_TILES_HOST = ["{0.scheme}://{0.netloc}".format(urlsplit(TILES))] if TILES else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF, *_TILES_HOST],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}

# Bytes. A larger photo is dropped with a sentence and the form kept; a larger body is refused.
PHOTO_LIMIT = SAMPLE.uploads.largest
BODY_LIMIT = SAMPLE.uploads.all_megabytes * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = [
    "jiesu.web.uploads.PhotoLimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

FORM_RENDERER = "jiesu.web.forms.FormRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
