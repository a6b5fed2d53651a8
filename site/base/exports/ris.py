from base.citation import cited
from base.models import PublishedVersion


def ris(version: PublishedVersion) -> str:
    """One record of RIS, a government document; lines end as the format wants them."""
    source = cited(version)
    record = [
        ("TY", "GOVDOC"),
        ("ID", source.key),
        ("AU", source.publisher),
        ("TI", source.title),
        ("PY", source.date[:4]),
        ("DA", source.date.replace("-", "/")),
        ("ET", source.label),
        ("SN", source.reference),
        ("PB", source.publisher),
        ("LA", source.language),
        ("UR", source.address),
        ("N1", f"SHA-256 {source.sha256}"),
    ]
    # Whatever an editor typed, a value is one line.
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in record]
    return "\r\n".join([*lines, "ER  - ", ""])
