"""The demo city Waterrijk: its texts as plain data, and the building of it by the actions that people use.

Nothing here is imported by the product itself; `manage.py build_demo` is the only door.
"""
