"""Merkle trees as RFC 6962 §2.1 defines them, verified as RFC 9162 §2.1.3.2 and §2.1.4.2 say."""

import hashlib
from collections.abc import Sequence

from refused import require

EMPTY_ROOT = hashlib.sha256(b"").digest()


def hash_leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1 over leaf hashes."""
    if len(leaves) == 0:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return hash_node(tree_hash(leaves[:split]), tree_hash(leaves[split:]))


def inclusion_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return inclusion_path(index, leaves[:split]) + [tree_hash(leaves[split:])]
    return inclusion_path(index - split, leaves[split:]) + [tree_hash(leaves[:split])]


def consistency_proof(old: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF of RFC 6962 §2.1.2, for 0 < old <= len(leaves)."""
    return _subproof(old, leaves, True)


def _subproof(old: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [tree_hash(leaves)]
    split = _split(len(leaves))
    if old <= split:
        return _subproof(old, leaves[:split], whole) + [tree_hash(leaves[split:])]
    return _subproof(old - split, leaves[split:], False) + [tree_hash(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two smaller than size."""
    return 1 << ((size - 1).bit_length() - 1)


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], code: str) -> bytes:
    """RFC 9162 §2.1.3.2 up to the comparison with the root."""
    require(0 <= index < size, code, "an index outside the tree")
    require(len(leaf) == 32, code, "a leaf hash of another length")
    fn, sn, root = index, size - 1, leaf
    for sibling in path:
        require(len(sibling) == 32, code, "a hash of another length")
        require(sn != 0, code, "a path that is too long")
        if fn & 1 or fn == sn:
            root = hash_node(sibling, root)
            while fn & 1 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = hash_node(root, sibling)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0, code, "a path that is too short")
    return root


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    found = root_from_inclusion(index, size, leaf, path, "inclusion-invalid")
    require(found == root, "inclusion-invalid", "another root")


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """RFC 9162 §2.1.4.2. Of size 0 everything is a continuation, with no proof and the root of nothing."""
    code = "consistency-invalid"
    require(len(old_root) == 32 and len(new_root) == 32, code, "a root of another length")
    require(old_size <= new_size, code, "a tree that shrank")
    if old_size == new_size:
        require(len(proof) == 0 and old_root == new_root, code, "another tree of the same size")
        require(old_size > 0 or old_root == EMPTY_ROOT, code, "an empty tree with a root of its own")
        return
    if old_size == 0:
        require(len(proof) == 0 and old_root == EMPTY_ROOT, code, "a proof of what needs none")
        return
    require(len(proof) > 0, code, "no proof")
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for sibling in path[1:]:
        require(len(sibling) == 32, code, "a hash of another length")
        require(sn != 0, code, "a proof that is too long")
        if fn & 1 or fn == sn:
            fr, sr = hash_node(sibling, fr), hash_node(sibling, sr)
            while fn & 1 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = hash_node(sr, sibling)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0, code, "a proof that is too short")
    require(fr == old_root and sr == new_root, code, "other roots")
