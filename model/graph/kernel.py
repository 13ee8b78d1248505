"""The shutdown rules as two passes over arrays: what falls after how many steps, and after how many hours.

The passes are plain Python over anything that can be indexed, and `model.graph.machine_code` has them compiled by
numba, so there is one text of the rules. Their work grows with what is reached: the scratch is as it was when they
are done.

What a carrier's fall does is laid out as a stream of *slots*, one carrier's after the other's: a slot is either a loss
that weighs by itself on its consumer, or one death in a group (a requirement with several flows). A slot whose
consumer has fallen already is passed over with one look, which is what makes a hub cheap.

Steps go breadth first: a group is lost with one more death than it can spare, and its consumer falls one step later.
Hours go in order of time: losses that are felt at once are handled at once; those felt after a delay wait in one queue
per distinct delay, which is in order by itself, because it is filled in order of time. So no heap is needed and the
order of rows cannot matter.
"""

from __future__ import annotations

from typing import Any, NamedTuple

FALLS, WEAKENS = 2, 1
"""What a loss does to its consumer in a reading; 0 is nothing."""
CROWD = 16
"""When more than one in so many systems falls at a time, they are put in the order in which their slots lie: the
memory is then read from one end to the other, which is quicker than jumping about in it."""
EFFECT, GROUP, PLACE = 3, 4, 3
"""A slot's code: two bits of effect, one for "in a group", from bit 3 on the place of its delay in `delays`."""


class Slots(NamedTuple):
    """What follows from deaths; shape (slots,) each. `group` and `member` count only where the code says so."""

    consumer: Any
    code: Any  # of a death in a group the effect is that of losing the group
    group: Any
    member: Any  # place of (flow, group) among all memberships: a flow dies once, whatever its carriers


class Stream(NamedTuple):
    """One reading of one landscape on one date."""

    quick: Any  # (systems + 1,) the slots of every system by which a consumer falls alone and at once
    start: Any  # (systems + 1,) its other slots, in this order: first those by which a consumer falls alone and later
    falls: Any  # (systems,) where these end
    slots: Slots
    left: Any  # (groups,) the death that loses the group; 0 and below: none does
    effect: Any  # (groups,)
    consumer: Any  # (groups,)
    of_member: Any  # (memberships,) the group of each
    place: Any  # (groups,) place of the group's own delay
    delays: Any  # (delays,) time; the first is 0
    room: Any  # (delays + 1,) where each delay's queue starts in `waiting`
    counts_hits: bool  # whether a death without effect is remembered


class Scratch(NamedTuple):
    """Neutral between questions."""

    fallen: Any  # (systems,) 0; 1: falls; 2: its hour is known
    mark: Any  # (systems,) 0: puts a crowd in order
    step: Any  # (systems,) -1: when a system falls
    weak: Any  # -1: when it is weakened
    hit: Any  # -1: when its first flow dies
    hour: Any  # -1.0: the same three in time
    weak_hour: Any
    hit_hour: Any
    queue: Any  # (systems,) the fallen, in order
    weakened: Any  # (systems,) those weakened, some of whom fall later
    struck: Any  # (systems,) those hit
    dead: Any  # (memberships,) 0
    died: Any  # (memberships,) those dead
    count: Any  # (groups,) 0
    waiting: Any  # (room,) what is felt later: a slot, a seed, a group
    due: Any  # (room,) when
    head: Any  # (delays,)
    tail: Any  # (delays,)


