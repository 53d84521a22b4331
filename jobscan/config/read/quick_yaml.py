"""YAML read by libyaml; importing this module fails if PyYAML lacks it."""

from __future__ import annotations

from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver


class QuickLoader(Composer, CParser, SafeConstructor, Resolver):
    """libyaml's parser under PyYAML's own composer.

    Not PyYAML's ``CSafeLoader``: its composer is recursive C, and 100,000 open brackets crash the process (6.0.3,
    measured). This one raises a RecursionError, as the loader in pure Python does.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
