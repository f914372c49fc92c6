# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline doctor`: each module looks at one part of the machine and says what it found and what to do."""
