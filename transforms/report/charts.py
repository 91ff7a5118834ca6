"""The page's charts as Vega-Lite and Vega specifications (https://vega.github.io).

Colours are variables of the page's style, so that charts change with it from light to dark.
"""

from __future__ import annotations

from typing import Any

from transforms.report.digest import QUADS, Digest

Spec = dict[str, Any]
LITE = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, which nothing asks for
BAR_PIXELS = 17
FITTED = {"type": "fit-x", "contains": "padding"}
INK, LINE = {"labelColor": "var(--ink)", "titleColor": "var(--ink)"}, "var(--line)"
CONFIG: Spec = {
    "background": "transparent",
    "view": {"stroke": None},
    "font": "system-ui, sans-serif",
    "axis": INK | {"gridColor": LINE, "domainColor": LINE, "tickColor": LINE},
    "legend": INK,
    "range": {"category": [f"var(--series-{number})" for number in range(1, 8)]},
}
CLASSES = list(QUADS.values())
TONES = ["var(--series-4)", "var(--series-2)"]  # conflict, cooperation


def charts(found: Digest, land: list[tuple[int, int]]) -> dict[str, Spec]:
    """The charts by name; those that would be empty are left out.

    `land` are points in degrees (longitude, latitude) where people live: the world behind the map.
    """
    made = {"days": _days(found), "types": _types(found), "map": _map(found, land), "network": _network(found)}
    shown = {"days": found.days, "types": found.types, "map": found.places, "network": found.ties}
    return {name: {"config": CONFIG} | spec for name, spec in made.items() if shown[name]}


def _days(found: Digest) -> Spec:
    unit = "yearmonth" if found.is_monthly else "yearmonthdate"
    return {
        "$schema": LITE,
        "width": "container",
        "height": 180,
        "autosize": FITTED,
        "data": {"values": found.days},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "timeUnit": f"utc{unit}", "title": None},
            "y": {"field": "incidents", "type": "quantitative", "title": "incidents", "axis": {"tickMinStep": 1}},
            "color": _by_class(),
            "tooltip": [
                {"field": "day", "type": "temporal", "timeUnit": f"utc{unit}", "title": "day"},
                {"field": "class"},
                {"field": "incidents"},
            ],
        },
    }


def _by_class() -> Spec:
    """Colour by quad class."""
    return {
        "field": "class",
        "type": "nominal",
        "scale": {"domain": CLASSES, "range": "category"},
        "legend": {"orient": "bottom", "title": None, "columns": 2},
    }


def _types(found: Digest) -> Spec:
    return {
        "$schema": LITE,
        "width": "container",
        "height": BAR_PIXELS * len({row["event_type"] for row in found.types}),
        "autosize": FITTED,
        "data": {"values": found.types},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "y": {"field": "event_type", "type": "nominal", "sort": "-x", "title": None},
            "x": {"field": "incidents", "type": "quantitative", "title": "incidents", "axis": {"tickMinStep": 1}},
            "color": {
                "field": "status",
                "type": "nominal",
                "scale": {"range": "category"},
                "legend": {"orient": "bottom", "title": None, "columns": 2},
            },
        },
    }


