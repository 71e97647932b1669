"""Judges the JSON vectors of packages/proof/test/vectors. Yields a name and whether it came out as they say."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from judge import judge
from merkle import hash_leaf, tree_hash
from register import Register, parse_line
from spellings import decode_base64, encode_base64
from tiles import tile_contents

Outcome = tuple[str, bool]


def judge_vectors(folder: Path) -> Iterator[Outcome]:
    known = {path.name for path in folder.glob("*.json")}
    yield "vectors: every file has its judge", known == set(_FILES)
    for name, run in _FILES.items():
        vectors = json.loads((folder / name).read_bytes())
        for label, good in run(vectors):
            yield f"vectors: {name}: {label}", good


def _judge(kind: str, **inputs: str | bytes) -> dict[str, Any]:
    def data(value: str | bytes) -> bytes:
        return value.encode("utf-8") if isinstance(value, str) else value

    return judge(kind, {name.replace("_", "-"): b64encode(data(value)).decode() for name, value in inputs.items()})


def _bytes(text: str) -> bytes:
    return decode_base64(text, "vector")


def _canonical_json(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        yield one["name"], _judge("canonical-json", json=one["input"]).get("says") == one["output"]


def _commitment(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        opening = json.dumps(one["opening"])
        verdict = _judge("opening", opening=opening, commitment=_bytes(one["opening"]["commitment"]))
        yield one["name"], verdict.get("says") == one["values"]


def _register(vectors: Any) -> Iterator[Outcome]:
    for at, one in enumerate(vectors):
        register = Register()
        register.lines = {line.id: line for line in map(parse_line, one["lines"])}
        yield f"{at}: root", encode_base64(register.root()) == one["root"]
        for proof in one["proofs"]:
            uid = proof["proof"]["id"]
            text = json.dumps(proof["proof"])
            verdict = _judge("register-proof", proof=text, id=uid, root=_bytes(one["root"]))
            yield f"{at}: {uid}", verdict == {"accepted": True, "says": proof["says"]}
            yield f"{at}: {uid} made again", register.prove(uid) == proof["proof"]


def _roots(vectors: Any) -> Iterator[Outcome]:
    leaves = [hash_leaf(bytes.fromhex(entry)) for entry in vectors["entries"]]
    yield "leaf hashes", [leaf.hex() for leaf in leaves] == vectors["leafHashes"]
    roots = [tree_hash(leaves[:size]).hex() for size in range(len(leaves) + 1)]
    yield "roots", roots == vectors["roots"]


def _inclusion(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        verdict = _judge(
            "inclusion",
            **{"index": one["index"], "size": one["size"], "path": json.dumps(one["proof"])},
            leaf=_bytes(one["leafHash"]),
            root=_bytes(one["root"]),
        )
        yield one["name"], verdict["accepted"] == one["valid"]


def _consistency(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        verdict = _judge(
            "consistency",
            **{"old_size": one["oldSize"], "new_size": one["newSize"], "proof": json.dumps(one["proof"])},
            old_root=_bytes(one["oldRoot"]),
            new_root=_bytes(one["newRoot"]),
        )
        yield one["name"], verdict["accepted"] == one["valid"]


def _notes(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        verdict = _judge("note", note=one["note"], vkeys="\n".join(one["vkeys"]))
        if "code" in one:
            yield one["name"], verdict.get("code") == one["code"]
        else:
            says = {"verified": one["verified"], "ignored": one["ignored"]}
            yield one["name"], verdict.get("says") == says


def _receipts(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        verdict = _judge("receipt", policy=one["policy"], entry=one["entry"], proof=one["proof"])
        expected = one["verdict"]
        if not expected["accepted"]:
            yield one["name"], verdict.get("code") == expected["code"]
            continue
        says = verdict.get("says", {})
        yield one["name"], all(says.get(name) == expected[name] for name in ("times", "missing", "ignored"))


def _successions(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        verdict = _judge("successions", policy=one["policy"], successions=json.dumps(one["proofs"]))
        expected = one["verdict"]
        if expected["accepted"]:
            says = {"keys": expected["keys"], "indexes": expected["indexes"]}
            yield one["name"], verdict.get("says") == says
        else:
            yield one["name"], not verdict["accepted"]


def _tile_paths(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        verdict = _judge("tile-path", path=one["path"])
        if "malformed" in one:
            yield one["path"], not verdict["accepted"]
        else:
            level = str(one.get("level", "entries"))
            says = {"level": level, "index": one["index"], "width": one["width"]}
            yield one["path"], verdict.get("says") == says


def _tiles(vectors: Any) -> Iterator[Outcome]:
    for one in vectors:
        leaves = [hash_leaf(f"entry {at}".encode()) for at in range(one["size"])]
        yield f"{one['size']}: root", encode_base64(tree_hash(leaves)) == one["root"]
        contents = tile_contents(leaves)
        for path, digest in one["tiles"].items():
            data = contents.get(path, b"")
            yield f"{one['size']}: {path}", hashlib.sha256(data).hexdigest() == digest


_FILES: dict[str, Callable[[Any], Iterator[Outcome]]] = {
    "canonical-json.json": _canonical_json,
    "commitment.json": _commitment,
    "merkle-consistency.json": _consistency,
    "merkle-inclusion.json": _inclusion,
    "merkle-roots.json": _roots,
    "notes.json": _notes,
    "receipts.json": _receipts,
    "register.json": _register,
    "successions.json": _successions,
    "tile-paths.json": _tile_paths,
    "tiles.json": _tiles,
}
