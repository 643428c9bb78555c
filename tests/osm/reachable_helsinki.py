"""How much of the extract of Helsinki cars and people on foot can reach, node by node.

    pip install osmium==4.3.2 networkx pyproj
    python reachable_helsinki.py Helsinki.osm.pbf > reachable_helsinki.csv

Test oracle: osmium reads the file, networkx finds the largest (strongly) connected component, pyproj measures on the
WGS84 ellipsoid; no code of the project is used, and no way is ever cut, contracted or set back from a barrier. A
barrier that stops cars is a different node to every stretch of road that leads there.
metres      all that cars (people on foot) may use
reachable   of that, in the largest component
"""
import sys

import networkx as nx
import osmium
import pyproj

ELLIPSOID = pyproj.Geod(ellps="WGS84")
STREETS = set("primary primary_link secondary tertiary tertiary_link residential unclassified service".split())
PATHS = set("corridor crossing cycleway elevator footway path pedestrian platform trail steps".split())
# What occurs in the extract; every other word says nothing.
OPEN, CLOSED = {"yes", "permissive", "designated", "destination"}, {"no", "private", "use_sidepath", "delivery"}
CAR = ["motorcar", "motor_vehicle", "vehicle", "access"]


def says(tags, keys, otherwise):
    for key in keys:
        if tags.get(key) in OPEN | CLOSED:
            return tags.get(key) in OPEN
    return otherwise


class Places(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.at, self.stops = {}, set()

    def node(self, node):
        self.at[node.id] = (node.location.lon, node.location.lat)
        barrier = node.tags.get("barrier")
        if barrier and not says(node.tags, CAR, barrier in ("gate", "lift_gate")):
            self.stops.add(node.id)


class Networks(osmium.SimpleHandler):
    def __init__(self, places):
        super().__init__()
        self.places, self.drive, self.walk, self.copies = places, nx.MultiDiGraph(), nx.MultiGraph(), 0

    def joint(self, node):
        if node not in self.places.stops:
            return node
        self.copies += 1
        return (node, self.copies)

    def way(self, way):
        highway, tags = way.tags.get("highway"), way.tags
        drives = highway in STREETS and says(tags, CAR, True) and tags.get("area") != "yes"
        walks = highway in STREETS | PATHS and says(tags, ["foot"], says(tags, ["access"], True))
        at, nodes = self.places.at, [node.ref for node in way.nodes]
        for a, b in zip(nodes, nodes[1:]):
            if a not in at or b not in at:
                continue
            metres = ELLIPSOID.line_length(*zip(at[a], at[b]))
            if walks:
                self.walk.add_edge(a, b, metres=metres)
            if drives:
                a, b = self.joint(a), self.joint(b)
                assert tags.get("oneway") in (None, "yes", "no"), tags.get("oneway")
                # Of a street with two directions, one holds the metres.
                self.drive.add_edge(a, b, metres=metres)
                if tags.get("oneway") != "yes":
                    self.drive.add_edge(b, a, metres=0.0)


def metres(graph):
    return sum(length for _, _, length in graph.edges(data="metres"))


def main(path):
    places = Places()
    places.apply_file(path)
    networks = Networks(places)
    networks.apply_file(path)
    print("network,metres,reachable")
    for name, graph, components in [("driving", networks.drive, nx.strongly_connected_components),
                                    ("walking", networks.walk, nx.connected_components)]:
        largest = graph.subgraph(max(components(graph), key=len))
        print(f"{name},{metres(graph):.1f},{metres(largest):.1f}")


if __name__ == "__main__":
    main(sys.argv[1])
