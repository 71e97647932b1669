"""Succession of a log's keys: spec/succession.md."""

from dataclasses import dataclass, replace

from canonical_json import Json
from commitment import open_commitment
from entry import parse_entry
from note import SIGNATURE, Key, check_signature, parse_note, parse_vkey
from policy import Policy
from refused import require
from spellings import encode_utf8, is_count
from tlog_proof import judge_receipt, parse_tlog_proof

_CODE = "proof-malformed"
_INVALID = "succession-invalid"
_MAX = 16


@dataclass(frozen=True)
class Succession:
    """What one of a chain says, before anything of it is proven."""

    entry: bytes
    proof: bytes
    source: Key
    successor: Key


def follow_successions(policy: Policy, chain: Json) -> tuple[Policy, list[int]]:
    """The six steps of "Following a chain": the policy it leads to, and the index of each entry."""
    require(isinstance(chain, list), _CODE, "no list")
    require(len(chain) <= _MAX, _INVALID, "too long a chain")
    links = [_parse(one) for one in chain]
    if not links:
        return policy, []
    _check_order(links)
    keys = [links[0].source, *(link.successor for link in links)]
    known = max((at for at, key in enumerate(keys) if key in policy.logs), default=None)
    require(known is not None, "signature-missing", "no key of the chain is known")
    assert known is not None
    indexes = [_prove(policy, link, at >= known) for at, link in enumerate(links)]
    require(indexes == sorted(set(indexes)), _INVALID, "indexes that do not rise")
    others = tuple(key for key in policy.logs if key not in keys)
    return replace(policy, logs=(*others, keys[-1])), indexes


def _parse(one: Json) -> Succession:
    require(isinstance(one, dict) and {"v", "entry", "opening", "proof"} <= set(one), _CODE, "members")
    require(is_count(one["v"]) and one["v"] == 1, _CODE, "another version")
    require(isinstance(one["entry"], str) and isinstance(one["proof"], str), _CODE, "not text")
    data = encode_utf8(one["entry"], _CODE)
    entry = parse_entry(data)
    require(entry.kind == "key-succession", _INVALID, "an entry of another kind")
    values = open_commitment(one["opening"], entry.commitment)
    source, successor = _key(values, "from"), _key(values, "successor")
    require(source.name == successor.name, _INVALID, "another origin")
    return Succession(data, encode_utf8(one["proof"], _CODE), source, successor)


def _key(values: dict[str, Json], name: str) -> Key:
    value = values.get(name)
    require(isinstance(value, str), _INVALID, f"no {name}")
    key = parse_vkey(value)
    require(key.kind == SIGNATURE, _INVALID, "no key of a log")
    return key


def _check_order(links: list[Succession]) -> None:
    for before, after in zip(links, links[1:]):
        require(before.successor == after.source, _INVALID, "a gap")
    for at, link in enumerate(links):
        earlier = [one.source for one in links[: at + 1]]
        require(link.successor not in earlier, _INVALID, "a circle")


def _prove(policy: Policy, link: Succession, rests: bool) -> int:
    quorum = policy.quorum if rests else "none"
    both = replace(policy, logs=(link.source, link.successor), quorum=quorum)
    proof, _findings = judge_receipt(link.entry, link.proof, both)
    note = parse_note(parse_tlog_proof(link.proof).checkpoint)
    for key in both.logs:
        lines = [one for one in note.signatures if (one.name, one.key_id) == (key.name, key.key_id)]
        require(len(lines) > 0, _INVALID, "not signed by both")
        for line in lines:
            check_signature(key, note.text, line.data)
    return proof.index
