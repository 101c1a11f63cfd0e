"""Random secrets that open something, and the hashes under which they are remembered."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from lms.accounts.rules import JOIN_CODE_LENGTH, JOIN_CODE_LETTERS
from lms.core.settings import read_or_create_key
from lms.core.work import Work


def make_token() -> str:
    """An opaque random token of 256 bits, fit for addresses and cookies."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token; a random one needs no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_join_code() -> str:
    """A code nobody guesses, of letters nobody misreads."""
    return "".join(secrets.choice(JOIN_CODE_LETTERS) for _ in range(JOIN_CODE_LENGTH))


def hash_login_name(work: Work, folded_login_name: str) -> str:
    """A keyed hash, so that the table of failures names nobody."""
    key = work.settings.secret_key or read_or_create_key(work.settings, "secret.key")
    message = b"accounts:sign-in-failure\0" + folded_login_name.encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
