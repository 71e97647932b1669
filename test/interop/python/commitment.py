"""Commitments and their openings: spec/commitment.md."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from canonical_json import Json, canonical_bytes
from merkle import tree_hash
from refused import require
from spellings import encode_base64, is_count, member_bytes

_CODE = "opening-malformed"
_DOMAIN = b"countersign/commitment@v1\n"
_NAME = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class Field:
    name: str
    salt: bytes
    value: Json

    def leaf(self) -> bytes:
        name = self.name.encode("ascii")
        value = canonical_bytes(self.value)
        return hashlib.sha256(b"\x00" + _DOMAIN + self.salt + bytes([len(name)]) + name + value).digest()

    def to_json(self) -> Json:
        return {"name": self.name, "salt": encode_base64(self.salt), "value": self.value}


def commitment_of(leaves: Sequence[bytes]) -> bytes:
    return hashlib.sha256(b"\x02" + bytes([len(leaves)]) + tree_hash(leaves)).digest()


def commit(values: dict[str, Json], seed: bytes) -> tuple[bytes, Json]:
    """The commitment to some values and its opening with all of them shown. Salts come from a secret seed."""
    fields = [
        Field(name, hmac.digest(seed, name.encode("utf-8"), "sha256"), values[name])
        for name in sorted(values, key=lambda name: name.encode("utf-8"))
    ]
    commitment = commitment_of([field.leaf() for field in fields])
    return commitment, {
        "v": 1,
        "commitment": encode_base64(commitment),
        "fields": [field.to_json() for field in fields],
    }


def close(opening: Json, names: Sequence[str]) -> Json:
    """The same opening with only the fields of these names left open."""
    fields = [
        field if field["name"] in names else {"hash": encode_base64(_field(field).leaf())}
        for field in opening["fields"]
    ]
    return {**opening, "fields": fields}


def open_commitment(opening: Json, looked_for: bytes | None = None) -> dict[str, Json]:
    """The opened values by name. Refuses what the section "Checking an opening" says."""
    require(isinstance(opening, dict) and {"v", "commitment", "fields"} <= set(opening), _CODE, "members")
    require(is_count(opening["v"]) and opening["v"] == 1, _CODE, "another version")
    fields = opening["fields"]
    require(isinstance(fields, list) and 1 <= len(fields) <= 64, _CODE, "not 1 to 64 fields")
    leaves: list[bytes] = []
    values: dict[str, Json] = {}
    last = ""
    for one in fields:
        require(isinstance(one, dict), _CODE, "a field")
        if "hash" in one:
            require(not {"name", "salt", "value"} & set(one), _CODE, "a field both closed and opened")
            leaves.append(member_bytes(one["hash"], _CODE))
            continue
        field = _field(one)
        require(field.name > last, _CODE, "names that do not rise")
        last = field.name
        values[field.name] = field.value
        leaves.append(field.leaf())
    stated = member_bytes(opening["commitment"], _CODE)
    require(commitment_of(leaves) == stated, "opening-invalid", "another commitment")
    require(looked_for is None or stated == looked_for, "opening-invalid", "not the one looked for")
    return values


def _field(one: Json) -> Field:
    require({"name", "salt", "value"} <= set(one), _CODE, "members of a field")
    name = one["name"]
    require(isinstance(name, str) and _NAME.fullmatch(name) is not None, _CODE, "a name")
    return Field(name, member_bytes(one["salt"], _CODE), one["value"])

