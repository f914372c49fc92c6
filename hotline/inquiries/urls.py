# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.inquiries import views

app_name = "inquiries"
urlpatterns = [
    path("inquiries/", views.list_inquiries, name="list"),
    path("inquiries/all.<str:extension>", views.download_inquiries, name="download"),
    path("inquiries/unregistered/", views.unregistered, name="unregistered"),
    path("inquiries/new/", views.new_inquiry, name="new"),
    path("inquiries/new/<slug:slug>/", views.new_of_line, name="new-of-line"),
    path("inquiries/<int:pk>/", views.inquiry, name="inquiry"),
    path("inquiries/<int:pk>/correction/", views.correct, name="correct"),
    path("inquiries/calls/<str:call_id>/", views.register, name="register"),
    path("inquiries/calls/<str:call_id>/registered/", views.registered, name="registered"),
    path("inquiries/calls/<str:call_id>/history/", views.history, name="history"),
]
