"""Independent straight-line check of the 2017 London police-counter closures.

    python crow_fly.py SHARED_DATA_DIR OUTPUT_CSV

Test oracle: reads only areas/oa_london.csv, areas/lsoa_london.csv and
stations/stations.csv below SHARED_DATA_DIR and uses no code of the project.

Demand    pop2011 of each 2011 Output Area x pop2017/pop2011 of its LSOA.
Distance  straight line in British National Grid (EPSG:27700) metres from the OA
          point (e, n) to the nearest open counter. Station lat/lon (WGS84) go to
          the grid by the Helmert and Transverse Mercator formulas of the OS "Guide
          to coordinate systems in Great Britain" (height 0, no OSTN15 grid).
Baseline  the 73 counters with in_73_of_2017 = yes; opening hours are ignored.
Options   one counter closed; five closed; the draft plan (41 closed, Church Street
          added); the final plan (38 closed, Church Street and Royalty Studios added).
Output    one row per option and borough (LAD11NM), then a row 'study': the five
          study boroughs together, or all London for the two london-* options.
          Shares (0..1) count people at distance <= 1609.0 m; people_worse, _worse_1km:
          distance up by more than 1 m, 1000 m; people_better: down by more than 1 m.
"""
import sys
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = ("option borough population mean_before_m mean_after_m share_within_1609_before "
           "share_within_1609_after people_worse people_worse_1km people_better").split()
WALK_M, STEP_M, FAR_M = 1609.0, 1.0, 1000.0
STUDY = ["Kensington and Chelsea", "Hammersmith and Fulham", "Ealing", "Hillingdon", "Hounslow"]
FIVE = ["Notting Hill", "Ealing", "Southall", "Uxbridge (Hillingdon)", "Chiswick"]
# option -> starts of the names (raw table) of the counters it closes
LOCAL = {"notting-hill": FIVE[:1], "ealing": FIVE[1:2], "southall": FIVE[2:3],
         "uxbridge": FIVE[3:4], "chiswick": FIVE[4:], "all-five": FIVE}
# Free text of the 73 counters, mapped by hand: does it mean that the counter closes?
DRAFT_CLOSES = {
    "close": True, "close counter": True, "close (swap)": True,
    "close (swap to Hayes)": True, "close (swap to Mitcham)": True,
    "close counter, keep building": True,   # the building stays, the counter does not
    "replace with Church Street": True,     # Paddington Green
    "retain 24/7": False, "retain, become 24/7": False, "retain, become 24/7 (swap)": False,
    "24/7 until Hammersmith reopens": False,  # Shepherd's Bush: Hammersmith is not open yet
}
FINAL_CLOSES = {
    "close": True, "close (closed Dec 2017)": True, "close (Dec 2017)": True,
    "close (14 Dec 2017)": True, "close (17 Dec 2017)": True, "close counter (Dec 2017)": True,
    "close counter (Dec 2017), building kept": True,
    "close counter (14 Dec 2017), building kept": True,
    "close counter (14 Dec 2017), base kept to 2024": True,
    "close counter Dec 2017; building to c.2020": True,
    "closed, replaced by Church Street": True,               # Paddington Green
    "close, then QUASHED by High Court 20 Jul 2018": True,   # Wimbledon, as decided in 2017
    "retain 24/7": False, "retain, become 24/7 (stayed daytime)": False,
    "24/7 until Hammersmith reopens": False,                         # Shepherd's Bush
    "under further consideration; retained (volunteer-run)": False,  # Pinner
    "under further consideration; retained daytime": False,          # Barking Learning Centre
    "under further consideration (Bexley)": False,                   # Marlowe House
}


