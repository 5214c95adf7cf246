"""The open record of expulsions of diplomats: who expelled whom, how many, when, why, and who says so.

The public names stand in `__init__.pyi`, in the order in which a reader needs them; nothing is read at import.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
