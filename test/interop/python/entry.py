"""Log entries: spec/entry.md."""

import re
from dataclasses import dataclass

from canonical_json import canonical_bytes, parse_json
from refused import require
from spellings import encode_base64, is_count, member_bytes

_CODE = "entry-malformed"
_KIND = re.compile(r"[a-z][a-z-]{0,63}", re.ASCII)
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
EDITION_KINDS = ("edition-published", "edition-corrected", "edition-removed")


@dataclass(frozen=True)
class Entry:
    kind: str
    id: str
    commitment: bytes

    def encode(self) -> bytes:
        commitment = encode_base64(self.commitment)
        return canonical_bytes({"v": 1, "kind": self.kind, "id": self.id, "commitment": commitment})


def parse_entry(data: bytes) -> Entry:
    require(len(data) <= 1024, _CODE, "more than 1,024 bytes")
    value = parse_json(data)
    members = {"v", "kind", "id", "commitment"}
    require(isinstance(value, dict) and set(value) == members, _CODE, "other members")
    kind, uid, commitment = value["kind"], value["id"], value["commitment"]
    require(is_count(value["v"]) and value["v"] == 1, _CODE, "another version")
    require(isinstance(kind, str) and _KIND.fullmatch(kind) is not None, _CODE, "no kind")
    require(isinstance(uid, str) and UUID.fullmatch(uid) is not None, _CODE, "no id")
    entry = Entry(kind, uid, member_bytes(commitment, _CODE))
    require(entry.encode() == data, _CODE, "not the canonical JSON")
    return entry
