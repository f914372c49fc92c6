# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import pytest

from hotline.site.version import CHANGELOG, VERSION, version_in


def test_the_version_is_the_topmost_release_of_the_changelog() -> None:
    assert version_in("# Changes\n\n## 1.2.0 - 2027-01-04\n\n## 1.1.9 - 2026-12-01\n") == "1.2.0"


def test_a_changelog_without_a_release_is_refused() -> None:
    with pytest.raises(ValueError, match="no heading such as"):
        version_in("# Changes\n")


def test_our_version_stands_in_our_changelog() -> None:
    assert f"\n## {VERSION} - " in CHANGELOG.read_text(encoding="utf-8")
