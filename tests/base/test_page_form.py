import pytest

from home.models import ContentPage


@pytest.fixture
def slug_errors(site_ground):
    """What the form of a page under the Dutch or the English home page says of a slug."""
    homes = {"nl": site_ground.home, "en": site_ground.english_home}
    form_class = ContentPage.get_edit_handler().get_form_class()

    def of(language: str, slug: str) -> list[str]:
        parent = homes[language]
        page = ContentPage(locale=parent.locale)
        form = form_class({"title": "Huisregels", "slug": slug}, instance=page, parent_page=parent)
        return form.errors.get("slug", [])

    return of


@pytest.mark.parametrize(("language", "slug"), [("nl", "meedoen"), ("nl", "mijn"), ("en", "take-part"), ("en", "my")])
def test_a_slug_that_the_site_itself_answers_at_is_refused(slug_errors, language, slug):
    assert slug_errors(language, slug) == ["Op dit adres heeft de site zelf al een pagina. Kies een andere slug."]


@pytest.mark.parametrize(("language", "slug"), [("nl", "huisregels"), ("nl", "take-part"), ("en", "meedoen")])
def test_any_other_slug_is_accepted(slug_errors, language, slug):
    assert slug_errors(language, slug) == []
