# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.planning import views

app_name = "planning"
urlpatterns = [path("campaigns/", views.campaigns, name="campaigns")]
