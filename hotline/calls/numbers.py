# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Telephone numbers in the books: the key that finds a number again, and how a number is shown."""

import phonenumbers
from django.utils.crypto import salted_hmac


def number_key(number: str) -> str:
    """A keyed hash of an E.164 number: finds the same number again in this installation only.

    Whoever holds the secret key can try all numbers, so the hash is forgotten together with the number.
    """
    return salted_hmac("hotline.calls.number", number, algorithm="sha256").hexdigest() if number else ""


def shown_number(number: str) -> str:
    """The number as Danes write it: 70 20 00 00; a foreign one with its country code."""
    if number.startswith("+45") and len(number) == 11:
        return " ".join(number[at : at + 2] for at in range(3, 11, 2))
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
