"""Proofs of editions: spec/edition-proof.md."""

import hashlib
from dataclasses import dataclass

from canonical_json import Json, canonical_bytes, parse_json
from checkpoint import Findings
from commitment import open_commitment
from entry import EDITION_KINDS, UUID, Entry, parse_entry
from policy import Policy
from refused import require
from register import verify_in_register
from spellings import encode_utf8, is_count, member_bytes
from succession import follow_successions
from tlog_proof import judge_receipt, parse_tlog_proof

_CODE = "edition-proof-malformed"
_INVALID = "edition-proof-invalid"


@dataclass(frozen=True)
class ProvenEdition:
    subject: str
    number: int
    hash: bytes | None
    index: int
    latest: bool
    checkpoint: Findings


def judge_edition(data: bytes, document: bytes | None, policy: Policy) -> ProvenEdition:
    """The five steps of "Checking one", with a policy. The document is None if the subject was removed."""
    file = parse_json(data)
    require(isinstance(file, dict), _CODE, "not an object")
    require({"v", "subject", "edition", "register"} <= set(file), _CODE, "members")
    require(is_count(file["v"]) and file["v"] == 1, _CODE, "another version")
    subject = file["subject"]
    require(isinstance(subject, str) and UUID.fullmatch(subject) is not None, _CODE, "no subject")
    policy, _indexes = follow_successions(policy, file.get("successions", []))
    edition, said, findings, index, note = _receipt(file["edition"], set(), policy)
    registered, roots, other, last, other_note = _receipt(file["register"], {"line"}, policy)
    require(note == other_note, _INVALID, "two checkpoints")
    require(edition.kind in EDITION_KINDS, _INVALID, "not the entry of an edition")
    require(said.get("subject") == subject, _INVALID, "another subject")
    removed = edition.kind == "edition-removed"
    if removed:
        require(document is None, _INVALID, "a document of what was taken back")
    else:
        _check_document(document, said, subject)
    require(registered.kind == "register" and "root" in roots, _INVALID, "no register")
    line = verify_in_register(file["register"]["line"], member_bytes(roots["root"], _CODE))
    require(line is not None and line.id == subject, _INVALID, "not in the register")
    assert line is not None
    number = said.get("number")
    require(is_count(number) and line.number == number, _INVALID, "another number")
    digest = None if removed else member_bytes(said.get("hash"), _CODE)
    require(line.hash == digest, _INVALID, "another edition")
    latest = last == other.checkpoint.size - 1
    return ProvenEdition(subject, line.number, digest, index, latest, findings)


def _check_document(document: bytes | None, said: dict[str, Json], subject: str) -> None:
    require(document is not None, _INVALID, "no document")
    assert document is not None
    value = parse_json(document)
    digest = hashlib.sha256(canonical_bytes(value)).digest()
    require(member_bytes(said.get("hash"), _CODE) == digest, _INVALID, "another document")
    named = value.get("subject") if isinstance(value, dict) else None
    require(named == subject, _INVALID, "a document of another subject")


def _receipt(
    one: Json, more: set[str], policy: Policy
) -> tuple[Entry, dict[str, Json], Findings, int, bytes]:
    members = {"entry", "opening", "proof"} | more
    require(isinstance(one, dict) and members <= set(one), _CODE, "members of a receipt")
    require(isinstance(one["entry"], str) and isinstance(one["proof"], str), _CODE, "not text")
    data, proof = encode_utf8(one["entry"], _CODE), encode_utf8(one["proof"], _CODE)
    parsed, findings = judge_receipt(data, proof, policy)
    entry = parse_entry(data)
    values = open_commitment(one["opening"], entry.commitment)
    return entry, values, findings, parsed.index, parse_tlog_proof(proof).checkpoint
