"""Photos as programs send them: files of a form, read whole so that nothing is dropped unsaid."""

from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest

from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.channels.part_names import PartNames
from jiesu.rules.policy import SAMPLE

_ENOUGH = SAMPLE.uploads.largest + 1  # bytes by which a photo is seen to be too large


def take_whole(request: HttpRequest) -> None:
    """Let files through whole, to be called before the form is read.

    The handlers of the pages drop what is too large and tell the page.
    """
    keepers = [kind(request) for kind in (MemoryFileUploadHandler, TemporaryFileUploadHandler)]
    request.upload_handlers = [PartNames(request, keepers)]


def sent_with(request: HttpRequest) -> tuple[Photo, ...]:
    """Give every file of the form; whether each is a photo is for the intake to say."""
    files = [file for files in dict(request.FILES.lists()).values() for file in files]
    return tuple(Photo(str(file.name), file.read(_ENOUGH)) for file in files)
