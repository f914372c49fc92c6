# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import include, path

from hotline.organisations.views import (
    announcements,
    authorities,
    days,
    hours,
    lines,
    members,
    preview,
    recordings,
)

app_name = "organisations"

of_one_line = [
    path("", lines.line, name="line"),
    path("settings/", lines.settings, name="settings"),
    path("members/", members.members, name="members"),
    path("members/new/", members.new_member, name="new-member"),
    path("members/<int:pk>/", members.member, name="member"),
    path("hours/", hours.hours, name="hours"),
    path("hours/new/", hours.new_hours, name="new-hours"),
    path("hours/<int:pk>/", hours.change, name="change-hours"),
    path("hours/<int:pk>/withdrawal/", hours.withdraw, name="withdraw-hours"),
    path("days/", days.days, name="days"),
    path("days/new/", days.new_day, name="new-day"),
    path("days/<int:pk>/", days.day, name="day"),
    path("days/<int:pk>/removal/", days.remove, name="remove-day"),
    path("holidays/<int:year>/", days.holidays, name="holidays"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/new/", announcements.new_announcement, name="new-announcement"),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    path("announcements/<int:pk>/end/", announcements.end, name="end-announcement"),
    path("recordings/", recordings.recordings, name="recordings"),
    path("recordings/<slug:language>/<slug:key>/", recordings.record, name="record"),
    path("recordings/<slug:language>/<slug:key>/sound.wav", recordings.listen, name="listen"),
    path("recordings/<slug:language>/<slug:key>/removal/", recordings.remove, name="remove-recording"),
    path("preview/", preview.page, name="preview"),
    path("preview/sound.wav", preview.sound, name="preview-sound"),
]

urlpatterns = [
    path("lines/", lines.lines, name="lines"),
    path("lines/new/", lines.new_line, name="new-line"),
    path("lines/<slug:slug>/", include(of_one_line)),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities/new/", authorities.new_authority, name="new-authority"),
    path("authorities/<slug:code>/", authorities.authority, name="authority"),
]
