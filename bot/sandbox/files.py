"""Files that travelled through the stand-in: ids, photo sizes, download links."""

import hashlib
import io
import mimetypes
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from bot.sandbox.limits import Limits
from bot.sandbox.trouble import BotApiError, Json, bad_request

SIZES = (90, 320, 800, 1280)
PREFIX = {"photo": "AgACAgIAAxkD", "document": "BQACAgIAAxkD", "voice": "AwACAgIAAxkD"}
FOLDER = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "sticker": "stickers",
}


@dataclass(frozen=True)
class Upload:
    """A file as it arrives with a call or from a phone."""

    data: bytes
    name: str = ""
    mime: str = ""

    def guessed_mime(self) -> str:
        return self.mime or mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(frozen=True)
class Stored:
    """One file Telegram keeps. `about` is its Bot API object without the ids (PhotoSize, Document…)."""

    file_id: str
    unique_id: str
    kind: str
    data: bytes
    mime: str
    path: str
    about: Json

    def shown(self) -> Json:
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        return {**ids, **self.about, "file_size": len(self.data)}


@dataclass
class Files:
    """Everything ever uploaded, by file_id; file ids live for ever, links for an hour."""

    limits: Limits
    stored: dict[str, Stored] = field(default_factory=dict)
    links: dict[str, tuple[str, float]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """A photo's largest file_id -> the file_ids of all its sizes, smallest first."""

    def keep(self, kind: str, upload: Upload, about: Json, mime: str = "") -> Stored:
        """Store and number a file; raises 413 above the upload limit."""
        if len(upload.data) > self.limits.upload_bytes:
            raise BotApiError(413, "Request Entity Too Large")
        mime = mime or upload.guessed_mime()
        number = len(self.stored)
        digest = hashlib.sha256(upload.data).hexdigest()
        ending = (
            upload.name.rpartition(".")[2] if "." in upload.name else (mimetypes.guess_extension(mime) or "")
        )
        folder = FOLDER.get(kind, kind)
        file = Stored(
            file_id=f"{PREFIX.get(kind, 'CQACAgIAAxkD')}{number:05d}{digest[:24]}",
            unique_id=f"AgAD{digest[:12]}",
            kind=kind,
            data=upload.data,
            mime=mime,
            path=f"{folder}/file_{number}.{ending.lstrip('.') or 'bin'}",
            about=about,
        )
        self.stored[file.file_id] = file
        return file

    def keep_photo(self, upload: Upload) -> list[Json]:
        """Store a picture in Telegram's sizes; a list of PhotoSize, the largest last."""
        size = len(upload.data)
        if size > self.limits.photo_bytes:
            most = self.limits.photo_bytes
            raise bad_request(
                f"file of size {size} bytes is too big for a photo; the maximum size is {most} bytes"
            )
        files = [
            self.keep("photo", Upload(data, _photo_name(data)), {"width": width, "height": height})
            for width, height, data in scaled(upload.data)
        ]
        self.groups[files[-1].file_id] = [file.file_id for file in files]
        return [file.shown() for file in files]

    def again(self, file_id: str, kind: str) -> list[Json]:
        """What a message shows when a known file is sent once more by its id."""
        file = self.stored.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
        if kind != "photo":
            return [file.shown()]
        sizes = next((group for group in self.groups.values() if file_id in group), [file_id])
        return [self.stored[name].shown() for name in sizes]

    def link(self, file_id: str, now: float) -> Json:
        """getFile's answer; the path opens for an hour."""
        file = self.stored.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.data) > self.limits.download_bytes:
            raise bad_request("file is too big")
        self.links[file.path] = (file_id, now + self.limits.link_life)
        shown = file.shown()
        keys = ("file_id", "file_unique_id", "file_size")
        return {**{key: shown[key] for key in keys}, "file_path": file.path}

    def download(self, path: str, now: float) -> Stored:
        """The file behind a link that getFile gave; 404 when unknown or expired."""
        file_id, until = self.links.get(path, ("", 0.0))
        if until <= now:
            raise BotApiError(404, "Not Found")
        return self.stored[file_id]


@lru_cache(maxsize=256)
def scaled(data: bytes) -> tuple[tuple[int, int, bytes], ...]:
    """(width, height, bytes) from thumbnail to largest; the picture itself stays untouched if it fits."""
    try:
        picture = Image.open(io.BytesIO(data))
        width, height = picture.size
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        flat = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as broken:
        raise bad_request("IMAGE_PROCESS_FAILED") from broken
    longest = max(width, height)
    made = [_thumbnail(flat, side) for side in SIZES if side < longest]
    return (*made, (width, height, data)) if longest <= SIZES[-1] else tuple(made)


def _photo_name(data: bytes) -> str:
    return "photo.png" if data.startswith(b"\x89PNG") else "photo.jpg"


def _thumbnail(picture: Image.Image, side: int) -> tuple[int, int, bytes]:
    small = picture.copy()
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=82)
    return small.width, small.height, out.getvalue()
