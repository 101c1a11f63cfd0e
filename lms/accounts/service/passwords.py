"""Passwords as Argon2id hashes: slow on purpose, so call these outside of every transaction."""

from __future__ import annotations

from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lms.accounts.rules import fold_password

MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1
HASHER = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)

# The hash of no password, under the same parameters: an unknown name costs the same work as a known one.
_NOBODYS_HASH = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${'A' * 22}${'A' * 43}"

# A crowd at the sign-in page must leave processor and memory to those who read.
_at_once = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password was right; `new_hash` is set when the stored one has outdated parameters."""

    is_right: bool
    new_hash: str | None = None


def hash_password(password: str) -> str:
    """The hash to store, with its parameters and salt in it."""
    with _at_once:
        return HASHER.hash(fold_password(password))


def verify_password(password_hash: str | None, password: str) -> Verdict:
    """Compare a password with a stored hash; None, for nobody, costs the same and is never right."""
    folded = fold_password(password)
    with _at_once:
        try:
            HASHER.verify(password_hash or _NOBODYS_HASH, folded)
        except (VerificationError, InvalidHashError):
            return Verdict(is_right=False)
        if password_hash is None:
            return Verdict(is_right=False)
        if HASHER.check_needs_rehash(password_hash):
            return Verdict(is_right=True, new_hash=HASHER.hash(folded))
    return Verdict(is_right=True)
