"""A lot that anybody can draw again: options go in the order of a hash of a seed and their identifier.

The seed is made of two parts: the head of the ballots at the close, which nobody can change any more, and a value that
nobody could know at the close, such as the result of a public draw. Both are published; of the value only letters and digits
count, so that nobody can choose among its spellings until the lot falls as they like. In a shell, with H and P the two
parts and ID an option: ``SEED=$(printf 'H\\nP' | sha256sum | cut -c-64)``, then ``printf "$SEED\\nID" | sha256sum``;
the lowest goes first.
"""

import unicodedata
from collections.abc import Sequence
from hashlib import sha256

from .ties import LOT, Contender, TieChain, TieRule


def as_drawn(typed: str) -> str:
    """A public value in the one way in which a lot is drawn with it: its letters, as capitals, and digits (Unicode NFKC)."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())


def seed(head: str, public_value: str) -> str:
    return sha256(f"{head}\n{public_value}".encode()).hexdigest()


def place(seed: str, option: str) -> str:
    """What options are put in order by, the lowest first: 64 hexadecimal digits."""
    return sha256(f"{seed}\n{option}".encode()).hexdigest()


def lot(seed: str) -> TieRule:
    def key(one: Contender) -> int:
        return int(place(seed, one.option.id), 16)

    return TieRule(LOT.name, key, LOT.sentence)


def by_lot(seed: str, first: Sequence[TieRule] = ()) -> TieChain:
    """What ``first`` leaves equal, the lot settles."""
    return TieChain((*first, lot(seed)))


def ends_in_lot(chain: TieChain) -> bool:
    return chain.rules[-1].name == LOT.name
