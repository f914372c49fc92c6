# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.apps import AppConfig


class WallboardConfig(AppConfig):
    name = "hotline.wallboard"
