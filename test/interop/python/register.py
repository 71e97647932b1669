"""The register, its buckets and its proofs: spec/register.md."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from canonical_json import Json
from entry import UUID
from merkle import hash_node, inclusion_path, root_from_inclusion, tree_hash
from refused import require
from spellings import decode_base64, encode_base64, is_count, member_bytes

_LINE = re.compile(rf"({UUID.pattern}) (?:edition ([1-9][0-9]*) (\S{{44}})|removed ([1-9][0-9]*))", re.ASCII)
_INVALID = "register-proof-invalid"


@dataclass(frozen=True)
class Line:
    """`hash` is None of what was removed."""

    id: str
    number: int
    hash: bytes | None

    def text(self) -> str:
        if self.hash is None:
            return f"{self.id} removed {self.number}"
        return f"{self.id} edition {self.number} {encode_base64(self.hash)}"


def parse_line(text: str) -> Line:
    code = "register-line-malformed"
    match = _LINE.fullmatch(text)
    require(match is not None, code, "not a line")
    assert match is not None
    uid, edition, digest, removed = match.groups()
    number = int(edition or removed)
    require(number <= 999_999_999, code, "a number beyond nine digits")
    return Line(uid, number, None if digest is None else decode_base64(digest, code, 32))


def bucket_of(uid: str) -> int:
    return int(uid[:2], 16)


def parse_bucket(data: bytes, number: int) -> list[Line]:
    code = "bucket-malformed"
    require(data.isascii() and (data == b"" or data.endswith(b"\n")), code, "not lines of ASCII")
    lines = [parse_line(line) for line in data.decode("ascii").split("\n")[:-1]]
    require(all(bucket_of(line.id) == number for line in lines), code, "an id of another bucket")
    rising = all(one.id < other.id for one, other in zip(lines, lines[1:], strict=False))
    require(rising, code, "ids that do not rise")
    return lines


def format_bucket(lines: Iterable[Line]) -> bytes:
    return "".join(f"{line.text()}\n" for line in lines).encode("ascii")


def _leaves(lines: Sequence[Line]) -> list[bytes]:
    return [_leaf(line.text()) for line in lines]


def _leaf(text: str) -> bytes:
    return hashlib.sha256(b"\x00" + text.encode("ascii")).digest()


def _bucket_hash(count: int, root: bytes) -> bytes:
    return hashlib.sha256(b"\x02" + count.to_bytes(8, "big") + root).digest()


def hash_bucket(lines: Sequence[Line]) -> bytes:
    return _bucket_hash(len(lines), tree_hash(_leaves(lines)))


def parse_bucket_hashes(data: bytes, root: bytes) -> list[bytes]:
    """The 256 hashes that `/log/register/<root>` serves, held against the root."""
    code = "register-malformed"
    require(len(data) == 256 * 32, code, "not 256 hashes")
    hashes = [data[at : at + 32] for at in range(0, len(data), 32)]
    require(tree_hash(hashes) == root, code, "another root")
    return hashes


class Register:
    """What is public, built by replaying the log ("How it follows from the log")."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}

    def apply(self, kind: str, values: dict[str, Json]) -> None:
        uid, number = values["subject"], values["number"]
        known = self.lines.get(uid)
        removes = kind == "edition-removed"
        newer = known is None or number > known.number
        if newer or (number == known.number and known.hash is not None and removes):
            digest = None if removes else decode_base64(values["hash"], "entry-malformed", 32)
            self.lines[uid] = Line(uid, number, digest)

    def buckets(self) -> list[list[Line]]:
        buckets: list[list[Line]] = [[] for _ in range(256)]
        for uid in sorted(self.lines):
            buckets[bucket_of(uid)].append(self.lines[uid])
        return buckets

    def root(self) -> bytes:
        return tree_hash([hash_bucket(lines) for lines in self.buckets()])

    def prove(self, uid: str) -> Json:
        buckets = self.buckets()
        own = buckets[bucket_of(uid)]
        shown = [at for at, line in enumerate(own) if line.id == uid]
        if not shown:
            after = sum(line.id < uid for line in own)
            shown = [at for at in (after - 1, after) if 0 <= at < len(own)]
        leaves = _leaves(own)
        siblings = inclusion_path(bucket_of(uid), [hash_bucket(lines) for lines in buckets])
        return {
            "v": 1,
            "id": uid,
            "size": len(own),
            "lines": [
                {
                    "index": at,
                    "line": own[at].text(),
                    "path": [encode_base64(one) for one in inclusion_path(at, leaves)],
                }
                for at in shown
            ],
            "buckets": [encode_base64(one) for one in siblings],
        }


def verify_in_register(proof: Json, root: bytes) -> Line | None:
    """The line of the proof's id under this root; None if the proof shows that there is none."""
    code = "register-proof-malformed"
    require(isinstance(proof, dict), code, "not an object")
    require({"v", "id", "size", "lines", "buckets"} <= set(proof), code, "members")
    require(is_count(proof["v"]) and proof["v"] == 1, code, "another version")
    uid, size = proof["id"], _count(proof["size"])
    require(isinstance(uid, str) and UUID.fullmatch(uid) is not None, code, "no id")
    siblings = _hashes(proof["buckets"])
    require(len(siblings) == 8, code, "not eight siblings")
    require(isinstance(proof["lines"], list) and len(proof["lines"]) <= 2, code, "more than two lines")
    shown = [_shown(one) for one in proof["lines"]]
    for index, line, path in shown:
        require(bucket_of(line.id) == bucket_of(uid), _INVALID, "a line of another bucket")
        mth = root_from_inclusion(index, size, _leaf(line.text()), path, _INVALID)
        require(_root(uid, size, mth, siblings) == root, _INVALID, "another root")
    if not shown:
        require(size == 0, _INVALID, "nothing shown of a bucket that has lines")
        require(_root(uid, 0, tree_hash([]), siblings) == root, _INVALID, "another root")
        return None
    if len(shown) == 1 and shown[0][1].id == uid:
        return shown[0][1]
    _require_gap(uid, size, [(index, line.id) for index, line, _ in shown])
    return None


def _require_gap(uid: str, size: int, shown: list[tuple[int, str]]) -> None:
    index, first = shown[0]
    if len(shown) == 2:
        second_index, second = shown[1]
        require(second_index == index + 1, _INVALID, "lines that are no neighbours")
        require(first < uid < second, _INVALID, "an id that is not between them")
    else:
        before_all = index == 0 and uid < first
        after_all = index == size - 1 and uid > first
        require(before_all or after_all, _INVALID, "a neighbour is not shown")


def _root(uid: str, size: int, mth: bytes, siblings: Sequence[bytes]) -> bytes:
    root = _bucket_hash(size, mth)
    for level, sibling in enumerate(siblings):
        is_right = bucket_of(uid) >> level & 1
        root = hash_node(sibling, root) if is_right else hash_node(root, sibling)
    return root


def _shown(one: Json) -> tuple[int, Line, list[bytes]]:
    code = "register-proof-malformed"
    require(isinstance(one, dict) and {"index", "line", "path"} <= set(one), code, "a line's members")
    require(isinstance(one["line"], str), code, "a line")
    return _count(one["index"]), parse_line(one["line"]), _hashes(one["path"])


def _count(value: Json) -> int:
    require(is_count(value) and value <= 10**9, "register-proof-malformed", "not a count")
    return value


def _hashes(value: Json) -> list[bytes]:
    code = "register-proof-malformed"
    require(isinstance(value, list) and len(value) <= 64, code, "no hashes")
    return [member_bytes(one, code) for one in value]
