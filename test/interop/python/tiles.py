"""C2SP tlog-tiles: paths, tiles and entry bundles."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from merkle import tree_hash
from refused import require
from spellings import MAX_UINT64

WIDTH = 256
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


@dataclass(frozen=True)
class Tile:
    """Of level None is a bundle of entries."""

    level: int | None
    index: int
    width: int

    def path(self) -> str:
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest > 0:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"


def parse_tile_path(path: str) -> Tile:
    code = "path-malformed"
    match = _PATH.fullmatch(path)
    require(match is not None, code, "not the path of a tile")
    assert match is not None
    level, groups, width = match.groups()
    index = int(groups.replace("x", "").replace("/", ""))
    tile = Tile(None if level == "entries" else int(level), index, WIDTH if width is None else int(width))
    require(tile.level is None or tile.level <= 63, code, "a level beyond 63")
    require(index <= MAX_UINT64, code, "an index beyond 64 bits")
    require(width is None or tile.width < WIDTH, code, "a full tile spelt as a partial one")
    require(tile.path() == path, code, "an index in another spelling")
    return tile


def tiles_of(size: int) -> list[Tile]:
    """Every tile of a tree, bundles too, none of them empty."""
    tiles = []
    level, count = 0, size
    while count > 0:
        for index in range((count + WIDTH - 1) // WIDTH):
            width = min(WIDTH, count - index * WIDTH)
            tiles.append(Tile(level, index, width))
            if level == 0:
                tiles.append(Tile(None, index, width))
        level, count = level + 1, count // WIDTH
    return tiles


def hashes_of(data: bytes, width: int) -> list[bytes]:
    require(len(data) == 32 * width, "tile-malformed", f"not {width} hashes")
    return [data[at : at + 32] for at in range(0, len(data), 32)]


def tile_contents(leaves: Sequence[bytes]) -> dict[str, bytes]:
    """Path and bytes of every tile of hashes over these leaf hashes."""
    contents: dict[str, bytes] = {}
    level, hashes = 0, list(leaves)
    while hashes:
        above = []
        for index in range((len(hashes) + WIDTH - 1) // WIDTH):
            part = hashes[index * WIDTH : (index + 1) * WIDTH]
            contents[Tile(level, index, len(part)).path()] = b"".join(part)
            if len(part) == WIDTH:
                above.append(tree_hash(part))
        level, hashes = level + 1, above
    return contents


def read_leaves(size: int, root: bytes, read: Callable[[str], bytes]) -> list[bytes]:
    """The leaf hashes of a tree from its tiles, after every tile of every level has been held against the root."""
    code = "tile-invalid"
    given = {tile.path(): read(tile.path()) for tile in tiles_of(size) if tile.level is not None}
    bottom = [tile for tile in tiles_of(size) if tile.level == 0]
    leaves = [leaf for tile in bottom for leaf in hashes_of(given[tile.path()], tile.width)]
    require(tree_hash(leaves) == root, code, "tiles of another tree")
    require(tile_contents(leaves) == given, code, "a tile above says what those below do not")
    return leaves


def format_bundle(entries: Sequence[bytes]) -> bytes:
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    code = "bundle-malformed"
    entries = []
    at = 0
    while at < len(data):
        require(at + 2 <= len(data), code, "half a length")
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        require(end <= len(data), code, "an entry that is cut off")
        entries.append(data[at + 2 : end])
        at = end
    require(len(entries) == width, code, f"not {width} entries")
    return entries
