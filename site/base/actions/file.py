from collections.abc import Iterable

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from base.queries.version_file import versions_showing


def destroy_files(names: Iterable[str]) -> None:
    """Deletes the images and documents of which a destroyed text showed the file, renditions included, where no published
    version shows it any more. `names` are those in the storage."""
    for name in names:
        if not versions_showing(name):
            for model in (get_image_model(), get_document_model()):
                for file in model._default_manager.filter(file=name):
                    file.delete()
