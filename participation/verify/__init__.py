"""What the public gets to repeat a count with: ``bundle`` writes it down, ``verify`` is the program in it.

``verify`` is one file that needs nothing but Python and knows nothing of the rest of the house: a second count, written
straight from the rules and as plainly as can be, that a test holds against ``participation.tally``.
"""
