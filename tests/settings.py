"""The program's own settings, with state in a folder that lives as long as the tests."""

import atexit
import os
import shutil
import tempfile

# Before the settings are read: each process of the tests has its own folder, and says so to the
# programs it starts. What a power cut would lose is of no interest here.
os.environ["JIESU_DATA"] = tempfile.mkdtemp(prefix="jiesu-tests-")
os.environ.setdefault("JIESU_DURABLE", "false")
atexit.register(shutil.rmtree, os.environ["JIESU_DATA"], ignore_errors=True)

from jiesu.config.settings import *  # noqa: E402, F403  (the folder must be named first)
from jiesu.config.settings import DATA, DATABASES  # noqa: E402  (as above)

# A file rather than memory, so that the server's threads meet the locks they will meet in service.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}
DEMO = False  # whatever the shell says; tests of the demonstration ask for it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
