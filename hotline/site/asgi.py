# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The web process: Django under an ASGI server."""

import os

from django.core.asgi import get_asgi_application

from hotline.site.monitoring import counted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")

application = counted(get_asgi_application())
