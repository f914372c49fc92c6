# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hotline.api"
