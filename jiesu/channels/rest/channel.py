"""The channel of the REST interface."""

from django.utils.translation import gettext_lazy as _

from jiesu.channels.base import Channel
from jiesu.channels.rest.api import api
from jiesu.channels.rest.doors import addresses, refusing
from jiesu.channels.rest.edge import CHANNEL as NAME

CHANNEL = Channel(NAME, _("programs"), root="api/v1/", refuse=refusing(api), urls=addresses(api))
