import json

from base.citation import cited
from base.models import PublishedVersion


def csl_json(version: PublishedVersion) -> str:
    """A list of one item in the form that citation processors read."""
    source = cited(version)
    item = {
        "id": source.key,
        "type": "report",
        "title": source.title,
        "author": [{"literal": source.publisher}],
        "publisher": source.publisher,
        "authority": source.publisher,
        "number": source.reference,
        "version": source.label,
        "genre": source.kind,
        "language": source.language,
        "issued": {"date-parts": [[int(part) for part in source.date.split("-")]]},
        "URL": source.address,
        "note": f"SHA-256 {source.sha256}",
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
