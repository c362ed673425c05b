"""What types cannot see in the centre's file: names that point nowhere, numbers that contradict each other.

The checks read the raw tree, so that they also speak about a file whose types are wrong elsewhere.
"""

import re
import zoneinfo
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bot.centre.probe_checks import network_faults, probe_faults
from bot.duration import parse_duration
from bot.language import LANGUAGES
from bot.localised import text_faults
from bot.yamlfile import nearest
from bot.yamltree import Fault, Path

LONGEST_BUTTON = 22
LONGEST_NAME = 20
DEFAULT_LANGUAGES = ("ru", "uk", "en")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"[a-z]{2}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,24}")

Keys = Mapping[str, object]


def keys_of(raw: object) -> Keys:
    """A group of keys, or none where the file has something else."""
    return raw if isinstance(raw, Mapping) else {}


def items_of(raw: object) -> list[object]:
    """A list, or none where the file has something else."""
    return raw if isinstance(raw, list) else []


def languages_of(raw: Keys) -> tuple[str, ...]:
    """The centre's languages, or the shipped ones where the list is unreadable."""
    listed = tuple(
        one for one in items_of(raw.get("languages")) if isinstance(one, str) and _LANGUAGE.fullmatch(one)
    )
    return listed or DEFAULT_LANGUAGES


def name_fault(path: Path, what: str) -> list[Fault]:
    """A key that buttons carry must be short and plain."""
    name = str(path[-1])
    if not _NAME.fullmatch(name):
        return [
            Fault(path, f"`{name}` cannot name {what}", "Use small Latin letters, digits and _: like_this_1.")
        ]
    if len(name) > LONGEST_NAME:
        return [Fault(path, f"the name of {what} has {len(name)} letters", f"Keep it within {LONGEST_NAME}.")]
    return []


def centre_faults(raw: Keys) -> list[Fault]:
    """Everything wrong with the centre's file that its types do not say."""
    return [
        *_language_faults(raw),
        *_zone_faults(raw),
        *_software_faults(raw),
        *_channel_faults(raw),
        *_knowledge_faults(raw),
        *_phone_faults(raw),
        *_recheck_faults(raw),
        *_silence_faults(raw),
        *network_faults(keys_of(raw.get("probes")).get("allow_inside")),
    ]


def _language_faults(raw: Keys) -> Iterator[Fault]:
    seen: set[object] = set()
    for index, language in enumerate(items_of(raw.get("languages"))):
        path = ("languages", index)
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            yield Fault(path, f"`{language}` is not a language", "Write two small letters: ru, uk, en.")
        elif language not in LANGUAGES:
            remedy = (
                f"There are {', '.join(LANGUAGES)}. Delete it, or make the folder bot/locales/{language}."
            )
            yield Fault(path, f"no screens are written in `{language}`", remedy)
        if language in seen:
            yield Fault(path, f"the language {language} is listed twice", "Delete one.")
        seen.add(language)


def _zone_faults(raw: Keys) -> Iterator[Fault]:
    zone = raw.get("time_zone")
    if isinstance(zone, str) and zone not in (known := zoneinfo.available_timezones()):
        remedy = f"{nearest(zone, known)}Write it as Region/City, for example Europe/Kyiv."
        yield Fault(("time_zone",), f"there is no time zone `{zone}`", remedy)


def _software_faults(raw: Keys) -> Iterator[Fault]:
    languages = languages_of(raw)
    for key, software in keys_of(raw.get("software")).items():
        path = ("software", key)
        yield from name_fault(path, "software")
        yield from text_faults(
            keys_of(software).get("title"), (*path, "title"), languages, longest=LONGEST_BUTTON
        )
        note = keys_of(software).get("note")
        yield from text_faults(note, (*path, "note"), languages, longest=200, most_lines=3)
        if "probe" in keys_of(software):
            yield from probe_faults(keys_of(keys_of(software)["probe"]), (*path, "probe"))


def _channel_faults(raw: Keys) -> Iterator[Fault]:
    languages = languages_of(raw)
    for key, channel in keys_of(raw.get("channels")).items():
        path = ("channels", key)
        yield from name_fault(path, "a channel")
        yield from text_faults(
            keys_of(channel).get("title"), (*path, "title"), languages, longest=LONGEST_BUTTON
        )
        yield from _needs_faults(raw, keys_of(channel).get("needs"), (*path, "needs"))


def _needs_faults(raw: Keys, needs: object, path: Path) -> Iterator[Fault]:
    known = list(keys_of(raw.get("software")))
    for index, name in enumerate(items_of(needs)):
        if isinstance(name, str) and name not in known:
            remedy = f"{nearest(name, known)}Listed under `software`: {', '.join(known)}."
            yield Fault((*path, index), f"there is no software `{name}`", remedy)


def _knowledge_faults(raw: Keys) -> Iterator[Fault]:
    knowledge = keys_of(raw.get("knowledge_base"))
    yield from _needs_faults(raw, knowledge.get("needs"), ("knowledge_base", "needs"))
    for index, link in enumerate(items_of(knowledge.get("links"))):
        path = ("knowledge_base", "links", index)
        yield from text_faults(keys_of(link).get("title"), (*path, "title"), languages_of(raw), longest=40)
        url = keys_of(link).get("url")
        if isinstance(url, str) and not _is_https(url):
            remedy = "Write the whole address, beginning with https:// and without a name or password in it."
            yield Fault((*path, "url"), f"`{url}` is not an https address", remedy)


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = not any(sign.isspace() for sign in url) and len(url) <= 1000
    return parts.scheme == "https" and bool(host) and "@" not in parts.netloc and plain


def _phone_faults(raw: Keys) -> Iterator[Fault]:
    for index, phone in enumerate(items_of(raw.get("phones"))):
        path = ("phones", index)
        yield from text_faults(keys_of(phone).get("label"), (*path, "label"), languages_of(raw), longest=40)
        number = keys_of(phone).get("number")
        if isinstance(number, str) and not _PHONE.fullmatch(number):
            yield Fault(
                (*path, "number"), f"`{number}` is not a phone number", 'Write it like "+380 44 000 00 00".'
            )


def _recheck_faults(raw: Keys) -> Iterator[Fault]:
    recheck = keys_of(keys_of(raw.get("timings")).get("recheck"))
    every, choices = recheck.get("every"), items_of(recheck.get("choices"))
    if isinstance(every, str) and choices and every not in choices:
        remedy = f"Choose one of {', '.join(map(str, choices))}, or add it to `choices`."
        yield Fault(("timings", "recheck", "every"), f"`{every}` is not among the choices", remedy)


def _silence_faults(raw: Keys) -> Iterator[Fault]:
    for name in ("self_help", "report", "fix_check"):
        silence = keys_of(keys_of(raw.get("timings")).get(name))
        try:
            window, heard = (parse_duration(str(silence.get(key))) for key in ("window", "lead_hears_at"))
        except ValueError:
            continue
        if heard < window:
            problem = "the lead would hear of the silence before the operator is asked"
            remedy = "Make it longer than `window`."
            yield Fault(("timings", name, "lead_hears_at"), problem, remedy)
