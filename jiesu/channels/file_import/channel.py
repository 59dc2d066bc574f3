"""The channel of files; a mapping may name the channel through which its rows once came."""

from django.utils.translation import gettext_lazy as _

from jiesu.casework.stages.backfilling.backfill import HistoryRow
from jiesu.channels.base import Channel

CHANNEL = Channel(HistoryRow.channel, _("import of files"))
