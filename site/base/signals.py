from django.dispatch import Signal

# Sent once per written version with page, version, by, at: the way up from the record to whoever builds on it.
version_published = Signal()
