"""JSON read (RFC 8259, I-JSON RFC 7493) and written canonically (RFC 8785)."""

import json
from typing import Any, NoReturn

from spellings import decode_utf8
from refused import Refused, require

Json = Any
_CODE = "json-malformed"


def parse_json(data: bytes) -> Json:
    """A JSON text in UTF-8. Numbers become doubles, whole ones that a double holds exactly become int."""
    text = decode_utf8(data, _CODE)
    try:
        return json.loads(
            text,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_constant,
            object_pairs_hook=_members,
        )
    except (ValueError, RecursionError) as error:
        raise Refused(_CODE, "not JSON") from error


def canonical_json(value: Json) -> str:
    """RFC 8785. Refuses what I-JSON has no place for: infinite numbers, surrogates without their other half."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return _format_number(float(value))
    if isinstance(value, str):
        return _format_string(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical_json(one) for one in value) + "]"
    names = sorted(value, key=_utf16)
    return "{" + ",".join(f"{_format_string(name)}:{canonical_json(value[name])}" for name in names) + "}"


def canonical_bytes(value: Json) -> bytes:
    try:
        return canonical_json(value).encode("utf-8")
    except RecursionError as error:
        raise Refused(_CODE, "too deep") from error


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) <= 2**53 else number


def _constant(text: str) -> NoReturn:
    raise Refused(_CODE, f"{text} is not JSON")


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    require(len(members) == len(pairs), _CODE, "the same member twice (RFC 7493 §2.3)")
    return members


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def _format_string(text: str) -> str:
    require(not any("\ud800" <= one <= "\udfff" for one in text), _CODE, "half a surrogate pair")
    escaped = (_ESCAPES.get(one) or (f"\\u{ord(one):04x}" if one < " " else one) for one in text)
    return '"' + "".join(escaped) + '"'


def _format_number(number: float) -> str:
    """ECMAScript's Number::toString (RFC 8785 §3.2.2.3) from the shortest digits that repr gives."""
    require(abs(number) != float("inf"), _CODE, "a number that no double holds")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or "0") - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + power
