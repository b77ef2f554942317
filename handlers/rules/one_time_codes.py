"""One-time codes that people copy by hand; only a code's hash is kept."""

import hashlib
import secrets

ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
"""Letters and digits that are not mistaken for another when copied by hand (no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V)."""


def new_code(length: int) -> str:
    """A code that nobody can guess: 4.7 bits a letter."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def hash_of(code: str, purpose: str = "") -> str:
    """What is kept of a code: in whatever case it is typed, with blanks or dashes. Codes of two purposes never meet."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(f"{purpose}{plain}".encode()).hexdigest()