def wgs84_to_bng(lat_deg, lon_deg):
    """WGS84 degrees -> (easting, northing) in metres, as in the OS guide."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    a, b = 6378137.0, 6356752.314245  # to cartesian on the WGS84 ellipsoid, height 0
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    x, y = nu * np.cos(lat) * np.cos(lon), nu * np.cos(lat) * np.sin(lon)
    z = nu * (1 - e2) * np.sin(lat)
    # Helmert, WGS84 -> OSGB36 (small-angle, position vector)
    tx, ty, tz, s = -446.448, 125.157, -542.060, 20.4894e-6
    rx, ry, rz = np.radians(np.array([-0.1502, -0.2470, -0.8421]) / 3600)
    x, y, z = (tx + (1 + s) * x - rz * y + ry * z,
               ty + rz * x + (1 + s) * y - rx * z,
               tz - ry * x + rx * y + (1 + s) * z)
    a, b = 6377563.396, 6356256.909  # back to latitude and longitude on Airy 1830
    e2 = 1 - (b / a) ** 2
    p = np.hypot(x, y)
    for _ in range(12):  # from the WGS84 latitude; converges far below a millimetre
        nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + e2 * nu * np.sin(lat), p)
    lon = np.arctan2(y, x)
    # Transverse Mercator: true origin 49 N 2 W, false origin 400 km, -100 km
    f0, lat0, lon0, e0, n0 = 0.9996012717, np.radians(49), np.radians(-2), 400000.0, -100000.0
    n = (a - b) / (a + b)
    sin, cos, tan = np.sin(lat), np.cos(lat), np.tan(lat)
    nu = a * f0 / np.sqrt(1 - e2 * sin ** 2)
    rho = a * f0 * (1 - e2) / (1 - e2 * sin ** 2) ** 1.5
    eta2 = nu / rho - 1
    d, t = lat - lat0, lat + lat0
    arc = b * f0 * ((1 + n + 1.25 * n**2 + 1.25 * n**3) * d
                    - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(d) * np.cos(t)
                    + 15 / 8 * (n**2 + n**3) * np.sin(2 * d) * np.cos(2 * t)
                    - 35 / 24 * n**3 * np.sin(3 * d) * np.cos(3 * t))
    dl = lon - lon0
    north = (arc + n0 + nu / 2 * sin * cos * dl**2
             + nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta2) * dl**4
             + nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4) * dl**6)
    east = (e0 + nu * cos * dl + nu / 6 * cos**3 * (nu / rho - tan**2) * dl**3
            + nu / 120 * cos**5 * (5 - (18 + 58 * eta2) * tan**2 + tan**4 + 14 * eta2) * dl**5)
    return east, north


def main(data, output):
    oa = pd.read_csv(data / "areas" / "oa_london.csv", usecols=["LSOA11CD", "pop2011", "e", "n"])
    lsoa = pd.read_csv(data / "areas" / "lsoa_london.csv",
                       usecols=["LSOA11CD", "LAD11NM", "pop2011", "pop2017"])
    oa = oa.merge(lsoa, on="LSOA11CD", validate="many_to_one", suffixes=("", "_lsoa"))
    pop = (oa.pop2011 * oa.pop2017 / oa.pop2011_lsoa).to_numpy()
    assert len(oa) == 25053 and abs(pop.sum() - 8825001) < 0.01

    st = pd.read_csv(data / "stations" / "stations.csv", keep_default_na=False)
    east, north = wgs84_to_bng(st.lat.to_numpy(float), st.lon.to_numpy(float))
    dist = np.hypot(oa.e.to_numpy()[:, None] - east, oa.n.to_numpy()[:, None] - north)
    base = (st.in_73_of_2017 == "yes").to_numpy()

    def pick(*starts):
        hits = np.array([st.name.str.startswith(start) for start in starts])
        assert (hits.sum(axis=1) == 1).all(), starts
        return hits.any(axis=0)

    def closing(column, mapping):  # an unmapped text is a KeyError
        return np.array([b and mapping[text] for b, text in zip(base, st[column])])

    plans = {name: (pick(*starts), np.zeros_like(base)) for name, starts in LOCAL.items()}
    plans["london-draft"] = closing("draft_2017", DRAFT_CLOSES), pick("Church Street")
    plans["london-final"] = (closing("final_2017", FINAL_CLOSES),
                             pick("Church Street", "Royalty Studios"))
    assert [int(c.sum()) for c, _ in plans.values()] == [1, 1, 1, 1, 1, 5, 41, 38]
    assert base.sum() == 73 and not any((c & ~base | a & base).any() for c, a in plans.values())

    rows, borough, before = [], oa.LAD11NM.to_numpy(), dist[:, base].min(axis=1)
    for option, (closed, added) in plans.items():
        after = dist[:, (base & ~closed) | added].min(axis=1)
        names = sorted(set(borough)) if option.startswith("london-") else STUDY
        for name in names + ["study"]:
            at = np.isin(borough, names if name == "study" else [name])
            w, b, c = pop[at], before[at], after[at]
            worse, far, better = c - b > STEP_M, c - b > FAR_M, b - c > STEP_M
            rows.append([option, name, f"{w.sum():.3f}"]
                        + [f"{(w * d).sum() / w.sum():.3f}" for d in (b, c)]
                        + [f"{w[d <= WALK_M].sum() / w.sum():.9f}" for d in (b, c)]
                        + [f"{w[k].sum():.3f}" for k in (worse, far, better)])
    pd.DataFrame(rows, columns=COLUMNS).to_csv(output, index=False, lineterminator="\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
