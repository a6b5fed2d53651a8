import hashlib


def field_name(label: str) -> str:
    """Under which name a draft has the answer to a question: made from its words, so that another order loses nothing."""
    return f"question_{hashlib.sha256(label.encode()).hexdigest()[:12]}"
