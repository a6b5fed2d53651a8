def visible(text: str) -> str:
    """Text from a file as one line that cannot steer a terminal."""
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)
