# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import include, path

from hotline.duty.views import alarms, callers, crisis, desks, page

app_name = "duty"

of_one_line = [
    path("", page.line, name="line"),
    path("now/", page.now, name="now"),
    path("agents/<int:pk>/signing-off/", desks.signing_off, name="sign-off"),
    path("messages/", desks.tell, name="tell"),
    path("messages/<int:pk>/end/", desks.end, name="end-message"),
    path("announcement/", callers.announcement, name="announcement"),
    path("announcement/listening/", callers.listening, name="listening"),
    path("announcement/listening/sound.wav", callers.sound, name="sound"),
    path("announcements/<int:pk>/end/", callers.end, name="end-announcement"),
    path("crisis/", crisis.begin, name="crisis"),
    path("crisis/end/", crisis.end, name="end-crisis"),
    path("alarms/", alarms.alarms, name="alarms"),
    path("alarms/<int:pk>/acknowledgement/", alarms.acknowledgement, name="acknowledge"),
]
urlpatterns = [
    path("duty/", page.start, name="start"),
    path("duty/<slug:slug>/", include(of_one_line)),
]
