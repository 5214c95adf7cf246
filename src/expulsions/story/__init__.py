"""What the stories are told with: sentences, tables, claims, and the controls of the notebook that explores."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules={"explore", "method", "stories"})
