from base.models.area import Area
from base.models.audit_entry import AuditEntry
from base.models.page import BasePage, CitablePage, PublicPage
from base.models.published_version import PublishedVersion, VersionText
from base.models.record_redaction import RecordRedaction
from base.models.reference import Reference, ReferenceCounter
from base.models.removal import Redaction, Withdrawal
from base.models.search_entry import SearchEntry
from base.models.version_file import VersionFile

__all__ = [
    "Area",
    "AuditEntry",
    "BasePage",
    "CitablePage",
    "PublicPage",
    "PublishedVersion",
    "RecordRedaction",
    "Redaction",
    "Reference",
    "ReferenceCounter",
    "SearchEntry",
    "VersionFile",
    "VersionText",
    "Withdrawal",
]
