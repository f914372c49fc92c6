# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.measures import views

app_name = "measures"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path(
        "figures/inquiries.csv", views.download, {"table": "inquiries", "extension": "csv"}, "inquiries-csv"
    ),
    path("figures/definitions/", views.meanings, name="definitions"),
    path("figures/definitions/promises/<slug:slug>/", views.promise, name="promise"),
    path("figures/health/", views.health, name="health"),
    path("figures/calls.csv", views.download, {"table": "calls", "extension": "csv"}, "calls-csv"),
    path("figures/<slug:table>.<slug:extension>", views.download, name="download"),
]
