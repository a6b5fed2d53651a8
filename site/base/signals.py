from django.dispatch import Signal

# Sent before anything of a publication is written, on whatever path, with page: whoever knows why not raises Refusal.
publication_asked = Signal()

# Sent once per written version with page, version, by, at: the way up from the record to whoever builds on it.
version_published = Signal()

# Sent after every publication of a page that was not refused, whether or not its text is new, with page, the version in
# force, by, at: whoever writes what a page says beside its text listens to this and not to Wagtail, which knows no refusal.
publication_accepted = Signal()

# Sent after a redaction destroyed words, with version, field, the words as plain text, which nobody keeps, and the redaction:
# whoever made a copy of them forgets it.
words_redacted = Signal()

# Sent after a redaction destroyed words of a record that is no version (sender: its model), with the record, the field, the words
# and what stands in their place; whoever keeps a copy puts that there too.
record_redacted = Signal()
