"""Reading `centre.yaml`."""

from pathlib import Path

from bot.centre.checks import centre_faults
from bot.centre.rules import Centre
from bot.yamlfile import read_yaml
from bot.yamlschema import checked

CENTRE_FILE = "centre.yaml"


def read_centre(path: Path) -> Centre:
    """The centre's facts from its file, or from the file in this folder; raises FileMistakes, all at once."""
    source = read_yaml(path / CENTRE_FILE if path.is_dir() else path)
    return checked(source, Centre, centre_faults(source.data))
