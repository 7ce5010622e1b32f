"""Signatures come back as they were stored."""

from dataclasses import replace

from feeds.model import NO_SIGNATURE
from storage.values import read_signature, written_signature


def test_a_signature_comes_back_as_it_was() -> None:
    kept = replace(NO_SIGNATURE, shingles=frozenset({1}), anchors=frozenset({2, 3}), rests_on="Politico")
    assert read_signature(written_signature(kept)) == kept


def test_a_signature_of_an_older_file_is_read() -> None:
    assert read_signature("[[], [], [1]]") == replace(NO_SIGNATURE, shingles=frozenset({1}))
