"""Errors that are the user's to mend: the command line prints one line and exits with 2, without a traceback.

UserError            what is wrong, and what to do about it
 +- SettingsError    a setting, with its source (file or environment) and field      (tocsin/settings.py)
 +- FeedListError    a feed list, with file, line and field                          (producers/feedlist)
 +- ArchiveError     an archive, with file, line and field                           (tocsin/archive.py)
 +- GazetteerError   the gazetteer's file                                            (processors/classify/geo)
 +- StateError       the producers' state file                                       (producers/state_schema.py)
"""

from __future__ import annotations


class UserError(Exception):
    """`problem` is one line; `remedy`, if there is one, says what to do."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(f"{problem}; {remedy}" if remedy else problem)
        self.problem, self.remedy = problem, remedy

    def __reduce__(self) -> tuple[type[UserError], tuple[str, str]]:
        """Between processes it goes as a plain UserError: a subclass takes other arguments."""
        return UserError, (self.problem, self.remedy)
