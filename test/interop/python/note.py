"""C2SP signed-note: verifier keys, notes, Ed25519 signatures of type 0x01 and 0x04 (tlog-cosignature)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import ed25519
from refused import require
from spellings import decode_base64, decode_utf8, encode_base64

SIGNATURE, COSIGNATURE = 0x01, 0x04

# "Verifiers SHOULD apply a maximum limit": ours.
_MAX_NOTE_BYTES, _MAX_SIGNATURES = 1 << 20, 100


@dataclass(frozen=True)
class Key:
    name: str
    key_id: bytes
    kind: int
    public: bytes

    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True)
class Signature:
    name: str
    key_id: bytes
    data: bytes

    def line(self) -> str:
        return f"\u2014 {self.name} {encode_base64(self.key_id + self.data)}\n"


@dataclass(frozen=True)
class Note:
    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        return (self.text + "\n" + "".join(one.line() for one in self.signatures)).encode("utf-8")


def is_key_name(name: str) -> bool:
    return name != "" and not any(one == "+" or one < " " or one.isspace() for one in name)


def make_key(name: str, kind: int, public: bytes) -> Key:
    digest = hashlib.sha256(name.encode("utf-8") + b"\n" + bytes([kind]) + public).digest()
    return Key(name, digest[:4], kind, public)


def parse_vkey(text: str) -> Key:
    code = "key-malformed"
    parts = text.split("+", 2)
    require(len(parts) == 3 and is_key_name(parts[0]), code, "not name+id+key")
    require(re.fullmatch(r"[0-9a-f]{8}", parts[1]) is not None, code, "no key id")
    material = decode_base64(parts[2], code)
    require(len(material) == 33 and material[0] in (SIGNATURE, COSIGNATURE), code, "not an Ed25519 key")
    key = make_key(parts[0], material[0], material[1:])
    require(key.key_id.hex() == parts[1], code, "the id of another key")
    return key


def parse_note(data: bytes) -> Note:
    code = "note-malformed"
    require(len(data) <= _MAX_NOTE_BYTES, code, "too long")
    text = decode_utf8(data, code)
    require(not any(one < " " and one != "\n" for one in text), code, "a control character")
    at = text.rfind("\n\n")
    require(at >= 0 and text.endswith("\n"), code, "no empty line before the signatures")
    body, tail = text[: at + 1], text[at + 2 :]
    lines = tail.split("\n")[:-1]
    require(0 < len(lines) <= _MAX_SIGNATURES, code, "no signature, or too many")
    return Note(body, tuple(_parse_signature(line) for line in lines))


def _parse_signature(line: str) -> Signature:
    code = "note-malformed"
    parts = line.split(" ")
    require(len(parts) == 3 and parts[0] == "\u2014" and is_key_name(parts[1]), code, "a signature line")
    data = decode_base64(parts[2], code)
    require(len(data) > 4, code, "no signature after the key id")
    return Signature(parts[1], data[:4], data[4:])


def check_signature(key: Key, text: str, data: bytes) -> int | None:
    """The time of a cosignature, None of a plain one. Refused if the key did not make it."""
    code = "signature-invalid"
    if key.kind == SIGNATURE:
        require(ed25519.verify(key.public, text.encode("utf-8"), data), code, key.name)
        return None
    require(len(data) == 72, code, f"{key.name}: not a timestamped_signature")
    time = int.from_bytes(data[:8], "big")
    require(time < 2**63, code, f"{key.name}: a time beyond 2^63 - 1")
    require(ed25519.verify(key.public, cosigned_message(text, time), data[8:]), code, key.name)
    return time


def cosigned_message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode("utf-8")


def verify_note(note: Note, keys: Sequence[Key]) -> tuple[list[tuple[Key, int | None]], list[Signature]]:
    """Each signature by one of the keys, verified, with its time; and those that are by none of them."""
    verified: list[tuple[Key, int | None]] = []
    ignored: list[Signature] = []
    for one in note.signatures:
        known = [key for key in keys if (key.name, key.key_id) == (one.name, one.key_id)]
        if known:
            verified.append((known[0], check_signature(known[0], note.text, one.data)))
        else:
            ignored.append(one)
    require(len(verified) > 0, "signature-missing", "signed by no known key")
    return verified, ignored


def sign_note(secret: bytes, key: Key, text: str) -> Signature:
    return Signature(key.name, key.key_id, ed25519.sign(secret, text.encode("utf-8")))


def cosign_note(secret: bytes, key: Key, text: str, time: int) -> Signature:
    signature = ed25519.sign(secret, cosigned_message(text, time))
    return Signature(key.name, key.key_id, time.to_bytes(8, "big") + signature)
