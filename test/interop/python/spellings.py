"""Base64 (RFC 4648 §4), decimals and UTF-8, each in the one spelling that has one reading."""

import base64
import binascii
import re

from refused import Refused, require

MAX_UINT64 = 2**64 - 1


def encode_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str, code: str, size: int | None = None) -> bytes:
    """The bytes, of `size` if that is given. RFC 4648 §3.5 lets a decoder refuse pad bits that are not zero: done."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(code, "not base64") from error
    require(encode_base64(data) == text, code, "base64 in another spelling")
    require(size is None or len(data) == size, code, f"not {size} bytes")
    return data


def member_bytes(value: object, code: str) -> bytes:
    """A member of some JSON that must be the base64 of 32 bytes."""
    require(isinstance(value, str), code, "not text")
    assert isinstance(value, str)
    return decode_base64(value, code, 32)


def is_count(value: object) -> bool:
    """Whether a JSON value is a whole number from 0; to Python, true is one too."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def parse_decimal(text: str, code: str) -> int:
    """ASCII decimal without leading zeros, at most 2^64 - 1 (RFC 6962 counts in uint64)."""
    require(re.fullmatch(r"0|[1-9][0-9]{0,19}", text) is not None, code, "not a decimal")
    value = int(text)
    require(value <= MAX_UINT64, code, "beyond 64 bits")
    return value


def encode_utf8(text: str, code: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(code, "half a surrogate pair") from error


def decode_utf8(data: bytes, code: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(code, "not UTF-8") from error
