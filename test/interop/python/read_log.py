"""Reads and verifies a log as it is served: a folder of the paths that spec/ and tlog-tiles name.

Beside them the folder has `earlier-checkpoint`, an older checkpoint of the same log, and
`document/<subject>`, the documents that its editions are of.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canonical_json import Json, canonical_bytes, parse_json
from checkpoint import Checkpoint, judge_checkpoint
from commitment import open_commitment
from edition_proof import judge_edition
from entry import EDITION_KINDS, Entry, parse_entry
from judge import findings_json
from merkle import consistency_proof, hash_leaf, tree_hash, verify_consistency
from policy import Policy, parse_policy
from refused import Refused, require
from register import Register, format_bucket, hash_bucket, parse_bucket, parse_bucket_hashes
from spellings import encode_base64, member_bytes
from tiles import parse_bundle, read_leaves, tiles_of


@dataclass(frozen=True)
class Log:
    """A served log whose checkpoint, tiles and bundles have been verified."""

    read: Callable[[str], bytes]
    policy: Policy
    head: Checkpoint
    leaves: list[bytes]
    entries: list[Entry]


def summarise_log(folder: Path) -> Json:
    """What the log says, after everything in it was verified; the other implementation must say the same."""

    def read(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError as error:
            raise Refused("file-missing", path) from error

    policy = parse_policy(read("policy"))
    findings = judge_checkpoint(read("checkpoint"), policy)
    head = findings.checkpoint
    leaves = read_leaves(head.size, head.root, read)
    log = Log(read, policy, head, leaves, _read_entries(read, head.size, leaves))
    register, register_roots, opened = _replay(log)
    _check_register_files(read, register)
    return {
        "checkpoint": findings_json(findings),
        "earlier": _check_earlier(log),
        "kinds": dict(Counter(entry.kind for entry in log.entries)),
        "opened": opened,
        "register-roots": register_roots,
        "editions": {uid: _check_edition(log, uid) for uid in sorted(register.lines)},
        "absent": [_check_absent(register, uid) for uid in _strangers(register)],
    }


def _read_entries(read: Callable[[str], bytes], size: int, leaves: list[bytes]) -> list[Entry]:
    entries: list[bytes] = []
    for tile in tiles_of(size):
        if tile.level is None:
            entries += parse_bundle(read(tile.path()), tile.width)
    require([hash_leaf(entry) for entry in entries] == leaves, "bundle-invalid", "entries of another tree")
    parsed = [parse_entry(entry) for entry in entries]
    require(len({entry.id for entry in parsed}) == len(parsed), "entry-invalid", "an id twice")
    return parsed


def _replay(log: Log) -> tuple[Register, list[str], int]:
    """The register, every root that the log said of it, and how many entries could be opened."""
    register = Register()
    roots = []
    opened = 0
    for entry in log.entries:
        values = _opening_of(log.read, entry)
        opened += values is not None
        if entry.kind in EDITION_KINDS or entry.kind == "register":
            require(values is not None, "replay-impossible", f"{entry.id} is closed")
            assert values is not None
            if entry.kind == "register":
                _check_register_entry(register, values)
                roots.append(values["root"])
            else:
                register.apply(entry.kind, values)
    require(log.entries[-1].kind == "register", "log-invalid", "no register at the end of a checkpoint")
    return register, roots, opened


def _opening_of(read: Callable[[str], bytes], entry: Entry) -> dict[str, Json] | None:
    try:
        data = read(f"opening/{entry.id}")
    except Refused:
        return None
    opening = parse_json(data)
    require(canonical_bytes(opening) == data, "opening-malformed", "served in another spelling")
    return open_commitment(opening, entry.commitment)


def _check_register_entry(register: Register, values: dict[str, Json]) -> None:
    require(member_bytes(values["root"], "entry-malformed") == register.root(), "register-invalid", "root")
    require(values["subjects"] == len(register.lines), "register-invalid", "number of subjects")


def _check_register_files(read: Callable[[str], bytes], register: Register) -> None:
    root = register.root()
    hashes = parse_bucket_hashes(read(f"register/{root.hex()}"), root)
    for number, (digest, lines) in enumerate(zip(hashes, register.buckets(), strict=True)):
        data = read(f"register/bucket/{digest.hex()}")
        require(hash_bucket(parse_bucket(data, number)) == digest, "bucket-invalid", "another hash")
        require(data == format_bucket(lines), "bucket-invalid", "not what follows from the log")


def _check_earlier(log: Log) -> str:
    earlier = judge_checkpoint(log.read("earlier-checkpoint"), log.policy).checkpoint
    require(0 < earlier.size < log.head.size, "earlier-invalid", "not earlier")
    require(tree_hash(log.leaves[: earlier.size]) == earlier.root, "earlier-invalid", "a fork")
    proof = consistency_proof(earlier.size, log.leaves)
    verify_consistency(earlier.size, log.head.size, earlier.root, log.head.root, proof)
    return str(earlier.size)


def _check_edition(log: Log, uid: str) -> Json:
    try:
        document: bytes | None = log.read(f"document/{uid}")
    except Refused:
        document = None
    proven = judge_edition(log.read(f"proof/{uid}"), document, log.policy)
    require(proven.subject == uid, "edition-invalid", "the proof of another subject")
    digest: Any = None if proven.hash is None else encode_base64(proven.hash)
    return [proven.number, digest, str(proven.index), proven.latest]


def _strangers(register: Register) -> list[str]:
    """Ids that the register does not have, beside some that it has."""
    return [f"{uid[:35]}{'1' if uid[35] == '0' else '0'}" for uid in sorted(register.lines)[:20]]


def _check_absent(register: Register, uid: str) -> Json:
    return register.prove(uid)
