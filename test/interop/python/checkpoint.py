"""C2SP tlog-checkpoint, and what a tlog-policy makes of one."""

from dataclasses import dataclass

from note import Key, Note, parse_note, verify_note
from policy import Policy
from refused import Refused, require
from spellings import decode_base64, encode_base64, parse_decimal


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


@dataclass(frozen=True)
class Findings:
    """What a policy makes of a checkpoint; times in seconds since 1970, the earliest of each witness."""

    checkpoint: Checkpoint
    times: dict[str, int]
    missing: list[str]
    ignored: list[str]


def format_checkpoint(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.origin}\n{checkpoint.size}\n{encode_base64(checkpoint.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    code = "checkpoint-malformed"
    lines = text.split("\n")
    require(len(lines) >= 4 and lines[-1] == "", code, "fewer than three lines")
    require(all(line != "" for line in lines[:-1]), code, "an empty line")
    origin, size, root = lines[:3]
    return Checkpoint(origin, parse_decimal(size, code), decode_base64(root, code, 32))


def judge_checkpoint(data: bytes, policy: Policy) -> Findings:
    """Signed by a log of the policy that has the origin as its name, and cosigned as the policy demands."""
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    logs = [key for key in policy.logs if key.name == checkpoint.origin]
    require(len(logs) > 0, "origin-mismatch", f"no log {checkpoint.origin}")
    times, ignored = _verify(note, logs, policy)
    if not policy.meets(set(times)):
        raise Refused("quorum-missing", f"cosigned by {sorted(times)} only")
    missing = [name for name in policy.witnesses if name not in times]
    return Findings(checkpoint, times, missing, ignored)


def _verify(note: Note, logs: list[Key], policy: Policy) -> tuple[dict[str, int], list[str]]:
    witnesses = {key: name for name, key in policy.witnesses.items()}
    verified, ignored = verify_note(note, [*logs, *witnesses])
    require(any(key in logs for key, _ in verified), "signature-missing", "not signed by its log")
    times: dict[str, int] = {}
    for key, time in verified:
        if time is not None:
            name = witnesses[key]
            times[name] = min(time, times.get(name, time))
    return times, [one.name for one in ignored]
