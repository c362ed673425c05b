"""Where boxes and lines go: a layered layout, top to bottom, in which nothing covers anything else.

Boxes stand in rows, every line passes the rows between through a place of its own, and its label has a row
of its own. Sugiyama's steps: break circles, assign rows, order each row, then set the columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP_X = 26.0
GAP_Y = 30.0
_SWEEPS = 16


@dataclass(frozen=True)
class Box:
    """What a box or a label needs, in pixels."""

    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A line from one box to another by their numbers; an empty label has no size."""

    start: int
    end: int
    label: Box = Box(0.0, 0.0)


@dataclass(frozen=True)
class Place:
    """A rectangle in the picture; x and y are its upper left corner, `row_end` is where its row ends."""

    x: float
    y: float
    width: float
    height: float
    row_end: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Layout:
    """Places of the boxes, of the labels (one a line), and the places every line passes, start to end."""

    boxes: tuple[Place, ...]
    labels: tuple[Place, ...]
    ways: tuple[tuple[Place, ...], ...]
    width: float
    height: float


def arrange(boxes: Sequence[Box], lines: Sequence[Line]) -> Layout:
    """Lay out boxes and lines; a line from a box to itself is not allowed."""
    order = _downward_order(len(boxes), lines)
    rows_of = _rows(order, lines)
    sizes = list(boxes)
    chains: list[list[int]] = []
    labels: list[int] = []
    for line in lines:
        chain, label = _chain(line, rows_of, sizes)
        chains.append(chain)
        labels.append(label)
    rows = _ordered_rows(rows_of, chains, order)
    places = _places(rows, sizes, _columns(rows, sizes, _neighbours(len(sizes), chains)))
    ways = [
        tuple(places[one] for one in (chain if chain[0] == line.start else reversed(chain)))
        for line, chain in zip(lines, chains, strict=True)
    ]
    return Layout(
        boxes=tuple(places[: len(boxes)]),
        labels=tuple(places[label] for label in labels),
        ways=tuple(ways),
        width=max(place.x + place.width for place in places) + GAP_X,
        height=max(place.row_end for place in places) + GAP_Y,
    )


def _downward_order(count: int, lines: Sequence[Line]) -> list[int]:
    """Boxes so that most lines go forward: a depth-first walk's reversed postorder."""
    ahead: list[list[int]] = [[] for _ in range(count)]
    for line in lines:
        ahead[line.start].append(line.end)
    left: list[int] = []
    seen: set[int] = set()
    for root in range(count):
        stack = [(root, iter(reversed(ahead[root])))] if root not in seen else []
        seen.add(root)
        while stack:
            here, rest = stack[-1]
            following = next((one for one in rest if one not in seen), None)
            if following is None:
                left.append(here)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(reversed(ahead[following]))))
    return left[::-1]


def _rows(order: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """The row of each box: below everything that leads to it, even numbers; labels stand in the odd ones."""
    rank = {box: number for number, box in enumerate(order)}
    down = [sorted((line.start, line.end), key=rank.__getitem__) for line in lines]
    rows = [0] * len(order)
    for box in order:
        rows[box] = max((rows[above] + 2 for above, below in down if below == box), default=0)
    for box in reversed(order):
        below = [rows[under] for above, under in down if above == box]
        if below and all(under != box for _, under in down):
            rows[box] = min(below) - 2
    return [row - min(rows) for row in rows]


def _chain(line: Line, rows: list[int], sizes: list[Box]) -> tuple[list[int], int]:
    """A place in every row between the ends of a line; the label stands next to the line's start."""
    upper, lower = (line.start, line.end) if rows[line.start] < rows[line.end] else (line.end, line.start)
    between = list(range(rows[upper] + 1, rows[lower]))
    numbers = list(range(len(sizes), len(sizes) + len(between)))
    rows += between
    sizes += [Box(2.0, 0.0)] * len(between)
    label = numbers[0] if upper == line.start else numbers[-1]
    sizes[label] = line.label if line.label.width else Box(2.0, 0.0)
    return [upper, *numbers, lower], label


def _neighbours(count: int, chains: Iterable[Sequence[int]]) -> tuple[list[list[int]], list[list[int]]]:
    above: list[list[int]] = [[] for _ in range(count)]
    below: list[list[int]] = [[] for _ in range(count)]
    for chain in chains:
        for upper, lower in pairwise(chain):
            above[lower].append(upper)
            below[upper].append(lower)
    return above, below


def _ordered_rows(
    rows_of: Sequence[int], chains: Sequence[Sequence[int]], order: Sequence[int]
) -> list[list[int]]:
    """Each row from left to right with few crossings: neighbours' averages, up and down; the best is kept."""
    rows: list[list[int]] = [[] for _ in range(max(rows_of) + 1)]
    for one in [*order, *(one for chain in chains for one in chain[1:-1])]:
        rows[rows_of[one]].append(one)
    above, below = _neighbours(len(rows_of), chains)
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    for sweep in range(_SWEEPS):
        near, walk = (above, rows) if sweep % 2 == 0 else (below, rows[::-1])
        for row in walk:
            column = {one: float(at) for other in rows for at, one in enumerate(other)}
            row.sort(key=lambda one: _mean([column[other] for other in near[one]], column[one]))
        crossed = _crossings(rows, below)
        if crossed < fewest:
            best, fewest = [list(row) for row in rows], crossed
    return best


def _crossings(rows: Sequence[Sequence[int]], below: Sequence[Sequence[int]]) -> int:
    column = {one: at for row in rows for at, one in enumerate(row)}
    crossed = 0
    for row in rows:
        ends = [(column[one], column[other]) for one in row for other in below[one]]
        crossed += sum(a < c and b > d for a, b in ends for c, d in ends)
    return crossed


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _columns(
    rows: Sequence[Sequence[int]], sizes: Sequence[Box], near: tuple[list[list[int]], list[list[int]]]
) -> list[float]:
    """The middle of everything: as near to its neighbours' average as its row allows."""
    middle = [0.0] * len(sizes)
    for row in rows:
        _spread(row, sizes, middle)
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            for one in row:
                around = [middle[other] for other in (*near[0][one], *near[1][one])]
                middle[one] = _mean(around, middle[one])
            _spread(row, sizes, middle)
    left = min(middle[one] - sizes[one].width / 2 for one in range(len(sizes)))
    return [at - left + GAP_X for at in middle]


def _spread(row: Sequence[int], sizes: Sequence[Box], middle: list[float]) -> None:
    """Move a row apart as little as possible (least squares, by pooling neighbours that would overlap)."""
    offsets = [0.0]
    for one, following in pairwise(row):
        offsets.append(offsets[-1] + (sizes[one].width + sizes[following].width) / 2 + GAP_X)
    pools: list[tuple[float, int]] = []
    for one, offset in zip(row, offsets, strict=True):
        total, count = middle[one] - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools[-1][1]
            pools.pop()
        pools.append((total, count))
    wanted = [total / count for total, count in pools for _ in range(count)]
    for one, offset, at in zip(row, offsets, wanted, strict=True):
        middle[one] = at + offset


def _places(rows: Sequence[Sequence[int]], sizes: Sequence[Box], middle: Sequence[float]) -> list[Place]:
    places: dict[int, Place] = {}
    top = GAP_Y
    for row in rows:
        end = top + max(sizes[one].height for one in row)
        for one in row:
            size = sizes[one]
            places[one] = Place(middle[one] - size.width / 2, top, size.width, size.height, end)
        top = end + GAP_Y
    return [places[one] for one in range(len(sizes))]
