"""Ed25519 (RFC 8032 §5.1), plain and slow: points in extended coordinates, no constant time.

Fit for tests only: what signs here leaks its key to whoever can measure.
"""

import functools
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
_SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z (§5.1.4)
_NEUTRAL: Point = (0, 1, 1, 0)


def public_key(secret: bytes) -> bytes:
    """§5.1.5, of a secret of 32 bytes."""
    return _compress(_multiply(_secret_scalar(secret), _BASE))


def sign(secret: bytes, message: bytes) -> bytes:
    """§5.1.6, of 64 bytes."""
    scalar = _secret_scalar(secret)
    public = _compress(_multiply(scalar, _BASE))
    prefix = hashlib.sha512(secret).digest()[32:]
    nonce = _hash_to_scalar(prefix + message)
    commitment = _compress(_multiply(nonce, _BASE))
    challenge = _hash_to_scalar(commitment + public + message)
    return commitment + ((nonce + challenge * scalar) % L).to_bytes(32, "little")


@functools.lru_cache(maxsize=4096)
def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """§5.1.7 without the cofactor, the stricter of the two equations that it allows."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key = _decompress(public)
    commitment = _decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= L:
        return False
    challenge = _hash_to_scalar(signature[:32] + public + message)
    return _equal(_multiply(scalar, _BASE), _add(commitment, _multiply(challenge, key)))


def _secret_scalar(secret: bytes) -> int:
    scalar = int.from_bytes(hashlib.sha512(secret).digest()[:32], "little")
    return scalar & ((1 << 254) - 8) | (1 << 254)


def _hash_to_scalar(data: bytes) -> int:
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % L


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _multiply(scalar: int, point: Point) -> Point:
    result = _NEUTRAL
    while scalar > 0:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _equal(one: Point, other: Point) -> bool:
    same_x = (one[0] * other[2] - other[0] * one[2]) % P == 0
    return same_x and (one[1] * other[2] - other[1] * one[2]) % P == 0


def _compress(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def _decompress(data: bytes) -> Point | None:
    """§5.1.3; None for what is no point, or a point in another spelling than its own."""
    number = int.from_bytes(data, "little")
    odd, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * _SQRT_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and odd == 1):
        return None
    if x & 1 != odd:
        x = P - x
    return (x, y, 1, x * y % P)


def _base_point() -> Point:
    point = _decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    assert point is not None
    return point


_BASE = _base_point()
