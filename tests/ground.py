"""What every page stands on. Migrations lay it, and a live server's flush takes it away: so a fixture lays it again."""

from dataclasses import dataclass

from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage


@dataclass(frozen=True)
class SiteGround:
    root: Page
    site: Site
    dutch: Locale
    english: Locale
    home: HomePage
    english_home: HomePage


def lay_site_ground() -> SiteGround:
    dutch, _made = Locale.objects.get_or_create(language_code="nl")
    english, _made = Locale.objects.get_or_create(language_code="en")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first()
    if root is None:
        root = Page.add_root(title="Root", slug="root", locale=dutch)
    home = HomePage.objects.filter(locale=dutch).first()
    if home is None:
        # Wagtail's own welcome page has the address that the city's home page takes.
        for page in root.get_children():
            page.delete()
        root.refresh_from_db()
        home = root.add_child(instance=HomePage(title="Waterrijk leert", slug="home", locale=dutch))
    english_home = HomePage.objects.filter(locale=english).first()
    if english_home is None:
        english_home = home.copy_for_translation(english)
        english_home.title = "Waterrijk learns"
        english_home.save_revision().publish()
    site, _made = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "port": 80, "root_page": home, "site_name": "Waterrijk"},
    )
    return SiteGround(root=root, site=site, dutch=dutch, english=english, home=home, english_home=english_home)


def clear_site_ground() -> None:
    """For what builds a site of its own: the pages are gone, as in a database that was migrated just now."""
    for page in Page.objects.filter(depth=2):
        page.delete()
    Site.objects.all().delete()
