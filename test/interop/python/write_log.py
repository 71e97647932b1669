"""Writes a log of its own in the shape that `read_log` reads, all of it from fixed seeds."""

import hashlib
import uuid
from pathlib import Path

import ed25519
from canonical_json import Json, canonical_bytes
from checkpoint import Checkpoint, format_checkpoint
from commitment import close, commit
from entry import EDITION_KINDS, Entry
from merkle import hash_leaf, inclusion_path, tree_hash
from note import COSIGNATURE, SIGNATURE, Key, Note, cosign_note, make_key, sign_note
from register import Register, format_bucket, hash_bucket
from spellings import encode_base64
from tiles import format_bundle, tile_contents, tiles_of
from tlog_proof import TlogProof

_ORIGIN = "second.example/log"
_SUBJECTS = 250


class Signer:
    def __init__(self, name: str, kind: int, number: int = 1) -> None:
        self.secret = _seed(f"key {name}" if number == 1 else f"key {number} {name}")
        self.key: Key = make_key(name, kind, ed25519.public_key(self.secret))


class Writer:
    """A log that grows; what an entry says is kept so that it can be opened and proven."""

    def __init__(self) -> None:
        self.keys = [Signer(_ORIGIN, SIGNATURE, number) for number in (1, 2)]
        self.signing = self.keys[:1]
        self.successions: list[Json] = []
        names = ("alpha", "beta", "gamma")
        self.witnesses = {name: Signer(f"{name}.example/countersigner", COSIGNATURE) for name in names}
        self.entries: list[Entry] = []
        self.openings: list[Json] = []
        self.register = Register()
        self.newest: dict[str, int] = {}
        self.documents: dict[str, bytes] = {}

    def add(self, kind: str, values: dict[str, Json]) -> None:
        index = len(self.entries)
        commitment, opening = commit(values, _seed(f"salts {index}"))
        self.entries.append(Entry(kind, _uuid(f"entry {index}"), commitment))
        self.openings.append(opening)
        if kind in EDITION_KINDS:
            self.register.apply(kind, values)
            self.newest[values["subject"]] = index

    def publish(self, uid: str, number: int) -> None:
        self.documents[uid] = canonical_bytes(_document(uid, number))
        self.add(
            "edition-published" if number == 1 else "edition-corrected",
            {
                "subject": uid,
                "subject-kind": "person",
                "edition": _uuid(f"edition {uid} {number}"),
                "number": number,
                "hash": encode_base64(hashlib.sha256(self.documents[uid]).digest()),
            },
        )

    def remove(self, uid: str, number: int) -> None:
        del self.documents[uid]
        self.add("edition-removed", {"subject": uid, "number": number, "reason-class": "safety"})

    def end_round(self) -> None:
        root = encode_base64(self.register.root())
        self.add("register", {"root": root, "subjects": len(self.register.lines)})

    def checkpoint(self) -> Note:
        leaves = [hash_leaf(entry.encode()) for entry in self.entries]
        text = format_checkpoint(Checkpoint(_ORIGIN, len(leaves), tree_hash(leaves)))
        cosigned = [("beta", 1_790_000_030), ("alpha", 1_790_000_060), ("alpha", 1_790_000_000)]
        signers = [(self.witnesses[name], time) for name, time in cosigned]
        return Note(
            text,
            (
                *(sign_note(one.secret, one.key, text) for one in self.signing),
                *(cosign_note(one.secret, one.key, text, time) for one, time in signers),
            ),
        )

    def receipt(self, index: int, shown: tuple[str, ...], checkpoint: bytes) -> dict[str, Json]:
        leaves = [hash_leaf(entry.encode()) for entry in self.entries]
        proof = TlogProof(index, tuple(inclusion_path(index, leaves)), checkpoint).encode()
        return {
            "entry": self.entries[index].encode().decode("utf-8"),
            "opening": close(self.openings[index], shown),
            "proof": proof.decode("utf-8"),
        }

    def succeed(self) -> None:
        """The second key is named, signs beside the first, and then alone."""
        self.signing = self.keys
        first, second = (one.key.vkey() for one in self.keys)
        index = len(self.entries)
        self.add("key-succession", {"from": first, "successor": second})
        self.end_round()
        shown = ("from", "successor")
        self.successions.append({"v": 1, **self.receipt(index, shown, self.checkpoint().encode())})
        self.signing = self.keys[1:]

    def policy(self, keys: int) -> bytes:
        witnesses = "".join(f"witness {name} {one.key.vkey()}\n" for name, one in self.witnesses.items())
        logs = "".join(f"log\t{one.key.vkey()} https://second.example/log/\n" for one in self.keys[:keys])
        return (
            f"# Of a log that was written in Python.\n{logs}"
            f"{witnesses}\ngroup two-of-three 2 {' '.join(self.witnesses)}\nquorum two-of-three\n"
        ).encode()


