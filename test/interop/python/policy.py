"""C2SP tlog-policy, over octets as its section "Character set" demands."""

import re
from dataclasses import dataclass

from note import COSIGNATURE, SIGNATURE, Key, parse_vkey
from refused import require
from spellings import decode_utf8

_CODE = "policy-malformed"
_MAX = 256


@dataclass(frozen=True)
class Group:
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Names are octets read as Latin-1, so that they stay opaque and still are text."""

    logs: tuple[Key, ...]
    witnesses: dict[str, Key]
    groups: dict[str, Group]
    quorum: str

    def meets(self, cosigned: set[str]) -> bool:
        return self.quorum == "none" or self._witnessed(self.quorum, cosigned)

    def _witnessed(self, name: str, cosigned: set[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in cosigned
        return sum(self._witnessed(member, cosigned) for member in group.members) >= group.threshold


class _Reader:
    def __init__(self) -> None:
        self.logs: list[Key] = []
        self.witnesses: dict[str, Key] = {}
        self.groups: dict[str, Group] = {}
        self.members: set[str] = set()
        self.quorum: str | None = None

    def read(self, line: str) -> None:
        words = [word for word in re.split(r"[ \t]+", line) if word != ""]
        if not words or words[0].startswith("#"):
            return
        readers = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
        reader = readers.get(words[0])
        require(reader is not None, _CODE, "a line of no known kind")
        assert reader is not None
        reader(words[1:])

    def _log(self, words: list[str]) -> None:
        require(len(words) in (1, 2), _CODE, "log <vkey> [<url>]")
        key = _key(words[0], SIGNATURE)
        require(all(key.public != other.public for other in self.logs), _CODE, "a log twice")
        require(len(self.logs) < _MAX, _CODE, "too many logs")
        self.logs.append(key)

    def _witness(self, words: list[str]) -> None:
        require(len(words) in (2, 3), _CODE, "witness <name> <vkey> [<url>]")
        key = _key(words[1], COSIGNATURE)
        self._new_name(words[0])
        known = [other.public for other in self.witnesses.values()]
        require(key.public not in known, _CODE, "a witness twice")
        require(len(known) < _MAX, _CODE, "too many witnesses")
        self.witnesses[words[0]] = key

    def _group(self, words: list[str]) -> None:
        require(len(words) >= 3, _CODE, "group <name> <k> <name>...")
        name, threshold, *members = words
        self._new_name(name)
        for member in members:
            require(self._is_defined(member), _CODE, "a member that is not defined")
            require(member not in self.members, _CODE, "a member twice")
            self.members.add(member)
        require(len(self.groups) < _MAX, _CODE, "too many groups")
        self.groups[name] = Group(_threshold(threshold, len(members)), tuple(members))

    def _quorum(self, words: list[str]) -> None:
        require(len(words) == 1 and self.quorum is None, _CODE, "one quorum <name>")
        require(words[0] == "none" or self._is_defined(words[0]), _CODE, "a quorum that is not defined")
        self.quorum = words[0]

    def _new_name(self, name: str) -> None:
        require(name != "none" and not self._is_defined(name), _CODE, "a name that is taken")

    def _is_defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups


def _threshold(word: str, count: int) -> int:
    if word in ("any", "all"):
        return 1 if word == "any" else count
    require(re.fullmatch(r"[1-9][0-9]{0,3}", word) is not None, _CODE, "a threshold")
    require(int(word) <= count, _CODE, "a threshold beyond the members")
    return int(word)


def _key(word: str, kind: int) -> Key:
    key = parse_vkey(decode_utf8(word.encode("latin-1"), _CODE))
    require(key.kind == kind, _CODE, "a key of another use")
    return key


def parse_policy(data: bytes) -> Policy:
    allowed = all(octet in (0x09, 0x0A) or 0x20 <= octet <= 0x7E or octet >= 0x80 for octet in data)
    require(allowed, _CODE, "a control character")
    lines = data.decode("latin-1").split("\n")
    require(lines.pop() == "", _CODE, "a last line that does not end")
    reader = _Reader()
    for line in lines:
        reader.read(line)
    require(reader.quorum is not None, _CODE, "no quorum")
    assert reader.quorum is not None
    return Policy(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum)
