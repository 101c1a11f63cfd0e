"""Exact bytes for the hash, sealed bytes for the shelf."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from lms.hours.writer import Json, PayloadCipher, PayloadError, canonical_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    TEXTS | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def test_a_record_is_written_with_sorted_keys_and_no_blanks() -> None:
    assert (
        canonical_bytes({"名": "张三", "b": 2, "a": ["x", 1], "": "€"})
        == '{"":"€","a":["x",1],"b":2,"名":"张三"}'.encode()
    )


def test_keys_are_sorted_by_utf_16_as_rfc_8785_asks() -> None:
    assert canonical_bytes({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


@given(VALUES)
def test_what_was_written_is_read_again_and_has_one_spelling(value: Json) -> None:
    written = canonical_bytes(value)
    assert json.loads(written) == value
    assert canonical_bytes(json.loads(written)) == written == rfc8785.dumps(value)


@pytest.mark.parametrize("value", ["\ud800", 2**53])
def test_what_has_no_canonical_form_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_bytes({"a": value})


@given(st.binary(), st.binary())
def test_a_sealed_payload_opens_to_the_same_bytes(payload: bytes, bound_to: bytes) -> None:
    cipher = PayloadCipher("7" * 64)
    sealed = cipher.seal(payload, bound_to)
    assert PayloadCipher("7" * 64).open(sealed, bound_to) == payload
    assert sealed.nonce != cipher.seal(payload, bound_to).nonce


def test_a_payload_of_another_entry_does_not_open() -> None:
    cipher = PayloadCipher("7" * 64)
    sealed = cipher.seal(b"facts", b"entry 1")
    with pytest.raises(PayloadError, match="another entry"):
        cipher.open(sealed, b"entry 2")


def test_a_changed_payload_does_not_open() -> None:
    cipher = PayloadCipher("7" * 64)
    sealed = cipher.seal(b"facts", b"entry 1")
    changed = bytes([sealed.ciphertext[0] ^ 1]) + sealed.ciphertext[1:]
    with pytest.raises(PayloadError, match="changed"):
        cipher.open(replace(sealed, ciphertext=changed), b"entry 1")


def test_a_payload_sealed_with_another_key_names_both_keys_and_gives_neither_away() -> None:
    ours, theirs = PayloadCipher("7" * 64), PayloadCipher("8" * 64)
    with pytest.raises(PayloadError, match=f"{theirs.key_id}.*{ours.key_id}"):
        ours.open(theirs.seal(b"facts", b"entry 1"), b"entry 1")
    assert "7777" not in ours.key_id


@pytest.mark.parametrize("key", ["", "secret", "77", "7" * 63, "7" * 66])
def test_a_key_of_another_form_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PayloadCipher(key)
