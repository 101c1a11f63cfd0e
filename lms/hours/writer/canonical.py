"""Canonical JSON (RFC 8785): one record has exactly one spelling, so anyone can compute its hash again."""

from __future__ import annotations

import rfc8785

Json = str | int | dict[str, "Json"] | list["Json"]
"""No floats, no null: how they are spelled differs from language to language, and a record needs neither."""


def canonical_bytes(record: Json) -> bytes:
    """The record's UTF-8 bytes by RFC 8785; raises ValueError for what has no canonical form."""
    return rfc8785.dumps(record)
