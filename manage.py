#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Django's own commands (makemigrations, makemessages …). People use `hotline` instead."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
    execute_from_command_line(sys.argv)
