# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Articles in files: a folder of Markdown, or one CSV table. The format stands in docs/articles-in-files.md.

A file becomes a sheet, a sheet becomes a version; and back. Whatever is wrong is told at once, by file, line
and field, and as long as anything is wrong nothing is stored.
"""
