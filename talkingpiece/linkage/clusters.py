"""From pairs to clusters: components of links, divided again where their own pairs contradict, held by human decisions.

Nothing here depends on the order in which records or pairs come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# A pair tells so much at most, for or against, when two halves of a cluster are weighed against each other.
FOR, AGAINST = 12.0, -12.0
# From here on a pair within a component contradicts it, and the component is looked at again.
CONTRADICTS = -3.0
SAME, NOT_SAME = 1e6, -1e9


@dataclass(frozen=True)
class Pairs:
    """Records by their places, and bits; each pair once, with l < r."""

    l: Ints  # noqa: E741
    r: Ints
    w: Floats

    def where(self, chosen: NDArray[np.bool_]) -> Pairs:
        return Pairs(self.l[chosen], self.r[chosen], self.w[chosen])

    def __len__(self) -> int:
        return len(self.l)


@dataclass(frozen=True)
class Clusters:
    """`of` is the number of the cluster of each record. `weight` is the weakest link by which a record hangs on the
    strongest pair of its cluster; NaN for a record that is alone."""

    of: Ints
    weight: Floats


def components(records: int, links: Pairs) -> Ints:
    _count, labels = connected_components(_matrix(records, links), directed=False)
    return np.asarray(labels, dtype=np.int64)


def cluster(records: int, links: Pairs, within: Pairs) -> Clusters:
    """`links` are the pairs that were linked; `within` every pair of two records of one component, links among them."""
    labels = components(records, links)
    doubtful = np.unique(labels[within.l[within.w <= CONTRADICTS]])
    kept = links
    if len(doubtful):
        is_doubtful = np.zeros(labels.max() + 1, dtype=bool)
        is_doubtful[doubtful] = True
        labels = _divided(
            labels, within.where(is_doubtful[labels[within.l]]), links.where(is_doubtful[labels[links.l]])
        )
        kept = links.where(labels[links.l] == labels[links.r])
    return Clusters(labels, _held(records, kept, labels))


def _divided(labels: Ints, within: Pairs, links: Pairs) -> Ints:
    """Each doubtful component grown anew from its strongest links: two halves join if all that is known between them
    speaks for it on the whole, and nobody said that two of them are not the same."""
    linked = set(zip(links.l.tolist(), links.r.tolist(), strict=True))
    by_component: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for left, right, bits in zip(within.l.tolist(), within.r.tolist(), within.w.tolist(), strict=True):
        by_component[int(labels[left])].append((bits, left, right))
    divided = labels.copy()
    new = int(labels.max()) + 1
    for label in sorted(by_component):
        for group in _grown(by_component[label], linked):
            divided[group] = new
            new += 1
    return divided


def _grown(pairs: list[tuple[float, int, int]], linked: set[tuple[int, int]]) -> Iterable[list[int]]:
    between: dict[int, dict[int, float]] = defaultdict(dict)
    members = {one: [one] for _bits, left, right in pairs for one in (left, right)}
    at = {one: one for one in members}
    for bits, left, right in pairs:
        between[left][right] = between[right][left] = bits if abs(bits) >= SAME else min(max(bits, AGAINST), FOR)
    for bits, left, right in sorted((-bits, left, right) for bits, left, right in pairs if (left, right) in linked):
        a, b = min(at[left], at[right]), max(at[left], at[right])
        if a == b or between[a].get(b, 0.0) <= 0:
            continue
        # Somebody said that these are one although they differ: then their differences explain those of others too.
        told = -bits >= SAME
        for other, more in between.pop(b).items():
            between[other].pop(b, None)
            if other != a:
                had = between[a].get(other)
                both = more if had is None else _both(had, more, told)
                between[a][other] = between[other][a] = both
        between[a].pop(b, None)
        for one in members[b]:
            at[one] = a
        members[a] += members.pop(b)
    return members.values()


def _both(one: float, other: float, told: bool) -> float:
    """What speaks between two halves; nothing outweighs that somebody said they are not the same."""
    if min(one, other) <= NOT_SAME:
        return NOT_SAME
    return max(one, other) if told else one + other


def _held(records: int, links: Pairs, labels: Ints) -> Floats:
    """Along the strongest tree of each cluster, from its strongest pair outwards: the weakest link so far."""
    if not len(links):
        return np.full(records, np.nan)
    top = float(links.w.max()) + 1.0
    tree = minimum_spanning_tree(_matrix(records, Pairs(links.l, links.r, top - links.w))).tocoo()
    # The tree's links, the strongest first; of equal ones that of the first records.
    left, right = np.minimum(tree.row, tree.col).astype(np.int64), np.maximum(tree.row, tree.col).astype(np.int64)
    bits = top - tree.data
    order = np.lexsort((right, left, -bits))
    _of, first = np.unique(labels[left[order]], return_index=True)
    cores = left[order][first]
    # From one root above all cores, so that one walk reaches every cluster, a step at a time.
    root = records
    ends = np.concatenate([left, np.full(len(cores), root)]), np.concatenate([right, cores])
    steps = csr_matrix((np.concatenate([bits, bits[order][first]]), ends), shape=(records + 1, records + 1))
    reached, before = breadth_first_order(steps, root, directed=False)
    below = reached[1:]
    step = np.asarray((steps + steps.T)[below, before[below]]).ravel()
    held = np.full(records + 1, np.nan)
    held[root] = np.inf
    while len(below):
        known = ~np.isnan(held[before[below]])
        held[below[known]] = np.minimum(held[before[below[known]]], step[known])
        below, step = below[~known], step[~known]
    return held[:records]


def _matrix(records: int, pairs: Pairs) -> coo_matrix:
    return coo_matrix((pairs.w if len(pairs) else np.empty(0), (pairs.l, pairs.r)), shape=(records, records))
