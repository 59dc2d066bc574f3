"""The service as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from jiesu.config.environment import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
application = wrap_wsgi_with_proxy_headers(
    get_wsgi_application(), trusted_hosts=environment().proxies
)
