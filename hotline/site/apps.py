# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.apps import AppConfig

from hotline.site import logs


class SiteConfig(AppConfig):
    name = "hotline.site"

    def ready(self) -> None:
        logs.configure()
