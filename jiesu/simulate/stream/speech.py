"""Who tells it and how: channel, voice, copies, slips, and the facts each telling mentions."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiesu.simulate import draw
from jiesu.simulate.city.files import City
from jiesu.simulate.draw import Floats, Ints, Keys
from jiesu.simulate.stream import issues
from jiesu.simulate.stream.issues import DAY, Tellings
from jiesu.simulate.stream.world import World
from jiesu.simulate.telling.lexicon import FIELDS, STAIRCASES, STOREYS, Choices, Lexicon
from jiesu.simulate.telling.voices import SPOKEN, Voices

Flags = NDArray[np.bool_]

_SHARES = np.array([42.0, 28.0, 20.0, 3.0, 7.0])
_ENGLISH = SPOKEN.index("english")
# Voice → channels it comes through, with their shares.
_CHANNELS: dict[str, tuple[tuple[str, float], ...]] = {
    "phone": (("phone", 1.0),),
    "web": (("portal", 0.6), ("official_account", 0.4)),
    "app": (("official_account", 0.6), ("portal", 0.4)),
    "letter": (("email", 0.5), ("portal", 0.3), ("counter", 0.2)),
    "english": (("portal", 0.7), ("email", 0.3)),
}
_COPIED, _NEARLY_COPIED = 0.05, 0.06  # share of later tellings that repeat the first one's words
_MASS_COPIED = 0.15  # where victims share a text in a group chat
_CARELESS = 0.13
_NOT_TOLD = 0.06  # tellings that do not say where
# How long trouble of each urgency has lasted when it is first told: median in days.
_ONSET = {"emergency": 0.1, "urgent": 0.7, "general": 12.0, "complex": 60.0}
_BUCKETS = np.array([0.6, 1.9, 7.0, 25.0, 75.0])  # days: today, two days, a week, a month, a season


class Spoken(NamedTuple):
    """A row each: in which voice and channel, what the words follow from, and the facts in them."""

    voice: Ints
    channel: Ints
    own: Keys
    words: Keys  # the words follow from this
    endings: Keys
    careless: Flags
    vague: Flags
    fields: NDArray[np.int32]


def channels() -> list[str]:
    """Name every channel, by number."""
    return sorted({name for pairs in _CHANNELS.values() for name, _ in pairs})


@dataclass(frozen=True)
class Speech:
    """Turns tellings into what is said."""

    city: City
    voices: Voices
    world: World
    crossing: Ints

    def speak(self, told: Tellings) -> Spoken:
        """Draw how each telling is told."""
        own = draw.child(told.key, told.member + 1)
        first = draw.child(told.key, 1)
        copied, nearly = self._copies(told, own)
        words = np.where(copied | nearly, first, own)
        voice = draw.weighted(words, "voice", _SHARES)
        voice[(voice == _ENGLISH) & self._no_english()[told.topic]] = SPOKEN.index("web")
        spoken = Spoken(
            voice=voice,
            channel=_channel(own, voice),
            own=own,
            words=words,
            endings=np.where(nearly, own, words),
            careless=draw.chance(np.where(nearly, own, words), "careless", _CARELESS),
            vague=draw.chance(words, "vague", _NOT_TOLD),
            fields=np.empty((0, 0), np.int32),
        )
        at = np.where(copied | nearly, told.born, told.at)
        return spoken._replace(fields=self._fields(told, spoken, at))

    def _copies(self, told: Tellings, own: Keys) -> tuple[Flags, Flags]:
        leaves = self.city.services.leaves
        mass = np.array([leaf.burst == "mass" for leaf in leaves])[
            self.world.topic_leaf[told.topic]
        ]
        later, luck = told.member > 0, draw.uniform(own, "copy")
        share = np.where(mass, _MASS_COPIED, _COPIED)
        return later & (luck < share), later & (luck >= share) & (luck < share + _NEARLY_COPIED)

    def _fields(self, told: Tellings, spoken: Spoken, at: Ints) -> NDArray[np.int32]:
        """Find the fragment of every field for every row, as [field, row]."""
        words, look_up = spoken.words, self.voices.lexicon
        found: dict[str, Ints] = {}
        found |= self._where(told, spoken)
        found |= _numbers(told.key, words, look_up, self.world.in_building[told.topic])
        found |= {name: _say(words, name, choices, 0) for name, choices in look_up.plain.items()}
        lasted = self._lasted(told, at)
        hour = draw.pick(told.key, "night", 6)
        for name, choices in look_up.bucket.items():
            found[name] = _say(words, name, choices, hour if name == "night" else lasted)
        found |= {"fixed": 0 * at, "soon": 0 * at, "dept": 0 * at}  # only replies speak of these
        return np.stack([found[name] for name in FIELDS]).astype(np.int32)

    def _where(self, told: Tellings, spoken: Spoken) -> dict[str, Ints]:
        words, look_up, world = spoken.words, self.voices.lexicon, self.world
        firm = np.zeros(len(words), np.int64)
        leaf = world.topic_leaf[told.topic]
        kinds = np.array([service.firm for service in self.city.services.leaves])[leaf]
        at_place = draw.child(draw.mix(leaf.astype(np.uint64), "firm"), told.place)
        for kind, choices in look_up.firm.items():
            rows = np.flatnonzero(kinds == kind)
            number = draw.pick(at_place[rows], "which", len(choices.start))
            firm[rows] = _say(words[rows], "firm", choices, number)
        managers = look_up.firm["manager"]
        manager = draw.pick(
            draw.mix(told.place.astype(np.uint64), "manager"), "m", len(managers.start)
        )
        told_place = ~spoken.vague
        return {
            "place": _say(words, "place", look_up.place, told.place) * told_place,
            "cross": _say(words, "cross", look_up.place, self.crossing[told.place]) * told_place,
            "district": _say(words, "area", look_up.district, world.district[told.place]),
            "street": _say(words, "area", look_up.street, world.street[told.place]),
            "community": _say(words, "area", look_up.community, world.community[told.place]),
            "place_en": _say(words, "place", look_up.place_en, told.place),
            "district_en": _say(words, "area", look_up.district_en, world.district[told.place]),
            "firm": firm,
            "manager": _say(words, "manager", managers, manager),
        }

    def _no_english(self) -> Flags:
        return np.array([not topic.facet.en for topic in self.voices.topics])

    def _lasted(self, told: Tellings, at: Ints) -> Ints:
        """Tell in which bucket of time the trouble is by now."""
        leaves = self.city.services.leaves
        usual = np.array([_ONSET[leaf.urgency] for leaf in leaves])[
            self.world.topic_leaf[told.topic]
        ]
        onset = usual * np.exp(0.8 * draw.normal(told.key, "onset"))
        return np.searchsorted(_BUCKETS, onset + (at - told.born) / DAY)


def _channel(keys: Keys, voice: Ints) -> Ints:
    names = channels()
    luck = draw.uniform(keys, "channel")
    found = np.empty(len(keys), np.int64)
    for number, name in enumerate(SPOKEN):
        rows = voice == number
        pairs = _CHANNELS[name]
        edges = np.cumsum([share for _, share in pairs])
        at = np.minimum(np.searchsorted(edges, luck[rows], side="right"), len(pairs) - 1)
        found[rows] = np.array([names.index(channel) for channel, _ in pairs])[at]
    return found


def _say(keys: Keys, purpose: str, choices: Choices, thing: Ints | int) -> Ints:
    """Choose a word for a thing."""
    said: Ints = choices.start[thing] + draw.pick(keys, purpose, choices.many[thing])
    return said


def _numbers(issue: Keys, words: Keys, look_up: Lexicon, has: Flags) -> dict[str, Ints]:
    """Say building, staircase and storey: the issue's own, in each teller's way of writing."""
    building = issues.building(issue)
    staircase = draw.pick(issue, "staircase", STAIRCASES)
    storey = 1 + draw.pick(issue, "storey", STOREYS - 1)
    return {
        "building": _say(words, "building", look_up.building, building) * has,
        "unit": _say(words, "staircase", look_up.staircase, staircase),
        "floor": _say(words, "storey", look_up.storey, storey),
        "building_en": _say(words, "building", look_up.building_en, building),
    }


def spot(world: World, told: Tellings, spoken: Spoken) -> tuple[Floats, Floats]:
    """Give latitude and longitude as told; not a number where the place is not told."""
    metres = np.where(draw.chance(spoken.own, "misplaced", 0.03), 900.0, 60.0)
    north = draw.normal(told.key, "north") * 60 + draw.normal(spoken.own, "north") * metres
    east = draw.normal(told.key, "east") * 60 + draw.normal(spoken.own, "east") * metres
    lat = world.lat[told.place] + north / 111_320
    lon = world.lon[told.place] + east / (111_320 * np.cos(np.radians(lat)))
    missing = spoken.vague | draw.chance(spoken.own, "no map", 0.08)
    lat[missing], lon[missing] = np.nan, np.nan
    return np.round(lat, 6), np.round(lon, 6)