def steps_pass(stream: Stream, scratch: Scratch, systems: Any, seeds: Slots) -> tuple[int, int, int, int]:
    """Fill `step`, `weak`, `hit`; gives how many fell, were weakened, were struck, and memberships that died."""
    consumer, codes, groups, members = stream.slots
    fallen, queue, dead, count = scratch.fallen, scratch.queue, scratch.dead, scratch.count
    quick, start, falls = stream.quick, stream.start, stream.falls
    left, counts_hits = stream.left, stream.counts_hits
    step_of, weak, hit, mark = scratch.step, scratch.weak, scratch.hit, scratch.mark
    many, own = len(codes), len(seeds.code)
    filled = weakened = struck = died = 0
    for s in systems:
        if fallen[s] == 0:
            fallen[s] = 1
            step_of[s] = 0
            queue[filled] = s
            filled += 1
    step = 0
    low, high = -1, filled  # place -1 is the flows of the question itself, which die at step 0
    while low < high and filled < len(fallen):  # when everything has fallen, nothing more can
        step += 1
        # First what falls by itself: most slots of the rest are then passed over with one look.
        for i in range(max(low, 0), high):
            s = queue[i]
            for later in range(2):
                first, last = (start[s], falls[s]) if later else (quick[s], quick[s + 1])
                for j in range(first, last):
                    c = consumer[j]
                    if fallen[c] == 0:
                        fallen[c] = 1
                        step_of[c] = step
                        queue[filled] = c
                        filled += 1
        for i in range(low, high):
            first, last = (falls[queue[i]], start[queue[i] + 1]) if i >= 0 else (many, many + own)
            for j in range(first, last):
                c = consumer[j] if j < many else seeds.consumer[j - many]
                if fallen[c] != 0:
                    continue
                code = codes[j] if j < many else seeds.code[j - many]
                effect = code & EFFECT
                if code & GROUP:
                    member = members[j] if j < many else seeds.member[j - many]
                    if dead[member] != 0:
                        continue
                    dead[member] = 1
                    scratch.died[died] = member
                    died += 1
                    if counts_hits and hit[c] < 0:
                        hit[c] = step
                        scratch.struck[struck] = c
                        struck += 1
                    group = groups[j] if j < many else seeds.group[j - many]
                    count[group] += 1
                    if count[group] != left[group]:
                        continue
                if effect == FALLS:
                    fallen[c] = 1
                    step_of[c] = step
                    queue[filled] = c
                    filled += 1
                elif effect == WEAKENS and weak[c] < 0:
                    weak[c] = step
                    scratch.weakened[weakened] = c
                    weakened += 1
        if (filled - high) * CROWD > len(fallen):
            for i in range(high, filled):
                mark[queue[i]] = 1
            at = high
            for s in range(len(fallen)):
                if mark[s] != 0:
                    mark[s] = 0
                    queue[at] = s
                    at += 1
        low, high = high, filled
    return filled, weakened, struck, died


