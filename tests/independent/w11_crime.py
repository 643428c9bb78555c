"""Independent count of the crimes of 2016 in postcode district W11, per week.

    python w11_crime.py SHARED_DATA_DIR OUTPUT_CSV

Test oracle: reads only areas/oa_london.csv, areas/lsoa_london.csv and
areas/w11_lsoas.csv below SHARED_DATA_DIR and uses no code of the project.

Ways      residents: 2011 residents of the LSOA's Output Areas whose district is W11,
          over all of its residents; whole: LSOAs with a share above 0.5, counted
          whole; postcodes: column share of w11_lsoas.csv.
Output    one row per column of lsoa_london.csv and way: crimes of 2016 x 7 / 366.
"""
import csv
import sys
from collections import Counter
from pathlib import Path

COLUMNS = {
    "violence": "mps2016_violence", "burglary": "mps2016_burglary", "vehicle": "mps2016_vehicle_offences",
    "robbery": "mps2016_robbery", "weapons": "mps2016_weapons", "drugs": "mps2016_drugs", "asb": "asb2016_est",
    "police_uk_violent_crime": "police_uk2016_violent_crime", "police_uk_burglary": "police_uk2016_burglary",
    "police_uk_vehicle_crime": "police_uk2016_vehicle_crime", "police_uk_robbery": "police_uk2016_robbery",
    "police_uk_possession_of_weapons": "police_uk2016_possession_of_weapons",
    "police_uk_theft_from_the_person": "police_uk2016_theft_from_the_person",
}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


areas = Path(sys.argv[1]) / "areas"
everybody, inside = Counter(), Counter()
for area in rows(areas / "oa_london.csv"):
    everybody[area["LSOA11CD"]] += float(area["pop2011"])
    if area["district"] == "W11":
        inside[area["LSOA11CD"]] += float(area["pop2011"])
residents = {zone: inside[zone] / everybody[zone] for zone in inside}
ways = {
    "residents": residents,
    "whole": {zone: 1.0 for zone, share in residents.items() if share > 0.5},
    "postcodes": {row["LSOA11CD"]: float(row["share"]) for row in rows(areas / "w11_lsoas.csv")},
}
zones = {row["LSOA11CD"]: row for row in rows(areas / "lsoa_london.csv")}
with open(sys.argv[2], "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["crime", "way", "per_week"])
    for crime, column in COLUMNS.items():
        for way, shares in ways.items():
            year = sum(float(zones[zone][column]) * share for zone, share in shares.items())
            writer.writerow([crime, way, f"{year * 7 / 366:.6f}"])
