"""Counting: plain Python, exact integers and fractions, one method a file.

``rules.method(name)`` finds a method, ``Method.count(profile)`` gives an Outcome that carries its own explanation.
A new method is one new module here that declares ``METHODS``: its name, the kind of ballot it counts, its parameters, what
it refuses, its count and its reasons; and its counter in ``participation/verify/verify.py``. Nothing else has to change.

One module needs numpy: ``large_market`` counts equal shares where thousands of ballots differ, to the same letter.
"""
