"""How well a unit explains an address: points for what fits, and the confidence that what is written can carry."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from geography.addresses.candidates import Candidates, Hit
from geography.addresses.mentions import Mention
from geography.addresses.words import Words
from geography.enums import UnitLevel
from geography.folding import fold_words, tidy_name

_STEEPNESS = 1.2
# The most that can be believed of a commune by what is written: (district, province).
_COMMUNE_CAPS = {(True, True): 0.98, (True, False): 0.95, (False, True): 0.93, (False, False): 0.7}
# The old commune is certain, but not which of the communes it was divided among.
_DIVIDED = 0.8
_LEVEL_CAPS = {UnitLevel.DISTRICT: 0.85, UnitLevel.PROVINCE: 0.9}


@dataclass
class Reading:
    """One way to read the address: the hit it answers, the hits that support it, points and a cap of confidence."""

    hit: Hit
    support: list[Hit] = field(default_factory=list)
    points: float = 0.0
    cap: float = 1.0

    @property
    def used(self) -> list[Mention]:
        """The mentions this reading explains."""
        return [self.hit.mention, *(hit.mention for hit in self.support)]

    def explains(self, other: Reading) -> bool:
        """Whether this says all that the other says, and more, without a doubt of its own."""
        mine, others = {(m.start, m.end) for m in self.used}, {(m.start, m.end) for m in other.used}
        return mine > others and self.points > other.points and not self.hit.mention.is_loose


class Scorer:
    """Scores every hit of one address."""

    def __init__(
        self, words: Words, mentions: list[Mention], candidates: Candidates, *, is_province_given: bool
    ) -> None:
        """`is_province_given`: the caller knew the province, so that it counts as written."""
        self.words = words
        self.candidates = candidates
        self.is_province_given = is_province_given
        self.district_ids = {hit.unit.pk for hit in candidates.districts}
        self.claims = _claims(mentions, candidates)

    def readings(self) -> list[tuple[Reading, float]]:
        """The readings worth telling with their confidence, best first; one for each place they lead to."""
        best: dict[object, Reading] = {}
        for reading in (self._read(hit) for hit in self.candidates.all):
            place = self._place(reading)
            if place not in best or reading.points > best[place].points:
                best[place] = reading
        kept = [one for one in best.values() if not any(other.explains(one) for other in best.values())]
        weights = [math.exp(_STEEPNESS * reading.points) for reading in kept]
        total = sum(weights)
        rated = [(one, one.cap * weight / total) for one, weight in zip(kept, weights, strict=True)]
        return sorted(rated, key=lambda pair: -pair[1])

    def _place(self, reading: Reading) -> object:
        unit = reading.hit.unit
        now = self.candidates.lineages[unit.pk].now
        return (unit.level, now[0].pk) if now and unit.level != UnitLevel.DISTRICT else unit.pk

    def _read(self, hit: Hit) -> Reading:
        reading = Reading(hit)
        lineage = self.candidates.lineages[hit.unit.pk]
        if hit.unit.level == UnitLevel.COMMUNE:
            self._add_support(
                reading, [other for other in self.candidates.districts if other.unit.pk in lineage.districts]
            )
        has_district = bool(reading.support)
        if hit.unit.level != UnitLevel.PROVINCE:
            self._add_support(
                reading, [other for other in self.candidates.provinces if other.unit.pk in lineage.provinces]
            )
        has_province = len(reading.support) > has_district or self.is_province_given
        reading.points += self._name_points(reading, hit) + self._prior(hit)
        reading.cap *= self._cap(hit, has_district, has_province)
        if hit.unit.level == UnitLevel.COMMUNE and len(lineage.now) > 1:
            reading.cap *= _DIVIDED
        if hit.unit.level == UnitLevel.COMMUNE and not has_district and lineage.now == [hit.unit]:
            reading.points += 0.7
        self._subtract_contradictions(reading)
        return reading

    def _prior(self, hit: Hit) -> float:
        """A bare name that fills its place is more often the province than one of the communes named like it."""
        if hit.unit.level != UnitLevel.PROVINCE:
            return 0.0
        return 0.1 * hit.unit.is_in_force(self.candidates.on) + (3.0 if hit.mention.is_whole else 0.8)

    def _cap(self, hit: Hit, has_district: bool, has_province: bool) -> float:
        if hit.unit.level == UnitLevel.COMMUNE:
            cap = _COMMUNE_CAPS[has_district, has_province]
            return cap if hit.mention.kinds else cap * (0.95 if has_district else 0.85 if has_province else 0.6)
        cap = 0.95 if has_province and hit.unit.level == UnitLevel.DISTRICT else _LEVEL_CAPS[UnitLevel(hit.unit.level)]
        is_bare_district = hit.unit.level == UnitLevel.DISTRICT and not hit.mention.kinds
        return cap * 0.8 if is_bare_district else cap

    def _add_support(self, reading: Reading, options: Iterable[Hit]) -> None:
        free = [other for other in options if not any(other.mention.overlaps(used) for used in reading.used)]
        if free:
            best = max(free, key=lambda other: self._support_points(reading, other))
            reading.support.append(best)
            reading.points += self._support_points(reading, best)

    def _support_points(self, reading: Reading, hit: Hit) -> float:
        is_near = hit.unit.pk in {reading.hit.unit.parent_id, reading.hit.unit.province.pk}
        is_after = hit.mention.start > reading.hit.mention.start
        points = 3.0 + 0.8 * is_near + 0.5 * is_after + 0.2 * hit.mention.is_whole
        if reading.hit.unit.valid_from > hit.unit.valid_from and not self._has_namesake_now(hit):
            points -= 1.0
        return points + 0.5 * (hit.unit.kind in hit.mention.kinds) - self._mark_points(hit)[0]

    def _has_namesake_now(self, hit: Hit) -> bool:
        """Whether the supporting name still stands: who writes "Bình Thuận" writes old communes too."""
        return any(other.mention == hit.mention and other.unit.valid_until is None for other in self.candidates.all)

    def _name_points(self, reading: Reading, hit: Hit) -> float:
        mention = hit.mention
        lost, doubt = self._mark_points(hit)
        points = 0.4 * (mention.end - mention.start - 1) - lost
        reading.cap *= doubt
        if mention.kinds:
            points += 3.0 if hit.unit.kind in mention.kinds else 2.2
        else:
            points += 1.0
        if hit.is_other_name:
            points, reading.cap = points - 1.0, reading.cap * 0.9
        if mention.is_loose:
            points, reading.cap = points - 1.5, reading.cap * 0.6
        for edge in (mention.first, mention.last):
            if not self._is_edge(edge, reading):
                is_hard = bool(mention.kinds) and edge == mention.first
                points, reading.cap = points - (0 if is_hard else 1.5), reading.cap * (1 if is_hard else 0.8)
        return points

    def _is_edge(self, at: int, reading: Reading) -> bool:
        beside = {at_ for mention in reading.used[1:] for at_ in (mention.first, mention.last)}
        return self.words.is_boundary(at) or at in beside

    def _mark_points(self, hit: Hit) -> tuple[float, float]:
        """(points lost, doubt) for accents that say another name: "Hoằng Phú" is not "Hoằng Phụ"."""
        marked, written_plain = hit.mention.marked, hit.mention.marked == hit.mention.folded
        name = tidy_name(hit.unit.name).lower().replace("'", "")
        name = " ".join(name.replace("-", " ").split())
        if written_plain or marked == name or fold_words(name) != hit.mention.folded:
            return 0.0, 1.0
        return 1.6, 0.85

    def _subtract_contradictions(self, reading: Reading) -> None:
        lineage = self.candidates.lineages[reading.hit.unit.pk]
        agreed = {reading.hit.unit.pk, *lineage.districts, *lineage.provinces}
        for mention, ids in self.claims:
            if any(mention.overlaps(used) for used in reading.used) or ids & agreed:
                continue
            is_near = any(self._is_district_of(lineage.provinces, pk) for pk in ids)
            reading.points -= 2.0 if is_near else 4.0 if ids else 1.0
            reading.cap *= 0.7 if ids else 0.8

    def _is_district_of(self, provinces: set[int], pk: int) -> bool:
        """A district of the same province: communes were moved between neighbours before 2025."""
        lineage = self.candidates.lineages.get(pk)
        return pk in self.district_ids and lineage is not None and bool(lineage.provinces & provinces)


def _claims(mentions: list[Mention], candidates: Candidates) -> list[tuple[Mention, set[int]]]:
    """What the address says outright, with the units meant: a kind and a name, or a province between commas."""
    meant: dict[tuple[int, int], tuple[Mention, set[int]]] = {}
    for hit in candidates.all:
        mention = hit.mention
        is_plain_claim = mention.is_whole and hit.unit.level != UnitLevel.COMMUNE and not mention.is_loose
        if mention.kinds or is_plain_claim:
            meant.setdefault((mention.start, mention.end), (mention, set()))[1].add(hit.unit.pk)
    longest: list[tuple[Mention, set[int]]] = []
    for mention, ids in sorted(meant.values(), key=lambda claim: claim[0].start - claim[0].end):
        if not any(mention.overlaps(other) for other, _ in longest):
            longest.append((mention, ids))
    return longest + _unknown_claims(mentions, [mention for mention, _ in longest])


def _unknown_claims(mentions: list[Mention], known: list[Mention]) -> list[tuple[Mention, set[int]]]:
    """ "xã Không Có": a kind with a name that is nobody's; the shortest run after the kind stands for it."""
    shortest: dict[int, Mention] = {}
    for mention in mentions:
        if mention.kinds and mention.first < mention.start and not any(mention.overlaps(other) for other in known):
            shortest[mention.start] = mention
    return [(mention, set()) for mention in shortest.values()]
