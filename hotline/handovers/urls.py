# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.handovers import views

app_name = "handovers"
urlpatterns = [
    path("inquiries/<int:pk>/hand-over/", views.new, name="new"),
    path("hand-overs/", views.inbox, name="inbox"),
    path("hand-overs/done/", views.done, name="done"),
    path("hand-overs/mine/", views.mine, name="mine"),
    path("hand-overs/mine/seen/", views.seen, name="seen"),
    path("hand-overs/<uuid:key>/", views.handover, name="handover"),
    path("hand-overs/<uuid:key>/receipt/", views.receipt, name="receipt"),
    path("inboxes/", views.inboxes, name="inboxes"),
    path("inboxes/<str:code>/", views.set_up, name="set-up"),
    path("inboxes/<str:code>/closing/", views.closing, name="close-inbox"),
    path("inboxes/<str:code>/opening/", views.opening, name="open-inbox"),
    path("inboxes/<str:code>/secret/", views.new_secret, name="new-secret"),
    path("inboxes/<str:code>/deliveries/<uuid:key>/", views.replay, name="replay"),
]
