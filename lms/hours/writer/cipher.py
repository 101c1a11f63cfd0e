"""Payloads at rest: AES-256-GCM under one key of the installation, each bound to its entry."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class PayloadError(Exception):
    """A payload that cannot be what was written: another key, another entry, or changed bytes."""


@dataclass(frozen=True, slots=True)
class SealedPayload:
    key_id: str
    nonce: bytes
    ciphertext: bytes


class PayloadCipher:
    """Seals and opens payloads; `bound_to` names the entry, so a payload moved to another one does not open."""

    def __init__(self, key: str) -> None:
        """Takes the key as 64 hexadecimal digits; raises ValueError for anything else."""
        key_bytes = bytes.fromhex(key)
        if len(key_bytes) != KEY_BYTES:
            raise ValueError(f"The key has {len(key_bytes)} bytes, not {KEY_BYTES}.")
        self._cipher = AESGCM(key_bytes)
        # Names the key without giving it away, so that a lost or wrong key is told from a changed record.
        self.key_id = hashlib.sha256(b"lms.hours key id\n" + key_bytes).hexdigest()[:16]

    def seal(self, payload: bytes, bound_to: bytes) -> SealedPayload:
        nonce = os.urandom(NONCE_BYTES)
        return SealedPayload(self.key_id, nonce, self._cipher.encrypt(nonce, payload, bound_to))

    def open(self, sealed: SealedPayload, bound_to: bytes) -> bytes:
        """The payload's exact bytes; raises PayloadError when they are not what was sealed for this entry."""
        if sealed.key_id != self.key_id:
            raise PayloadError(f"It was sealed with the key {sealed.key_id}; this installation has {self.key_id}.")
        try:
            return self._cipher.decrypt(sealed.nonce, sealed.ciphertext, bound_to)
        except InvalidTag:
            raise PayloadError("It was changed, or belongs to another entry.") from None