def write_log(folder: Path) -> None:
    writer = Writer()
    uids = [_uuid(f"subject {at}") for at in range(_SUBJECTS)]
    writer.add("demonstration", {"demonstration": True})
    for uid in uids[:200]:
        writer.publish(uid, 1)
    writer.add("batch", {"root": encode_base64(_seed("batch"))})
    writer.end_round()
    earlier = writer.checkpoint()
    writer.succeed()
    for uid in uids[200:]:
        writer.publish(uid, 1)
    for uid in uids[:60]:
        writer.publish(uid, 2)
    for uid in uids[40:80]:
        writer.remove(uid, 2 if uid in uids[:60] else 1)
    writer.publish(uids[79], 2)
    writer.end_round()
    _write(folder, "earlier-checkpoint", earlier.encode())
    _write_tree(folder, writer)
    _write_register(folder, writer.register)
    _write_proofs(folder, writer, writer.checkpoint().encode())


def _write_tree(folder: Path, writer: Writer) -> None:
    encoded = [entry.encode() for entry in writer.entries]
    for path, data in tile_contents([hash_leaf(entry) for entry in encoded]).items():
        _write(folder, path, data)
    for tile in tiles_of(len(encoded)):
        if tile.level is None:
            start = tile.index * 256
            _write(folder, tile.path(), format_bundle(encoded[start : start + tile.width]))
    for entry, opening in zip(writer.entries, writer.openings, strict=True):
        if entry.kind != "batch":
            _write(folder, f"opening/{entry.id}", canonical_bytes(opening))


def _write_register(folder: Path, register: Register) -> None:
    buckets = register.buckets()
    hashes = [hash_bucket(lines) for lines in buckets]
    _write(folder, f"register/{register.root().hex()}", b"".join(hashes))
    for digest, lines in zip(hashes, buckets, strict=True):
        _write(folder, f"register/bucket/{digest.hex()}", format_bucket(lines))


def _write_proofs(folder: Path, writer: Writer, checkpoint: bytes) -> None:
    _write(folder, "checkpoint", checkpoint)
    _write(folder, "policy", writer.policy(2))
    _write(folder, "old-policy", writer.policy(1))
    _write(folder, "successions", canonical_bytes(writer.successions))
    last = writer.receipt(len(writer.entries) - 1, ("root",), checkpoint)
    for uid, index in writer.newest.items():
        line = writer.register.prove(uid)
        edition = writer.receipt(index, ("subject", "number", "hash"), checkpoint)
        register = {**last, "line": line}
        proof = {"v": 1, "subject": uid, "edition": edition, "register": register}
        proof["successions"] = writer.successions
        _write(folder, f"proof/{uid}", canonical_bytes(proof))
    for uid, document in writer.documents.items():
        _write(folder, f"document/{uid}", document)


def _document(uid: str, number: int) -> Json:
    """Words and numbers that two writers of canonical JSON could spell differently."""
    return {
        "subject": uid,
        "number": number,
        "\u20ac": "\u0641\u06cc\u0644\u0645 \u200c\u00ab\u2026\u00bb \U0001f3ac\n\t\"\\/\u007f\u2028",
        "\ufb33": [0.1, -1.5e-9, 1e21, 123456789012345680000, 2**53, 5e-324, -0.0, True, None],
        "\U0001f600": {"": {}, "a": [], "B": [[]]},
    }


def _seed(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()


def _uuid(text: str) -> str:
    return str(uuid.UUID(bytes=_seed(text)[:16], version=4))


def _write(folder: Path, path: str, data: bytes) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