def hours_pass(
    stream: Stream, scratch: Scratch, systems: Any, seeds: Slots, fell: int, weakened: int, struck: int
) -> int:
    """Fill `hour`, `weak_hour`, `hit_hour` for what the steps pass found; gives memberships that died.

    Stops when all of it has its hour. A fallen system with its hour is marked 2 in `fallen`.
    """
    if len(stream.delays) == 1:
        at_once(scratch, fell, weakened, struck)
        return 0
    consumer, codes, groups, members = stream.slots
    fallen, queue, dead, count = scratch.fallen, scratch.queue, scratch.dead, scratch.count
    waiting, due, head, tail = scratch.waiting, scratch.due, scratch.head, scratch.tail
    quick, start, left, delays = stream.quick, stream.start, stream.left, stream.delays
    hour, weak_hour, hit_hour, hit = scratch.hour, scratch.weak_hour, scratch.hit_hour, scratch.hit
    mark = scratch.mark
    many, own = len(codes), len(seeds.code)
    settling = 0
    for i in range(struck):
        if fallen[scratch.struck[i]] == 0:
            settling += 1
    for i in range(weakened):
        if fallen[scratch.weakened[i]] == 0:
            settling += 1
    for d in range(len(delays)):
        head[d] = tail[d] = stream.room[d]
    filled = died = which = 0
    for s in systems:
        if fallen[s] == 1:
            fallen[s] = 2
            hour[s] = 0.0
            queue[filled] = s
            filled += 1
    now = 0.0
    begun, slow = 0, -1  # place -1 is the flows of the question itself
    while True:
        # First what falls at this very hour by itself, and what falls with that.
        while begun < filled:
            end = filled
            if (end - begun) * CROWD > len(fallen):
                for i in range(begun, end):
                    mark[queue[i]] = 1
                at = begun
                for s in range(len(fallen)):
                    if mark[s] != 0:
                        mark[s] = 0
                        queue[at] = s
                        at += 1
            for i in range(begun, end):
                s = queue[i]
                for j in range(quick[s], quick[s + 1]):
                    c = consumer[j]
                    if fallen[c] == 1:
                        fallen[c] = 2
                        hour[c] = now
                        queue[filled] = c
                        filled += 1
            begun = end
        if filled == fell and settling == 0:
            return died
        # Then a fallen system's other flows, one system at a time; else what is felt next, all of one hour and delay.
        felt = slow >= filled
        if not felt:
            first, last = (start[queue[slow]], start[queue[slow] + 1]) if slow >= 0 else (many, many + own)
            slow += 1
        else:
            place = 0
            for d in range(1, len(delays)):
                if head[d] < tail[d] and (place == 0 or due[head[d]] < due[head[place]]):
                    place = d
            if place == 0:
                return died
            first = head[place]
            now = due[first]
            last = first + 1
            while last < tail[place] and due[last] == now:
                last += 1
            head[place] = last
        for k in range(first, last):
            j = waiting[k] if felt else k  # a slot, a seed, or a group whose own tolerance is over
            if j < many:
                c, code = consumer[j], codes[j]
            elif j < many + own:
                c, code = seeds.consumer[j - many], seeds.code[j - many]
            else:
                c, code = stream.consumer[j - many - own], stream.effect[j - many - own]
            state = fallen[c]
            effect = code & EFFECT
            if state == 2 or (effect == WEAKENS and state == 1):
                continue
            if code & GROUP:
                which = groups[j] if j < many else seeds.group[j - many]
                if not felt:
                    member = members[j] if j < many else seeds.member[j - many]
                    if dead[member] != 0:
                        continue
                    dead[member] = 1
                    scratch.died[died] = member
                    died += 1
                    if state == 0 and hit[c] >= 0 and hit_hour[c] < 0:
                        hit_hour[c] = now
                        settling -= 1
            if effect == WEAKENS and weak_hour[c] >= 0:
                continue
            place = code >> PLACE
            if place > 0 and not felt:
                waiting[tail[place]] = j
                due[tail[place]] = now + delays[place]
                tail[place] += 1
                continue
            if code & GROUP:
                count[which] += 1
                if count[which] != left[which]:
                    continue
                place = stream.place[which]
                if place > 0:
                    waiting[tail[place]] = many + own + which
                    due[tail[place]] = now + delays[place]
                    tail[place] += 1
                    continue
            if effect == FALLS:
                fallen[c] = 2
                hour[c] = now
                queue[filled] = c
                filled += 1
            elif effect == WEAKENS:
                weak_hour[c] = now
                settling -= 1


def at_once(scratch: Scratch, fell: int, weakened: int, struck: int) -> None:
    """The hours where nothing has a tolerance."""
    for i in range(fell):
        scratch.hour[scratch.queue[i]] = 0.0
    for i in range(weakened):
        scratch.weak_hour[scratch.weakened[i]] = 0.0
    for i in range(struck):
        scratch.hit_hour[scratch.struck[i]] = 0.0


def clear_deaths(stream: Stream, scratch: Scratch, died: int) -> None:
    """Between the passes: everything lives again and the groups are whole."""
    for i in range(died):
        member = scratch.died[i]
        scratch.dead[member] = 0
        scratch.count[stream.of_member[member]] = 0


def take_fallen(scratch: Scratch, fell: int, system: Any, step: Any, hour: Any) -> None:
    """Copy what fell in one reading; shape (fell,) each."""
    for i in range(fell):
        s = scratch.queue[i]
        system[i] = s
        step[i] = scratch.step[s]
        hour[i] = scratch.hour[s]


