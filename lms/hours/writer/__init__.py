"""How a record becomes bytes: the exact text that is hashed, and the sealed form that is stored."""

from __future__ import annotations

from lms.hours.writer.canonical import Json, canonical_bytes
from lms.hours.writer.cipher import PayloadCipher, PayloadError, SealedPayload

__all__ = ["Json", "PayloadCipher", "PayloadError", "SealedPayload", "canonical_bytes"]
