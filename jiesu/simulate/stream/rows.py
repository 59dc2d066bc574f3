"""Rows of appeals as Arrow batches: what the system sees, and apart from it the truth."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from jiesu.simulate import draw
from jiesu.simulate.city.files import City
from jiesu.simulate.draw import Ints, Keys
from jiesu.simulate.stream import speech, world
from jiesu.simulate.stream.columns import SCHEMA, TRUTH, take, times
from jiesu.simulate.stream.issues import Tellings
from jiesu.simulate.stream.outcomes import fates, replies, views
from jiesu.simulate.stream.outcomes.fates import STATES, Fates
from jiesu.simulate.stream.outcomes.views import OUTCOMES, VIEWS, Ending
from jiesu.simulate.stream.speech import Speech, Spoken
from jiesu.simulate.stream.world import World
from jiesu.simulate.telling.compose import Copy, Flags, compose
from jiesu.simulate.telling.voices import PLACES, SPOKEN, Voices

_WRONG, _COARSE, _EMPTY = 0.11, 0.17, 0.29  # up to these shares the service is badly chosen


class Chunk(NamedTuple):
    """Rows as the system sees them, and what is true of them."""

    seen: pa.RecordBatch
    truth: pa.RecordBatch


@dataclass(frozen=True)
class Clerk:
    """Writes tellings down as rows."""

    city: City
    voices: Voices
    world: World
    speech: Speech
    office: fates.Office

    def write(self, told: Tellings, first_id: int) -> Chunk:
        """Write rows numbered from `first_id` on, in the order given."""
        spoken = self.speech.speak(told)
        leaf = self.world.topic_leaf[told.topic]
        unit = world.leading_unit(self.world, leaf, told.place, told.at)
        case = self._case(told, spoken, leaf, unit)
        fate = self.office.work(case)
        end = views.ending(case, fate, self.office.worth)
        number = first_id + np.arange(len(leaf))
        columns = [
            pa.array(number),
            *self._words(told, spoken),
            *self._place(told, spoken),
            self._chosen(spoken.own, leaf, spoken.voice == SPOKEN.index("phone")),
            pa.array(_appellants(told, spoken, self.city.size.residents)),
            take(speech.channels(), spoken.channel),
            take([topic.facet.kind for topic in self.voices.topics], told.topic),
            *self._history(fate, end, replies.write(self.voices, told, spoken, fate, end)),
        ]
        return Chunk(
            pa.record_batch(columns, SCHEMA),
            pa.record_batch(
                [pa.array(number), pa.array(told.number), self._services(leaf), self._units(unit)],
                TRUTH,
            ),
        )

    def _case(self, told: Tellings, spoken: Spoken, leaf: Ints, unit: Ints) -> fates.Case:
        elsewhere = draw.pick(spoken.own, "other service", len(self.city.services.leaves))
        return fates.Case(
            key=spoken.own,
            leaf=leaf,
            at=told.at,
            unit=unit,
            wrong_unit=world.leading_unit(self.world, elsewhere, told.place, told.at),
            asks=self._kinds()[told.topic],
            by_phone=spoken.voice == SPOKEN.index("phone"),
            later=told.member > 0,
        )

    def _kinds(self) -> Flags:
        kinds = [topic.facet.kind in {"inquiry", "praise"} for topic in self.voices.topics]
        return np.array(kinds)

    def _words(self, told: Tellings, spoken: Spoken) -> list[pa.Array]:
        """Write title, text and the time they were told."""
        copy = Copy(
            group=spoken.voice,
            topic=told.topic,
            fields=spoken.fields,
            issues=told.key,
            keys=draw.mix(spoken.words, "text"),
            endings=draw.mix(spoken.endings, "text"),
            vague=spoken.vague,
            slips=spoken.careless,
        )
        titled = copy._replace(
            keys=draw.mix(spoken.words, "title"), endings=draw.mix(spoken.words, "title")
        )
        title = compose(self.voices.press, self.voices.titles, titled)
        text = compose(self.voices.press, self.voices.texts, copy)
        return [title, text, times(told.at)]

    def _place(self, told: Tellings, spoken: Spoken) -> list[pa.Array]:
        """Write latitude, longitude, area code and the place in words."""
        lat, lon = speech.spot(self.world, told, spoken)
        codes = [area.code for area in self.city.areas]
        grid, community = self.world.grid[told.place], self._community_area()[told.place]
        exact = draw.chance(spoken.own, "grid known", 0.4) & ~np.isnan(lat)
        area = np.where(spoken.vague, len(codes), np.where(exact, grid, community))
        group = np.where(spoken.voice == SPOKEN.index("phone"), 0, 1)
        group[spoken.voice == SPOKEN.index("english")] = PLACES.index("en_place")
        group[spoken.vague] = PLACES.index("nothing")
        words = Copy(
            group=group,
            topic=told.topic,
            fields=spoken.fields,
            issues=told.key,
            keys=draw.mix(spoken.own, "place words"),
            endings=draw.mix(spoken.own, "place words"),
            vague=spoken.vague,
            slips=np.zeros(len(group), np.bool_),
        )
        return [
            pa.array(lat, from_pandas=True),
            pa.array(lon, from_pandas=True),
            take([*codes, ""], area),
            compose(self.voices.press, self.voices.places, words),
        ]

    def _community_area(self) -> Ints:
        numbers = [n for n, area in enumerate(self.city.areas) if area.level == "community"]
        return np.array(numbers)[self.world.community]

    def _chosen(self, own: Keys, leaf: Ints, by_phone: Flags) -> pa.Array:
        """Write the service as chosen: often right, sometimes too coarse, wrong or left out."""
        leaves = self.city.services.leaves
        group = np.array([int(service.code[:2]) for service in leaves])
        first = np.searchsorted(group, group[leaf])
        count = np.searchsorted(group, group[leaf], side="right") - first
        near = first + draw.pick(own, "near", count)
        far = draw.pick(own, "far", len(leaves))
        wrong = np.where(draw.chance(own, "nearly right", 0.65), near, far)
        # An operator knows the catalogue better than a resident does.
        trouble = draw.uniform(own, "choice") * np.where(by_phone, 2.2, 1.0)
        chosen = np.where(trouble < _WRONG, wrong, leaf)
        coarse = (trouble >= _WRONG) & (trouble < _COARSE)
        codes = (
            [service.code for service in leaves] + [service.code[:4] for service in leaves] + [""]
        )
        number = np.where(coarse, chosen + len(leaves), chosen)
        empty = (trouble >= _COARSE) & (trouble < _EMPTY)
        return take(codes, np.where(empty, len(codes) - 1, number))

    def _history(self, fate: Fates, end: Ending, reply: pa.Array) -> list[pa.Array]:
        return [
            times(fate.accepted),
            times(fate.dispatched),
            self._units(fate.unit),
            times(fate.signed),
            times(fate.started),
            times(fate.due),
            times(fate.replied),
            reply,
            take(list(OUTCOMES), end.outcome),
            times(fate.completed),
            take(list(STATES), fate.state),
            take(list(VIEWS), end.view),
            pa.array(end.rating.astype(np.int8), mask=end.rating == 0),
        ]

    def _services(self, leaf: Ints) -> pa.Array:
        return take([service.code for service in self.city.services.leaves], leaf)

    def _units(self, unit: Ints) -> pa.Array:
        return take([*(unit.code for unit in self.city.units), ""], unit)


def _appellants(told: Tellings, spoken: Spoken, residents: int) -> Ints:
    """Draw residents: most speak once, some often, a few again and again."""
    again = (told.member > 0) & draw.chance(spoken.own, "same person", 0.07)
    key = np.where(again, draw.child(told.key, 1), spoken.own)
    circle = draw.weighted(key, "circle", np.array([0.80, 0.17, 0.03]))
    size = np.array([residents, residents // 25, residents // 6000])[circle]
    found: Ints = 1 + draw.pick(key, "resident", size)
    return found
