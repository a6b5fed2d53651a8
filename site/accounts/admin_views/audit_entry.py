from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.audit_entry import READ, read_trail
from accounts.forms.audit_entry import SieveForm
from accounts.queries.audit_entry import Sieve, officials
from accounts.user_words import detail_words, who_words
from base import clock
from base.admin_views import DeskView
from base.exports.table import Rows
from base.models import AuditEntry

PER_PAGE = 50
# No table of one office is longer, and one file stays quick to make.
MOST_IN_FILE = 20_000


class AuditTrailView(DeskView):
    """Who did what for the municipality, newest first. Nothing can be changed here, and each look is an entry itself."""

    permission = READ
    page_title = gettext_lazy("Audit trail")
    header_icon = "clipboard-list"
    template_name = "accounts/admin/audit_trail.html"
    http_method_names = ["get", "options"]

    @cached_property
    def form(self) -> SieveForm:
        return SieveForm(self.request.GET or None)

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.form.is_bound and not self.form.is_valid():
            return self.desk(422, form=self.form, files={})
        page = Paginator(self._read(), PER_PAGE).get_page(request.GET.get("page", "1"))
        return self.desk(form=self.form, page=page, rows=_rows(page), most=MOST_IN_FILE)

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {"audit-trail": self._table} if not self.form.is_bound or self.form.is_valid() else {}

    def _read(self, file: str = "") -> Any:
        sieve = self.form.sieve() if self.form.is_bound else Sieve()
        return read_trail(sieve=sieve, by=self.request.user, at=clock.now(), file=file)

    def _table(self) -> Rows:
        yield [_("When"), _("Who"), _("What"), _("About"), _("With")]
        for entry, _act, who, detail in _rows(self._read(file=self.request.GET["download"])[:MOST_IN_FILE]):
            yield [entry.at, who, entry.act, entry.about, detail]


def _rows(entries: Iterable[AuditEntry]) -> list[tuple[AuditEntry, str, str, str]]:
    """Each with its act as words, who did it, and what was kept with it."""
    named = officials()
    return [
        (entry, entry.act.replace("_", " "), who_words(entry, named), detail_words(entry.detail)) for entry in entries
    ]
