# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The example's topics are the product's own."""

from hotline.knowledge.registers import load_topics

load = load_topics
