# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Addresses that stay: a line's short name and a period, never a telephone number or a person."""

from django.urls import path, register_converter

from hotline.reports.addresses import PeriodConverter
from hotline.reports.views import meetings, open_data, reports

register_converter(PeriodConverter, "period")

LINE, PERIOD, FILE = "<slug:slug>", "<period:period>", "<slug:part>.<slug:extension>"

app_name = "reports"
urlpatterns = [
    path("reports/", reports.latest, name="latest"),
    path(f"reports/{LINE}/", reports.chosen, name="chosen"),
    path(f"reports/{LINE}/{PERIOD}/", reports.report, name="report"),
    path(f"reports/{LINE}/{PERIOD}/{FILE}", reports.report_file, name="report-file"),
    path(f"reports/{LINE}/steering/{PERIOD}/", meetings.steering, name="steering"),
    path(f"reports/{LINE}/steering/{PERIOD}.pdf", meetings.steering_as_pdf, name="steering-pdf"),
    path(f"reports/{LINE}/steering/{PERIOD}/{FILE}", meetings.steering_file, name="steering-file"),
    path(f"reports/{LINE}/campaigns/", meetings.campaigns, name="campaigns"),
    path(f"reports/{LINE}/campaigns/<int:pk>/", meetings.campaign, name="campaign"),
    path(f"reports/{LINE}/campaigns/<int:pk>/{FILE}", meetings.campaign_file, name="campaign-file"),
    path(f"reports/{LINE}/komhen/{PERIOD}/", meetings.komhen, name="komhen"),
    path(f"reports/{LINE}/komhen/{PERIOD}/{FILE}", meetings.komhen_file, name="komhen-file"),
    path(f"open-data/{LINE}/", open_data.described, name="open-data"),
    path("open-data/<slug:table>.schema.json", open_data.schema, name="open-data-schema"),
    path(f"open-data/{LINE}/{PERIOD}/<slug:table>.<slug:extension>", open_data.table, name="open-data-table"),
]
