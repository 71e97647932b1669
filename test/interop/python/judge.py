"""What this implementation says to one case: some bytes of a kind, accepted or refused."""

import base64
import hashlib
from typing import Any

from canonical_json import Json, canonical_bytes, parse_json
from checkpoint import Findings, judge_checkpoint
from commitment import open_commitment
from edition_proof import judge_edition
from entry import parse_entry
from merkle import hash_leaf, verify_consistency, verify_inclusion
from note import parse_note, parse_vkey, verify_note
from policy import parse_policy
from refused import Refused
from register import parse_bucket, parse_bucket_hashes, verify_in_register
from spellings import decode_utf8, encode_base64
from succession import follow_successions
from tiles import parse_bundle, parse_tile_path, read_leaves
from tlog_proof import judge_receipt


class Inputs:
    """The inputs of a case, all of them bytes, by name."""

    def __init__(self, inputs: dict[str, str]) -> None:
        self._inputs = {name: base64.b64decode(value) for name, value in inputs.items()}

    def __getitem__(self, name: str) -> bytes:
        return self._inputs[name]

    def get(self, name: str) -> bytes | None:
        return self._inputs.get(name)

    def text(self, name: str) -> str:
        return decode_utf8(self[name], "text-malformed")

    def number(self, name: str) -> int:
        return int(self[name])

    def hashes(self, name: str) -> list[bytes]:
        """A JSON array of base64."""
        return [base64.b64decode(one) for one in parse_json(self[name])]


def judge(kind: str, inputs: dict[str, str]) -> dict[str, Any]:
    """`says` is what was read, in a form that both implementations share; `code` is for people."""
    try:
        return {"accepted": True, "says": _JUDGES[kind](Inputs(inputs))}
    except Refused as refusal:
        return {"accepted": False, "code": refusal.code}


def findings_json(findings: Findings) -> Json:
    head = findings.checkpoint
    return {
        "origin": head.origin,
        "size": str(head.size),
        "root": encode_base64(head.root),
        "times": {name: str(time) for name, time in findings.times.items()},
        "missing": findings.missing,
        "ignored": findings.ignored,
    }


def _canonical_json(inputs: Inputs) -> Json:
    return canonical_bytes(parse_json(inputs["json"])).decode("utf-8")


def _vkey(inputs: Inputs) -> Json:
    return parse_vkey(inputs.text("vkey")).vkey()


def _note(inputs: Inputs) -> Json:
    keys = [parse_vkey(line) for line in inputs.text("vkeys").split("\n")]
    verified, ignored = verify_note(parse_note(inputs["note"]), keys)
    names = [f"{key.name}+{key.key_id.hex()}" for key, _ in verified]
    return {"verified": names, "ignored": [f"{one.name}+{one.key_id.hex()}" for one in ignored]}


def _policy(inputs: Inputs) -> Json:
    policy = parse_policy(inputs["policy"])
    return {
        "logs": [key.vkey() for key in policy.logs],
        "witnesses": [[_octets(name), key.vkey()] for name, key in policy.witnesses.items()],
        "groups": [
            [_octets(name), group.threshold, [_octets(member) for member in group.members]]
            for name, group in policy.groups.items()
        ],
        "quorum": _octets(policy.quorum),
    }


def _octets(name: str) -> str:
    return name.encode("latin-1").hex()


def _checkpoint(inputs: Inputs) -> Json:
    return findings_json(judge_checkpoint(inputs["note"], parse_policy(inputs["policy"])))


def _receipt(inputs: Inputs) -> Json:
    policy = parse_policy(inputs["policy"])
    proof, findings = judge_receipt(inputs["entry"], inputs["proof"], policy)
    return {"index": str(proof.index), **findings_json(findings)}


def _entry(inputs: Inputs) -> Json:
    entry = parse_entry(inputs["entry"])
    return {"id": entry.id, "kind": entry.kind, "commitment": encode_base64(entry.commitment)}


def _opening(inputs: Inputs) -> Json:
    return open_commitment(parse_json(inputs["opening"]), inputs["commitment"])


def _bucket(inputs: Inputs) -> Json:
    return [line.text() for line in parse_bucket(inputs["bucket"], inputs.number("number"))]


def _register(inputs: Inputs) -> Json:
    return [encode_base64(one) for one in parse_bucket_hashes(inputs["register"], inputs["root"])]


def _register_proof(inputs: Inputs) -> Json:
    proof = parse_json(inputs["proof"])
    line = verify_in_register(proof, inputs["root"])
    if proof["id"] != inputs.text("id"):
        raise Refused("register-proof-invalid", "of another id")
    return None if line is None else line.text()


def _edition(inputs: Inputs) -> Json:
    policy = parse_policy(inputs["policy"])
    proven = judge_edition(inputs["proof"], inputs.get("document"), policy)
    return {
        "subject": proven.subject,
        "number": proven.number,
        "hash": None if proven.hash is None else encode_base64(proven.hash),
        "index": str(proven.index),
        "latest": proven.latest,
        **findings_json(proven.checkpoint),
    }


def _successions(inputs: Inputs) -> Json:
    policy, indexes = follow_successions(parse_policy(inputs["policy"]), parse_json(inputs["successions"]))
    return {"keys": [key.vkey() for key in policy.logs], "indexes": [str(index) for index in indexes]}


def _bundle(inputs: Inputs) -> Json:
    entries = parse_bundle(inputs["bundle"], inputs.number("width"))
    return [encode_base64(hash_leaf(entry)) for entry in entries]


def _tile_path(inputs: Inputs) -> Json:
    tile = parse_tile_path(inputs.text("path"))
    level = "entries" if tile.level is None else str(tile.level)
    return {"level": level, "index": str(tile.index), "width": tile.width}


def _tree(inputs: Inputs) -> Json:
    def read(path: str) -> bytes:
        data = inputs.get(path)
        if data is None:
            raise Refused("tile-missing", path)
        return data

    leaves = read_leaves(inputs.number("size"), inputs["root"], read)
    return encode_base64(hashlib.sha256(b"".join(leaves)).digest())


def _inclusion(inputs: Inputs) -> Json:
    path = inputs.hashes("path")
    verify_inclusion(inputs.number("index"), inputs.number("size"), inputs["leaf"], path, inputs["root"])
    return None


def _consistency(inputs: Inputs) -> Json:
    sizes = inputs.number("old-size"), inputs.number("new-size")
    verify_consistency(*sizes, inputs["old-root"], inputs["new-root"], inputs.hashes("proof"))
    return None


_JUDGES = {
    "canonical-json": _canonical_json,
    "vkey": _vkey,
    "note": _note,
    "policy": _policy,
    "checkpoint": _checkpoint,
    "receipt": _receipt,
    "entry": _entry,
    "opening": _opening,
    "bucket": _bucket,
    "register": _register,
    "register-proof": _register_proof,
    "edition": _edition,
    "successions": _successions,
    "bundle": _bundle,
    "tile-path": _tile_path,
    "tree": _tree,
    "inclusion": _inclusion,
    "consistency": _consistency,
}