def verdicts(
    certain: Scratch, possible: Scratch, sizes: Any, system: Any, verdict: Any, at_least: Any, steps: Any, hours: Any
) -> int:
    """The verdict of every system that is touched and not turned off; gives how many there are.

    `sizes`: turned off, weakened in the certain reading, fallen, weakened and struck in the possible one.
    Verdicts are numbers from 0, strongest first; `at_least` is 0, 2 or 5 (neither).
    """
    off, certain_weakened, fell, weakened, struck = sizes
    found = 0
    for i in range(off, fell):
        s = possible.queue[i]
        system[found] = s
        if certain.fallen[s] != 0:
            verdict[found], at_least[found], steps[found], hours[found] = 0, 0, certain.step[s], certain.hour[s]
        else:
            verdict[found], steps[found], hours[found] = 1, possible.step[s], possible.hour[s]
            at_least[found] = 2 if certain.weak[s] >= 0 else 5
        found += 1
    for i in range(certain_weakened):
        s = certain.weakened[i]
        if possible.fallen[s] == 0:
            system[found] = s
            verdict[found], at_least[found], steps[found], hours[found] = 2, 2, certain.weak[s], certain.weak_hour[s]
            found += 1
    for i in range(weakened):
        s = possible.weakened[i]
        if possible.fallen[s] == 0 and certain.weak[s] < 0:
            system[found] = s
            verdict[found], at_least[found], steps[found], hours[found] = 3, 5, possible.weak[s], possible.weak_hour[s]
            found += 1
    for i in range(struck):
        s = possible.struck[i]
        if possible.fallen[s] == 0 and certain.weak[s] < 0 and possible.weak[s] < 0:
            system[found] = s
            verdict[found], at_least[found], steps[found], hours[found] = 4, 5, possible.hit[s], possible.hit_hour[s]
            found += 1
    return found


def clear(scratch: Scratch, fell: int, weakened: int, struck: int) -> None:
    """After a question, when the results have been taken."""
    for i in range(fell):
        s = scratch.queue[i]
        scratch.fallen[s] = 0
        scratch.step[s] = -1
        scratch.hour[s] = -1.0
    for i in range(weakened):
        scratch.weak[scratch.weakened[i]] = -1
        scratch.weak_hour[scratch.weakened[i]] = -1.0
    for i in range(struck):
        scratch.hit[scratch.struck[i]] = -1
        scratch.hit_hour[scratch.struck[i]] = -1.0


def reading(
    stream: Stream,
    scratch: Scratch,
    systems: Any,
    seeds: Slots,
    with_hours: bool,  # noqa: FBT001 - compiled
) -> tuple[int, int, int]:
    """The passes over one reading; gives how many fell, were weakened and were struck, which the scratch holds."""
    fell, weakened, struck, died = steps_pass(stream, scratch, systems, seeds)
    clear_deaths(stream, scratch, died)
    if with_hours:
        died = hours_pass(stream, scratch, systems, seeds, fell, weakened, struck)
        clear_deaths(stream, scratch, died)
    return fell, weakened, struck


def taken(
    certain: Scratch,
    possible: Scratch,
    off: int,
    counts: tuple[tuple[int, int, int], tuple[int, int, int]],
    touched: tuple[Any, Any, Any, Any, Any],
    fallen: tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]],
) -> int:
    """Copy the results out and leave the scratch as it was; gives how many systems are touched.

    `counts` are those of the two readings, `touched` is what `verdicts` fills, `fallen` what `take_fallen` does.
    """
    one, two = counts
    system, verdict, at_least, steps, hours = touched
    sizes = (off, one[1], two[0], two[1], two[2])
    found = verdicts(certain, possible, sizes, system, verdict, at_least, steps, hours)
    take_fallen(certain, one[0], fallen[0][0], fallen[0][1], fallen[0][2])
    take_fallen(possible, two[0], fallen[1][0], fallen[1][1], fallen[1][2])
    clear(certain, one[0], one[1], one[2])
    clear(possible, two[0], two[1], two[2])
    return found


INNER = (steps_pass, hours_pass, at_once, clear_deaths, take_fallen, verdicts, clear)
"""What the two above call."""
