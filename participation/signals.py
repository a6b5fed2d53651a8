from django.dispatch import Signal

# The way up from participation to whoever owns the page of a subject: sent with subject, ruling, by, at.
subject_ruled = Signal()
# Sent once when a round has been counted, with consultation_round, sheet, by, at.
round_counted = Signal()
# Sent when a result is made public, or a count anew, with sheet and moment (FollowMoment): everybody who took part is told.
result_told = Signal()
