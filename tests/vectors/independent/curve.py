"""Edwards25519 in plain arithmetic: only to make points and signatures that must be refused."""

import hashlib

P = 2**255 - 19
# Order of the main subgroup (RFC 8032 §5.1).
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1)


def add(one, other):
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P
    return x, y


def multiply(number, point):
    result = IDENTITY
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def encode(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(data):
    """The point of a canonical encoding, or None."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return (P - x if x & 1 != sign else x), y


def small_order_points():
    """The eight points whose order divides 8, from one of order 8."""
    for y in range(2, 100):
        point = decode(y.to_bytes(32, "little"))
        if point is None:
            continue
        torsion = multiply(ORDER, point)
        if multiply(4, torsion) != IDENTITY:
            return [multiply(number, torsion) for number in range(8)]
    raise AssertionError("no point of order 8 found")


def small_order_encodings():
    """Every 32 bytes that decode to a point of small order, canonical or not."""
    encodings = set()
    for _, y in small_order_points():
        for alias in (y, y + P):
            if alias < 2**255:
                encodings.add(alias.to_bytes(32, "little"))
                encodings.add((alias | 1 << 255).to_bytes(32, "little"))
    return sorted(encodings)


def small_order_coordinates():
    """X25519's: u = (1 + y) / (1 − y) of those points, and −1 of the twist."""
    coordinates = {0, 1, P - 1}
    for _, y in small_order_points():
        if y != 1:
            coordinates.add((1 + y) * pow(1 - y, -1, P) % P)
    return sorted(coordinates)


def sign_with_small_order_nonce(seed, public, message):
    """A signature that holds only for a verifier that multiplies by the cofactor."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    nonce_point = encode(small_order_points()[1])
    challenge = int.from_bytes(hashlib.sha512(nonce_point + public + message).digest(), "little")
    return nonce_point + (challenge * scalar % ORDER).to_bytes(32, "little")


def with_scalar_above_order(signature):
    """S + L in place of S: the same equation, another encoding."""
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    return signature[:32] + scalar.to_bytes(32, "little")
