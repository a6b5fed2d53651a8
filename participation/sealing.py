"""The cryptography of the ballot box, and nothing else: keys, seals, passphrases, parts, signatures. No Django in it.

A box has one secret of 16 bytes. From it follows the private key that opens envelopes; the public key seals them. The secret is
kept under a passphrase, or split into parts that are words (SLIP-39), of which some are enough.
"""

import secrets
from collections.abc import Callable, Sequence
from hashlib import sha256
from struct import Struct

from nacl.bindings import crypto_box_seal, crypto_box_seal_open
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import PrivateKey
from nacl.pwhash.argon2id import SALTBYTES, kdf
from nacl.secret import SecretBox
from nacl.signing import SigningKey
from nacl.utils import random
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

SECRET_BYTES = 16
# 80 bits: more than anybody guesses, even without the slow hash before it.
PASSPHRASE_WORDS = 8
# What sets a passphrase's hash: rounds and bytes of memory, kept beside it so that they can be raised later.
COST = Struct(">II")
# Of a mark in an envelope, beside its reference: quotes, colon, comma, and a value of at most 7 signs.
ROOM_OF_MARK = 11
# A sealed envelope is longer than what is in it by so many bytes.
SEAL = 48


class CannotOpen(Exception):
    """The key, the passphrase or the parts do not fit, or what was sealed was changed."""


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def public_key(secret: bytes) -> str:
    return bytes(_private_key(secret).public_key).hex()


def room_for(references: Sequence[str]) -> int:
    """How long the fullest ballot of a paper can be: all envelopes are that long, so that none tells how much was marked."""
    return 2 + sum(len(one.encode()) + ROOM_OF_MARK for one in references)


def seal(key: str, text: str, room: int) -> bytes:
    """Seals a text for who has the secret. Raises ValueError where it is longer than the room."""
    plain = text.encode()
    if len(plain) > room:
        raise ValueError("The ballot is longer than the fullest ballot of its paper.")
    return crypto_box_seal(plain.ljust(room), bytes.fromhex(key))


def opener(secret: bytes) -> Callable[[bytes], str]:
    """What opens envelopes one after the other; raises CannotOpen where one was sealed for another box, or changed."""
    private = _private_key(secret)
    own, public = bytes(private), bytes(private.public_key)

    def open_one(sealed: bytes) -> str:
        try:
            return crypto_box_seal_open(bytes(sealed), public, own).decode().rstrip(" ")
        except (CryptoError, UnicodeDecodeError, ValueError) as error:
            raise CannotOpen from error

    return open_one


def new_passphrase() -> str:
    return " ".join(secrets.choice(WORDLIST) for _ in range(PASSPHRASE_WORDS))


def tidied(words: str) -> str:
    """Words as they are compared, however they were typed."""
    return " ".join(words.lower().split())


def lock(secret: bytes, passphrase: str, *, rounds: int, memory: int) -> bytes:
    salt = random(SALTBYTES)
    return COST.pack(rounds, memory) + salt + SecretBox(_hashed(passphrase, salt, rounds, memory)).encrypt(secret)


def unlock(locked: bytes, passphrase: str) -> bytes:
    rounds, memory = COST.unpack_from(locked)
    salt, box = locked[COST.size : COST.size + SALTBYTES], locked[COST.size + SALTBYTES :]
    return fetch(box, _hashed(passphrase, salt, rounds, memory))


def split(secret: bytes, *, needed: int, parts: int) -> list[str]:
    """Parts in words, of which so many as are needed bring the secret back and fewer say nothing of it."""
    (group,) = generate_mnemonics(1, [(needed, parts)], secret, iteration_exponent=0)
    return group


def join(parts: Sequence[str]) -> bytes:
    try:
        return combine_mnemonics(parts)
    except MnemonicError as error:
        raise CannotOpen from error


def digest_of_part(words: str) -> str:
    """Tells a part from another without holding it: it is as hard to guess as the secret itself."""
    return sha256(b"part of a ballot box\n" + tidied(words).encode()).hexdigest()


def keep(data: bytes, key: bytes) -> bytes:
    """Seals something for who has the same key of 32 bytes."""
    return bytes(SecretBox(key).encrypt(data))


def fetch(kept: bytes, key: bytes) -> bytes:
    try:
        return SecretBox(key).decrypt(bytes(kept))
    except (CryptoError, ValueError) as error:
        raise CannotOpen from error


def new_signing_key() -> tuple[bytes, str]:
    """A key to sign heads with, and what anybody checks them with."""
    key = SigningKey.generate()
    return bytes(key), bytes(key.verify_key).hex()


def sign(key: bytes, text: str) -> str:
    return SigningKey(key).sign(text.encode()).signature.hex()


def _private_key(secret: bytes) -> PrivateKey:
    return PrivateKey(blake2b(secret, digest_size=PrivateKey.SIZE, person=b"ballot box", encoder=RawEncoder))


def _hashed(passphrase: str, salt: bytes, rounds: int, memory: int) -> bytes:
    return kdf(SecretBox.KEY_SIZE, tidied(passphrase).encode(), salt, opslimit=rounds, memlimit=memory)
