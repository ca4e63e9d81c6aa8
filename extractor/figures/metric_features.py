"""The named features of a figure's candidate metrics, for the fitted weights: each of words of small closed sets."""

from __future__ import annotations

from extractor.figures.ranking import facts


@facts("metric")
def only(place: str, what: str) -> tuple[str, ...]:
    """A place that holds no candidate, and what it holds instead."""
    return (f"{place}:{what}",)


@facts("metric")
def of_group(place: str, group: str) -> tuple[str, ...]:
    """A place, alone and with the group of the figure's unit."""
    return place, f"{place}:{group}"


@facts("metric")
def after_entity(place: str, kind: str, group: str) -> tuple[str, ...]:
    """The name that ends right before the figure."""
    return f"{place}:name:{kind}", f"{place}:name:{kind}:{group}"


@facts("metric")
def thing(place: str, group: str) -> tuple[str, ...]:
    """A commodity, coin, product or fund that is itself what is priced."""
    return f"{place}:thing", f"{place}:thing:{group}"


@facts("metric")
def ends(place: str, group: str, kind: str, weak: str) -> tuple[str, ...]:
    """A known name of a metric that ends right before the figure."""
    return place, f"{place}:{group}", f"{place}:{kind}:{group}", f"{place}:weak:{weak}"


@facts("metric")
def any_noun(place: str, group: str, length: int) -> tuple[str, ...]:
    """Any noun that ends right before the figure, by its length."""
    return f"{place}:any", f"{place}:any:{group}", f"{place}:any:{length}"


@facts("metric")
def name(weak: str, group: str, kind: str, near: str) -> tuple[str, ...]:
    """A known name earlier in the clause, by its distance."""
    return f"name:{weak}", f"name:{weak}:{group}", f"name:{kind}:{group}", f"name:{near}"


@facts("metric")
def name_passed(figure: bool, owner: bool, of: bool) -> tuple[str, ...]:
    """What stands between such a name and the figure."""
    passed = (("name:before a figure", figure), ("name:before an owner", owner), ("name:的", of))
    return tuple(name for name, holds in passed if holds)


@facts("metric")
def name_after(of: str, group: str, kind: str, weak: str) -> tuple[str, ...]:
    """A known name behind the figure; ``of`` is 的 or 为 between them."""
    return f"after{of}:{group}", f"after{of}:{kind}:{group}", f"after:{weak}"


@facts("metric")
def name_near(gap: int, kind: str, spent: str) -> tuple[str, ...]:
    """How far behind the figure it stands, and whether money is spent."""
    return f"after:{gap}", f"after:{kind}:{spent}"


@facts("metric")
def noun_after(of: str, group: str, length: int, spent: str) -> tuple[str, ...]:
    """Any noun behind the figure."""
    return f"noun after{of}", f"noun after{of}:{group}", f"noun after:{length}", f"noun after:{spent}"


@facts("metric")
def done_later(group: str, taken: str, near: str) -> tuple[str, ...]:
    """What is done with the figure later in its clause."""
    return "later", f"later:{group}", f"later:{taken}", f"later:{group}:{taken}", f"later:{near}"


@facts("metric")
def noun_later(length: int) -> tuple[str, ...]:
    """The noun that the clause ends with, by its length."""
    return "noun later", f"noun later:{length}"


@facts("metric")
def in_lead(place: str, kind: str, group: str, figure: bool, passed: bool) -> tuple[str, ...]:
    """A name before the clause, in its sentence."""
    names = f"lead:{place}", f"lead:{kind}:{group}", f"lead:{'figure' if figure else ''}", f"lead:{place}:{group}"
    return (*names, "lead:before a figure") if passed else names


@facts("metric")
def in_place(kind: str, group: str) -> tuple[str, ...]:
    """The name in the same place of a list before 分别."""
    return "respective", f"respective:{kind}:{group}"


@facts("metric")
def none_before(place: str) -> tuple[str, ...]:
    """The figure before has no metric."""
    return "last:none", f"last:none:{place}"


@facts("metric")
def last(place: str, was: str, kind: str, group: str) -> tuple[str, ...]:
    """The metric of the figure before, and where that one stands."""
    return f"last:{place}", f"last:{was}>{group}", f"last:{kind}:{group}", f"last:{place}:{was}>{group}"


@facts("metric")
def change_after(kind: str) -> tuple[str, ...]:
    """A change that follows a metric of this kind."""
    return (f"change after {kind}",)


@facts("metric")
def besides(place: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """The other places that hold candidates."""
    return tuple(f"{place} beside {other}" for other in others if other != place)
