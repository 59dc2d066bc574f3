"""What an appellant may want, and who may learn who said it: the words of every door."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the appellant wants (F1.1)."""

    INQUIRY = "inquiry", _("inquiry")
    HELP = "help", _("request for help")
    COMPLAINT = "complaint", _("complaint")
    WHISTLEBLOW_REPORT = "whistleblow_report", _("report of wrongdoing")
    SUGGESTION = "suggestion", _("suggestion")
    PRAISE = "praise", _("praise")


class Secrecy(models.TextChoices):
    """Who may learn who said it."""

    NORMAL = "normal", _("the handling unit may contact me")
    CONFIDENTIAL = "confidential", _("only the hotline may know who I am")
    ANONYMOUS = "anonymous", _("I stay anonymous")
