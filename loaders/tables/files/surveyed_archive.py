"""A workbook's archive that lets a part be read only after it was surveyed."""

from __future__ import annotations

import zipfile
from typing import IO, Any

from .part_survey import Survey
from .sheet_survey import SheetSurvey


class SurveyedArchive(zipfile.ZipFile):
    """A zip archive whose parts are surveyed when they are first opened, whoever opens them.

    It stands in openpyxl where a plain archive would, so that no part comes there unseen.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """Open the archive."""
        self._seen: set[str] = set()
        super().__init__(file)

    def open(self, name: str | zipfile.ZipInfo, *arguments: Any, **named: Any) -> IO[bytes]:
        """Open a part; raises UnfitPart, and expat's error where it is not XML."""
        part = name.filename if isinstance(name, zipfile.ZipInfo) else name
        if part not in self._seen:
            with super().open(part) as stream:
                Survey(part).read(stream)
            self._seen.add(part)
        return super().open(name, *arguments, **named)

    def open_sheet(self, name: str, survey: SheetSurvey) -> IO[bytes]:
        """Open a sheet's part after a survey of its rows; raises what `open` raises."""
        with super().open(name) as stream:
            survey.read(stream)
        return super().open(name)
