import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend

from base import receivers
from base.actions.page import PageWithoutVersion, add_published_pages
from base.models import PublishedVersion, Reference
from proposals.models import ProposalPage
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.factories.proposals import ConsultationRoundPageFactory

# What differs because it is another page, or because the one way takes two steps and the other one.
OF_THE_PAGE_ITSELF = {
    "id", "pk", "page_ptr", "path", "url_path", "slug", "translation_key", "latest_revision", "live_revision",
    "latest_revision_created_at", "first_published_at", "last_published_at", "live", "has_unpublished_changes", "numchild",
}  # fmt: skip


@pytest.fixture
def round_page(site_ground):
    item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home))
    return ConsultationRoundPageFactory(parent=item)


def proposal_page(round_page, author, slug: str, **fields) -> ProposalPage:
    return ProposalPage(
        **{
            "title": "Een bank bij de vijver",
            "slug": slug,
            "locale": round_page.locale,
            "translation_key": uuid.uuid4(),
            "summary": "Dan kunnen mensen zitten.",
            "body": "Bij de vijver staat niets.\n\nEen bank helpt.",
            "author": author,
            "author_name": "Noor",
            "language": "nl",
            "cost": 900,
            **fields,
        }
    )


def written(page: ProposalPage) -> dict:
    """All that stands in the database about a published page, apart from what makes it another page."""
    page = ProposalPage.objects.get(pk=page.pk)
    revision = page.latest_revision
    version = PublishedVersion.objects.get(reference__translation_key=page.translation_key)
    log = PageLogEntry.objects.filter(page=page).order_by("pk")
    index = ReferenceIndex.objects.filter(object_id=str(page.pk), base_content_type=page.get_base_content_type())
    own = [
        {name: value for name, value in data.items() if name not in OF_THE_PAGE_ITSELF}
        for data in (model_to_dict(page), revision.content)
    ]
    return {
        "fields": own[0],
        "revision": own[1],
        "states": (
            page.live,
            page.has_unpublished_changes,
            page.live_revision_id == revision.pk,
            page.expired,
            page.owner,
        ),
        "revision of": (
            revision.content_type,
            revision.base_content_type,
            revision.object_id == str(page.pk),
            revision.object_str,
        ),
        "address": page.url_path == f"{page.get_parent().url_path}{page.slug}/",
        "version": (version.number, version.language, version.change_kind, version.content),
        "kind": version.reference.kind,
        "log": [(entry.action, entry.label, entry.content_changed, entry.revision_id == revision.pk) for entry in log],
        "references": sorted(index.values_list("to_content_type", "to_object_id", "model_path", "content_path")),
    }


@pytest.mark.django_db
def test_add_published_pages_writes_what_publishing_one_page_writes(indexes, round_page, resident, noon):
    one = proposal_page(round_page, resident, "een", live=False)
    round_page.add_child(instance=one)
    one.save_revision().publish()
    two, three = (proposal_page(round_page, resident, slug) for slug in ("twee", "drie"))

    add_published_pages(parent=round_page, pages=[(two, noon), (three, noon + timedelta(hours=1))])

    assert written(two) == written(one)
    assert written(three) == written(one)
    round_page.refresh_from_db()
    assert [page.slug for page in round_page.get_children()] == ["een", "twee", "drie"]
    assert round_page.numchild == 3
    assert Page.find_problems() == ([], [], [], [], [])
    found = get_search_backend().search("vijver", ProposalPage)
    assert {page.slug for page in found} == {"een", "twee", "drie"}


@pytest.mark.django_db
def test_add_published_pages_dates_everything_at_the_pages_own_moment(round_page, noon):
    later = noon + timedelta(days=400)
    pages = [(proposal_page(round_page, None, "een"), noon), (proposal_page(round_page, None, "twee"), later)]
    add_published_pages(parent=round_page, pages=pages)
    for page, at in pages:
        reference = Reference.objects.get(translation_key=page.translation_key)
        assert [version.published_at for version in reference.versions.all()] == [at]
        assert (reference.allotted_at, reference.year) == (at, at.year)
        assert [revision.created_at for revision in Revision.objects.for_instance(page)] == [at]
        page.refresh_from_db()
        assert (page.first_published_at, page.last_published_at) == (at, at)


@pytest.mark.django_db
def test_add_published_pages_lets_an_editor_go_on_with_the_page(round_page, noon):
    page = proposal_page(round_page, None, "een")
    add_published_pages(parent=round_page, pages=[(page, noon)])
    page = ProposalPage.objects.get(pk=page.pk)
    page.summary = "Dan kan iedereen zitten."
    page.save_revision().publish()
    versions = PublishedVersion.objects.filter(reference__translation_key=page.translation_key).order_by("number")
    assert [(version.number, version.content["summary"]) for version in versions] == [
        (1, "Dan kunnen mensen zitten."),
        (2, "Dan kan iedereen zitten."),
    ]


@pytest.mark.django_db
def test_add_published_pages_refuses_a_field_that_a_form_refuses(round_page, noon):
    with pytest.raises(ValidationError) as refused:
        add_published_pages(parent=round_page, pages=[(proposal_page(round_page, None, "een", summary=""), noon)])
    assert list(refused.value.message_dict) == ["summary"]
    assert not ProposalPage.objects.exists()


@pytest.mark.django_db
def test_add_published_pages_leaves_no_page_without_a_version(round_page, noon, monkeypatch):
    def fail(**given):
        raise RuntimeError("no version today")

    monkeypatch.setattr(receivers, "publish_version", fail)
    with pytest.raises(PageWithoutVersion):
        add_published_pages(parent=round_page, pages=[(proposal_page(round_page, None, "een"), noon)])
    assert not ProposalPage.objects.exists()


@pytest.mark.django_db
def test_add_published_pages_asks_few_questions_a_page(round_page, noon, django_assert_max_num_queries):
    pages = [(proposal_page(round_page, None, f"pagina-{number}"), noon) for number in range(30)]
    # One by one it takes more than a hundred a page. Five of them lay the words by which the page is found.
    with django_assert_max_num_queries(40 + 30 * 32):
        add_published_pages(parent=round_page, pages=pages)
