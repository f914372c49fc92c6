# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The same settings on a data folder of their own, with cheap passwords and unhashed static files."""

import os
import tempfile

os.environ.setdefault("HOTLINE_DATA", tempfile.mkdtemp(prefix="hotline-tests-"))
os.environ.setdefault("HOTLINE_SECRET_KEY", "only-for-tests")

from hotline.site.settings import *  # noqa: F403 - settings for tests are the settings, with changes

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - what serves static files warns of a missing folder
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # In a file, as for real: the exchange reads and writes from threads of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "tests.sqlite3")}  # noqa: F405