def _map(found: Digest, land: list[tuple[int, int]]) -> Spec:
    inhabited = {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": land}}
    return {
        "$schema": LITE,
        "width": "container",
        "height": 320,
        "autosize": FITTED,
        "projection": {"type": "equalEarth", "pointRadius": 1.3},
        "layer": [
            {"data": {"sphere": True}, "mark": {"type": "geoshape", "color": "var(--sea)"}},
            {"data": {"values": inhabited}, "mark": {"type": "geoshape", "color": "var(--land)"}},
            {
                "data": {"values": found.places},
                "mark": {"type": "circle", "color": "var(--series-4)"},
                "encoding": {
                    "longitude": {"field": "longitude", "type": "quantitative"},
                    "latitude": {"field": "latitude", "type": "quantitative"},
                    "size": {
                        "field": "incidents",
                        "type": "quantitative",
                        "scale": {"range": [30, 600]},
                        "legend": None,
                    },
                    "tooltip": [{"field": "name"}, {"field": "country"}, {"field": "incidents"}],
                },
            },
        ],
    }


def _network(found: Digest) -> Spec:
    """Actors drawn to those with whom they have incidents; ties go down the sum of Goldstein scores, red to blue."""
    numbers = {actor["actor_id"]: number for number, actor in enumerate(found.actors)}
    nodes = [{"name": actor["name"], "mentions": actor["mention_count"]} for actor in found.actors]
    ties = [
        {
            "source": numbers[tie["source"]],
            "target": numbers[tie["target"]],
            "incidents": tie["incidents"],
            "tone": "conflict" if (tie["goldstein"] or 0) < 0 else "cooperation",
        }
        for tie in found.ties
    ]
    resized = "max(containerSize()[0], 280)"
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "height": 460,
        "autosize": {"type": "none"},
        "signals": [
            {
                "name": "width",
                "init": resized,
                "on": [{"events": {"source": "window", "type": "resize"}, "update": resized}],
            }
        ],
        "data": [{"name": "actors", "values": nodes}, {"name": "ties", "values": ties}],
        "scales": [
            {"name": "tone", "type": "ordinal", "domain": ["conflict", "cooperation"], "range": TONES},
            {"name": "size", "type": "sqrt", "domain": {"data": "actors", "field": "mentions"}, "range": [40, 500]},
            {"name": "wide", "type": "sqrt", "domain": {"data": "ties", "field": "incidents"}, "range": [1, 5]},
        ],
        "legends": [{"stroke": "tone", "orient": "top-left", "symbolType": "stroke"}],
        "marks": [_circles(), _lines(), _names()],
    }


def _circles() -> Spec:
    """The actors, which push each other away and are held together by their ties."""
    forces = [
        {"force": "center", "x": {"signal": "width / 2"}, "y": {"signal": "height / 2"}},
        {"force": "collide", "radius": 22},
        {"force": "nbody", "strength": -180},
        {"force": "x", "x": "middle", "strength": 0.08},
        {"force": "y", "y": "centre", "strength": 0.12},
        {"force": "link", "links": "ties", "distance": 90},
    ]
    return {
        "type": "symbol",
        "name": "nodes",
        "zindex": 1,
        "from": {"data": "actors"},
        "encode": {
            "enter": {
                "size": {"scale": "size", "field": "mentions"},
                "tooltip": {"field": "name"},
                "middle": {"signal": "width / 2"},
                "centre": {"signal": "height / 2"},
                "fill": {"value": "var(--faint)"},
            },
        },
        "transform": [{"type": "force", "iterations": 300, "static": True, "signal": "force", "forces": forces}],
    }


def _lines() -> Spec:
    """The ties, once the forces have placed the actors."""
    shape = {
        "require": {"signal": "force"},
        "type": "linkpath",
        "shape": "line",
        "sourceX": "datum.source.x",
        "sourceY": "datum.source.y",
        "targetX": "datum.target.x",
        "targetY": "datum.target.y",
    }
    return {
        "type": "path",
        "from": {"data": "ties"},
        "encode": {
            "update": {
                "stroke": {"scale": "tone", "field": "tone"},
                "strokeWidth": {"scale": "wide", "field": "incidents"},
                "strokeOpacity": {"value": 0.7},
            }
        },
        "transform": [shape],
    }


def _names() -> Spec:
    """The actors' names, above their circles."""
    return {
        "type": "text",
        "zindex": 2,
        "from": {"data": "nodes"},
        "interactive": False,
        "encode": {
            "update": {
                "x": {"field": "x"},
                "y": {"field": "y", "offset": -12},
                "text": {"field": "datum.name"},
                "limit": {"value": 150},
                "fill": {"value": "var(--ink)"},
                "align": {"value": "center"},
            }
        },
    }
