from django.dispatch import Signal

# The way up to whoever owns a page: sent at each request of a rehearsal that has a draft, with draft (the key of the page), by
# (who rehearses) and at (now, whatever moment is shown), in the transaction that is rolled back after it.
draft_rehearsed = Signal()
