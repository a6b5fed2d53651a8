from django.dispatch import Signal

# Sent once per written version with page, version, by, at: the way up from the record to whoever builds on it.
version_published = Signal()

# Sent after a redaction destroyed words, with version, field and the words as plain text, which nobody keeps: whoever made a
# copy of them forgets it.
words_redacted = Signal()
