# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from hotline.knowledge.topic_urls import topic_pages

app_name = "knowledge"
urlpatterns = [*topic_pages]
