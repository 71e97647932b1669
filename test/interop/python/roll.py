"""The roll of a letter as files: spec/count.md, "The head" and "A part"."""

import hashlib
import re
from dataclasses import dataclass

from canonical_json import Json, canonical_bytes, parse_json
from entry import UUID
from merkle import hash_node
from refused import require
from spellings import decode_base64, decode_utf8, encode_utf8, is_count, member_bytes, parse_decimal

_CODE = "roll-malformed"
_MOST_BYTES = 8 * 2**20
_MOST_LINES = 8192
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_APPEARANCES = ("named", "organisers", "described", "counted", "withheld")
_VERIFICATIONS = ("mailbox", "domain", "organiser", "vouched", "agent")
_LEFT = {"aside", "disowned", "withdrawn"}


@dataclass(frozen=True)
class Part:
    batch: str | None
    first: int
    last: int
    lines: int
    sha256: str


@dataclass(frozen=True)
class Roll:
    """`hash` is of the head's bytes; `classes` are each with its number of lines; `batches` are places by id."""

    hash: bytes
    entry: str
    place: int
    letter: str
    size: int
    classes: tuple[tuple[Json, int], ...]
    parts: tuple[Part, ...]
    batches: dict[str, int]
    left: dict[str, int]


@dataclass(frozen=True)
class Line:
    place: int
    id: str | None
    number: int
    salt: bytes
    languages: bytes
    others: bytes

    def commitment(self, class_leaf: bytes) -> bytes:
        root = hash_node(hash_node(class_leaf, self.languages), self.others)
        return hashlib.sha256(b"\x02\x04" + root).digest()


def parse_roll(data: bytes) -> Roll:
    require(len(data) <= _MOST_BYTES, _CODE, "more than 8 MiB")
    file = _object(parse_json(data), {"v", "head", "counted"}, "roll.json")
    require(_is_one(file["v"]) and isinstance(file["head"], str), _CODE, "roll.json")
    counted = _object(file["counted"], {"entry", "place"}, "counted")
    text = encode_utf8(file["head"], _CODE)
    head = parse_json(text)
    require(canonical_bytes(head) == text, _CODE, "not the canonical JSON")
    members = {"batches", "classes", "left", "letter", "parts", "size", "v"}
    _object(head, members, "the head")
    require(_is_one(head["v"]), _CODE, "another version")
    batches = [_object(one, {"entry", "place"}, "a batch") for one in _list(head["batches"])]
    places = {_uuid(one["entry"]): _decimal(one["place"]) for one in batches}
    require(len(places) == len(batches), _CODE, "a batch twice")
    return Roll(
        hash=hashlib.sha256(text).digest(),
        entry=_uuid(counted["entry"]),
        place=_decimal(counted["place"]),
        letter=_uuid(head["letter"]),
        size=_decimal(head["size"]),
        classes=_classes(head["classes"]),
        parts=tuple(_part(one, places) for one in _list(head["parts"])),
        batches=places,
        left=_left(head["left"]),
    )


def parse_part(data: bytes, part: Part) -> list[Line]:
    require(hashlib.sha256(data).hexdigest() == part.sha256, "roll-part-altered", part.sha256)
    rows = decode_utf8(data, _CODE).split("\n")
    require(rows.pop() == "" and 1 <= len(rows) <= _MOST_LINES, _CODE, "lines of a part")
    lines = [_line(row, part.batch) for row in rows]
    stated = (lines[0].place, lines[-1].place, len(lines))
    require(stated == (part.first, part.last, part.lines), _CODE, "not the part that the head says")
    return lines


def _line(row: str, batch: str | None) -> Line:
    words = row.split(" ")
    require(len(words) == 6, _CODE, "a line")
    place, uid, number, *hashes = words
    # The page does not say that `-` is for items alone; an entry has an id to be hashed with.
    require((uid == "-") == (batch is not None), _CODE, "an id")
    salt, languages, others = (decode_base64(one, _CODE, 32) for one in hashes)
    own = None if batch is not None else _uuid(uid)
    return Line(parse_decimal(place, _CODE), own, parse_decimal(number, _CODE), salt, languages, others)


def _classes(value: Json) -> tuple[tuple[Json, int], ...]:
    classes = []
    for one in _list(value):
        _object(one, {"class", "count"}, "a class")
        require(is_count(one["count"]), _CODE, "a number of lines")
        classes.append((_class(one["class"]), one["count"]))
    spelt = {canonical_bytes(one) for one, _count in classes}
    require(len(spelt) == len(classes), _CODE, "a class twice")
    return tuple(classes)


def _class(value: Json) -> Json:
    members = {"affirms", "appearance", "letter", "text", "verification"}
    require(isinstance(value, dict), _CODE, "a class")
    withheld = value.get("appearance") == "withheld"
    require(set(value) == (members | {"rule"} if withheld else members), _CODE, "members of a class")
    require(value["affirms"] in ("first", "again"), _CODE, "affirms")
    require(value["appearance"] in _APPEARANCES, _CODE, "an appearance")
    require(value["verification"] in _VERIFICATIONS, _CODE, "a verification")
    require(not withheld or isinstance(value["rule"], dict), _CODE, "a rule")
    _uuid(value["letter"])
    member_bytes(value["text"], _CODE)
    return value


def _part(value: Json, batches: dict[str, int]) -> Part:
    require(isinstance(value, dict), _CODE, "a part")
    batch = value.get("batch")
    members = {"first", "last", "lines", "sha256"}
    _object(value, members | {"batch"} if "batch" in value else members, "a part")
    require("batch" not in value or batch in batches, _CODE, "a batch that is not listed")
    sha256 = value["sha256"]
    require(isinstance(sha256, str) and _HEX.fullmatch(sha256) is not None, _CODE, "a part's hash")
    require(is_count(value["lines"]) and 1 <= value["lines"] <= _MOST_LINES, _CODE, "a part's lines")
    return Part(batch, _decimal(value["first"]), _decimal(value["last"]), value["lines"], sha256)


def _left(value: Json) -> dict[str, int]:
    require(isinstance(value, dict) and _LEFT <= set(value), _CODE, "left")
    require(set(value) <= _LEFT | {"expired", "erased"}, _CODE, "members of left")
    require(all(is_count(one) for one in value.values()), _CODE, "numbers of left")
    return value


def _object(value: Json, members: set[str], what: str) -> dict[str, Json]:
    require(isinstance(value, dict) and set(value) == members, _CODE, what)
    return value


def _list(value: Json) -> list[Json]:
    require(isinstance(value, list), _CODE, "no list")
    return value


def _is_one(value: Json) -> bool:
    return is_count(value) and value == 1


def _uuid(value: Json) -> str:
    require(isinstance(value, str) and UUID.fullmatch(value) is not None, _CODE, "an id")
    return value


def _decimal(value: Json) -> int:
    require(isinstance(value, str), _CODE, "a decimal")
    return parse_decimal(value, _CODE)
