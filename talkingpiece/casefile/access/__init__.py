from talkingpiece.casefile.access.facts import PATHS, get_fact, is_corrected_here, path_to_case
from talkingpiece.casefile.access.searching import MOST, found_cases
from talkingpiece.casefile.access.secrets import Secret, get_secret, is_one_tap

__all__ = [
    "MOST",
    "PATHS",
    "Secret",
    "found_cases",
    "get_fact",
    "get_secret",
    "is_corrected_here",
    "is_one_tap",
    "path_to_case",
]
