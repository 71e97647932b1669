"""Recounts a letter: spec/count.md, "Recounting", over a folder of the paths that an instance serves.

Beside them the folder has `policy`, whom one trusts, and `letter`, the id of the letter.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from canonical_json import Json, canonical_bytes, parse_json
from checkpoint import judge_checkpoint
from commitment import Field, open_commitment
from edition_proof import judge_edition
from entry import Entry, parse_entry
from merkle import hash_leaf, tree_hash
from policy import parse_policy
from refused import Refused, require
from roll import Line, Roll, parse_part, parse_roll
from spellings import encode_base64, is_count, member_bytes
from succession import follow_successions
from tiles import hashes_of, parse_bundle, read_leaves, tiles_of

Read = Callable[[str], bytes]


@dataclass(frozen=True)
class _Log:
    """A log whose checkpoint and tiles have been verified."""

    read: Read
    leaves: list[bytes]


def recount(folder: Path) -> Json:
    """What the letter's roll shows, after every line was held against the log."""

    def read(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError as error:
            raise Refused("file-missing", path) from error

    letter = read("letter").decode("ascii")
    policy, _indexes = follow_successions(parse_policy(read("policy")), parse_json(read("log/successions")))
    head = judge_checkpoint(read("log/checkpoint"), policy).checkpoint
    log = _Log(read, read_leaves(head.size, head.root, lambda path: read(f"log/{path}")))
    document = read(f"dossier/{letter}.json")
    proven = judge_edition(read(f"log/proof/{letter}"), document, policy)
    require(proven.subject == letter, "roll-edition", "of another subject")
    texts = _texts(parse_json(document), letter)
    roll = parse_roll(read(f"letters/{letter}/roll.json"))
    for one, _count in roll.classes:
        own = one["letter"] == letter and one["text"] in texts
        require(own, "roll-class-unknown", "of another letter, or of none of its texts")
    require(roll.letter == letter, "roll-malformed", "of another letter")
    counts = _count_lines(log, roll)
    require(counts == [count for _one, count in roll.classes], "roll-count-differs", "lines by class")
    people = sum(count for one, count in roll.classes if one["affirms"] == "first")
    _check_counted(log, roll, people)
    return {
        "people": people,
        "again": sum(counts) - people,
        # A class of nobody stands in the head for its number alone.
        "classes": [[one, count] for one, count in roll.classes if count > 0],
        "left": roll.left,
        "place": str(roll.place),
        "parts": len(roll.parts),
        "batches": len(roll.batches),
    }


def _texts(document: Json, letter: str) -> set[str]:
    """The hashes (base64) of the versions, each held to its words."""
    code = "roll-edition"
    require(isinstance(document, dict) and document.get("kind") == "letter", code, "no letter")
    about = document.get("letter")
    require(isinstance(about, dict) and isinstance(about.get("versions"), list), code, "no versions")
    hashes = set()
    for number, version in enumerate(about["versions"], 1):
        require(isinstance(version, dict), code, "a version")
        text = version.get("text")
        require(isinstance(text, dict) and "translates" not in text, code, "a text")
        digest = hashlib.sha256(canonical_bytes(text)).digest()
        require(version.get("hash") == digest.hex(), code, "a text with another hash")
        require((text.get("letter"), text.get("number")) == (letter, number), code, "another's text")
        hashes.add(encode_base64(digest))
    return hashes


def _check_counted(log: _Log, roll: Roll, people: int) -> None:
    said = _opened_entry(log, roll.entry, "count", roll.place)
    same = said.get("letter") == roll.letter and member_bytes(said.get("roll"), "roll-malformed") == roll.hash
    require(same, "roll-not-counted", "another roll")
    require(is_count(said.get("signed")) and said["signed"] == people, "roll-not-counted", "people")
    for entry in _entries_after(log, roll.place):
        if entry.kind == "count":
            later = _opening_of(log, entry)
            # One that is not served opens to nothing: the page says "as far as one looks".
            require(later is None or later.get("letter") != roll.letter, "roll-stale", entry.id)


def _opened_entry(log: _Log, uid: str, kind: str, place: int) -> dict[str, Json]:
    opening = parse_json(log.read(f"log/opening/{uid}"))
    require(isinstance(opening, dict), "opening-malformed", "not an object")
    entry = Entry(kind, uid, member_bytes(opening.get("commitment"), "opening-malformed"))
    _require_logged(log.leaves, place, hash_leaf(entry.encode()))
    return open_commitment(opening, entry.commitment)


def _opening_of(log: _Log, entry: Entry) -> dict[str, Json] | None:
    try:
        data = log.read(f"log/opening/{entry.id}")
    except Refused:
        return None
    return open_commitment(parse_json(data), entry.commitment)


def _entries_after(log: _Log, place: int) -> list[Entry]:
    after = []
    for tile in tiles_of(len(log.leaves)):
        start = tile.index * 256
        if tile.level is not None or start + tile.width <= place + 1:
            continue
        bundle = parse_bundle(log.read(f"log/{tile.path()}"), tile.width)
        for at, data in enumerate(bundle, start):
            _require_logged(log.leaves, at, hash_leaf(data))
            if at > place:
                after.append(parse_entry(data))
    return after


def _count_lines(log: _Log, roll: Roll) -> list[int]:
    counts = [0] * len(roll.classes)
    trees: dict[str | None, list[bytes]] = {}
    current, last = None, -1
    for part in roll.parts:
        if part.batch not in trees:
            trees[part.batch] = _leaves_of(log, roll, part.batch)
            current, last = part.batch, -1
        require(part.batch == current, "roll-out-of-order", "a tree occurs twice")
        for line in parse_part(log.read(f"letters/{roll.letter}/roll/{part.sha256}"), part):
            require(line.place > last, "roll-out-of-order", "places that do not rise")
            last = line.place
            require(line.number < len(counts), "roll-class-unknown", "no class of this number")
            counts[line.number] += 1
            _check_line(trees[part.batch], line, roll.classes[line.number][0])
    return counts


def _leaves_of(log: _Log, roll: Roll, batch: str | None) -> list[bytes]:
    if batch is None:
        return log.leaves
    root = _opened_entry(log, batch, "batch", roll.batches[batch]).get("root")
    data = log.read(f"log/batch/{batch}")
    leaves = hashes_of(data, len(data) // 32)
    size = len(leaves)
    fits = size >= 256 and size & (size - 1) == 0 and size.bit_length() % 2 == 1
    require(fits, "roll-batch-altered", "not a power of four, from 256")
    require(tree_hash(leaves) == member_bytes(root, "roll-malformed"), "roll-batch-altered", "root")
    return leaves


def _check_line(leaves: list[bytes], line: Line, one: Json) -> None:
    commitment = line.commitment(Field("class", line.salt, one).leaf())
    data = commitment if line.id is None else Entry("signature", line.id, commitment).encode()
    _require_logged(leaves, line.place, hash_leaf(data))


def _require_logged(leaves: list[bytes], place: int, leaf: bytes) -> None:
    require(place < len(leaves) and leaves[place] == leaf, "roll-not-logged", f"place {place}")
