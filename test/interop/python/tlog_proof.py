"""C2SP tlog-proof."""

from dataclasses import dataclass

from checkpoint import Findings, judge_checkpoint
from merkle import hash_leaf, verify_inclusion
from policy import Policy
from refused import require
from spellings import decode_base64, decode_utf8, encode_base64, parse_decimal

_CODE = "proof-malformed"
_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class TlogProof:
    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def encode(self) -> bytes:
        lines = [_HEADER, f"index {self.index}", *(encode_base64(one) for one in self.path), "", ""]
        return "\n".join(lines).encode("ascii") + self.checkpoint


def parse_tlog_proof(data: bytes) -> TlogProof:
    head, empty_line, checkpoint = data.partition(b"\n\n")
    require(empty_line != b"", _CODE, "no checkpoint")
    lines = decode_utf8(head, _CODE).split("\n")
    require(lines.pop(0) == _HEADER, _CODE, "another first line")
    if lines and lines[0].startswith("extra "):
        require(decode_base64(lines.pop(0)[6:], _CODE) != b"", _CODE, "extra data of no bytes")
    require(len(lines) > 0 and lines[0].startswith("index "), _CODE, "no index")
    index = parse_decimal(lines.pop(0)[6:], _CODE)
    require(len(lines) <= 64, _CODE, "a path longer than any")
    path = tuple(decode_base64(line, _CODE, 32) for line in lines)
    return TlogProof(index, path, checkpoint)


def judge_receipt(entry: bytes, proof: bytes, policy: Policy) -> tuple[TlogProof, Findings]:
    """The steps of "Verifying a tlog proof", the leaf being the entry as RFC 6962 hashes it."""
    parsed = parse_tlog_proof(proof)
    findings = judge_checkpoint(parsed.checkpoint, policy)
    head = findings.checkpoint
    verify_inclusion(parsed.index, head.size, hash_leaf(entry), parsed.path, head.root)
    return parsed, findings
