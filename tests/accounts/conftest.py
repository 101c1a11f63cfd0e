"""What tests of this room share."""

from __future__ import annotations

import pytest

from lms.accounts.service import passwords


class CountingHasher:
    """The house's hasher, counting how often it works."""

    def __init__(self) -> None:
        self.verified: list[str] = []
        self.hashed = 0
        self._real = passwords.HASHER

    def hash(self, password: str) -> str:
        self.hashed += 1
        return self._real.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        self.verified.append(password_hash)
        return self._real.verify(password_hash, password)

    def check_needs_rehash(self, password_hash: str) -> bool:
        return self._real.check_needs_rehash(password_hash)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "HASHER", counting)
    return counting
