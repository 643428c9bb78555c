//! Where each file of the London folder comes from, and what its licence asks to print.

pub(super) struct Provenance {
    pub holds: &'static str,
    pub source: &'static str,
    pub licence: &'static str,
    pub attribution: &'static str,
}

const OGL3: &str = "Open Government Licence v3.0";
const ONS: &str = "Source: Office for National Statistics licensed under the Open Government Licence v3.0. \
                   Contains OS data (c) Crown copyright and database right 2022";
const POSTCODES: &str = "Contains OS data (c) Crown copyright and database right 2025; contains Royal Mail data (c) \
                         Royal Mail copyright and database right 2025; contains National Statistics data (c) Crown \
                         copyright and database right 2025";

const ONS_AND_POSTCODES: &str = "Source: Office for National Statistics licensed under the Open Government Licence v3.0. \
                                 Contains OS data (c) Crown copyright and database right 2022. Contains OS data (c) \
                                 Crown copyright and database right 2025; contains Royal Mail data (c) Royal Mail \
                                 copyright and database right 2025; contains National Statistics data (c) Crown \
                                 copyright and database right 2025";

const ROADS: &str = "TfL bus route geometry of 11 April 2026 and 7 July 2018; DfT Major Road Network 2018; names and \
                     classes from DfT road traffic count points; zones from the London Atmospheric Emissions Inventory \
                     2022; a few roads entered by hand (column source)";
const ROAD_LICENCES: &str =
    "TfL Transport Data Service terms (based on OGL v2) and Open Government Licence v3.0 (DfT)";
const ROAD_ATTRIBUTION: &str = "Powered by TfL Open Data. Contains OS data (c) Crown copyright and database rights 2016 \
                                and Geomni UK Map data (c) and database rights. Department for Transport, Open \
                                Government Licence v3.0. Contains OS data (c) Crown copyright and database right. GLA / \
                                London Datastore";

/// Of the fire brigade's incident records.
pub(super) const FIRE_LICENCE: &str = "Open Government Licence v1.0";
pub(super) const FIRE_ATTRIBUTION: &str =
    "Contains London Fire Brigade incident records licensed under the Open Government Licence";

/// The provenance of a road file made of OpenStreetMap.
pub(super) fn of_osm(name: &str) -> Provenance {
    let holds = match name {
        "road_nodes.csv" => "a junction or an end of a street",
        "roads.csv" => {
            "a carriageway or a path between two nodes; shape lists the bends between its ends as lon lat"
        }
        "local_streets.csv" => "nothing: the street map is whole",
        _ => "a speed by class of road and period of the week, all of them assumed (column source)",
    };
    Provenance {
        holds,
        source: "OpenStreetMap, an extract given by the user of `bluelamp city build --osm`",
        licence: "Open Data Commons Open Database License 1.0",
        attribution: "(c) OpenStreetMap contributors, openstreetmap.org/copyright",
    }
}

/// The provenance of a file that [`super::build`] writes.
pub(super) fn of(name: &str) -> Provenance {
    let own = |holds, source, attribution| Provenance { holds, source, licence: OGL3, attribution };
    match name {
        "road_nodes.csv" => Provenance {
            holds: "a node of the road network: where an area's people live (area is filled), an end of a bridge, a \
                    junction, or a place on a street that homes are tied to",
            source: ROADS,
            licence: ROAD_LICENCES,
            attribution: ROAD_ATTRIBUTION,
        },
        "roads.csv" => Provenance {
            holds: "a carriageway between two nodes; shape lists the bends between its ends as lon lat",
            source: ROADS,
            licence: ROAD_LICENCES,
            attribution: ROAD_ATTRIBUTION,
        },
        "local_streets.csv" => Provenance {
            holds: "a straight link that stands in for local streets that no open table holds: between neighbouring \
                    homes, or from a home or a bridge to a street",
            source: "Delaunay triangulation of the areas' points, cut by the Thames and open land, and ties to the \
                     nearest three streets within 500 m: made for this project, not surveyed",
            licence: OGL3,
            attribution: ONS_AND_POSTCODES,
        },
        "speeds.csv" => own(
            "a speed by class of road, zone and period of the week; source says which are published and which assumed",
            "TfL, Travel in London 8 (mean traffic speeds 2014/15); London Atmospheric Emissions Inventory 2022 (minor \
             roads); the rest assumed (column source)",
            "Powered by TfL Open Data. GLA / London Datastore. Contains National Statistics and OS data (c) Crown \
             copyright and database right 2015",
        ),
        "stations.csv" => own(
            "a police station of 2017; counter_hours is empty where it had no public counter; crimes reported and visits a \
             day (May 2017) are numbers where the source gives one, and as sourced beside it",
            "Compiled from public pages (codes in the column source; FACTS.md resolves them); coordinates from OS \
             Code-Point Open May 2025 and the ONS postcode lookup May 2022; counter hours read by hand from the \
             sourced text into OSM opening_hours syntax",
            POSTCODES,
        ),
        "areas.csv" => own(
            "a census output area of 2011, at the mean of its postcodes",
            "ONS Census 2011 KS101EW (residents), scaled by its LSOA's ratio of the ONS mid-2017 estimate to 2011; \
             points and districts from the ONS Postcode Directory November 2025",
            ONS_AND_POSTCODES,
        ),
        "zones.csv" => Provenance {
            holds: "an LSOA of 2011 with its residents, households, deprivation and recorded crime",
            source: "ONS mid-2017 population estimates; Census 2011 KS201EW, KS402EW, KS404EW and limiting illness; \
                     English Indices of Deprivation 2015 (imd_*) and 2019 (MHCLG), deciles of England, 1 = most \
                     deprived; GLA LSOA Atlas (unemployment); MPS recorded crime 2016 by LSOA (no sexual offences, \
                     City of London blank); columns crime_2016_*_allotted: MPS recorded crime 2016 by borough, the two \
                     airports left out, spread over the borough's LSOAs in proportion to recorded violence (rape, \
                     sexual_offences_other) or to the type that it is part of (public_order, theft, robbery), borough \
                     sums kept: an assumption; racially or religiously aggravated public fear is the only series of \
                     hate crime, a lower bound of it, and domestic abuse is in no table; columns \
                     crime_2016_police_uk_*: street-level crime 2016 of police.uk for the 12 inner boroughs, blank \
                     elsewhere, the same crimes counted again: never to be added to the others; district_shares: the \
                     postcode districts of the LSOA's postcodes, live or terminated (ONS Postcode Directory November \
                     2025, the 200 non-geographic postcodes of W11 at Greenford left out); antisocial behaviour 2016 from police.uk where asb_2016_observed is True, \
                     else a model estimate",
            licence: "Open Government Licence v3.0 (ONS, MHCLG, police.uk) and v2.0 (GLA, MPS)",
            attribution: "Source: Office for National Statistics licensed under the Open Government Licence v3.0. \
                          English Indices of Deprivation 2015, 2019, MHCLG, licensed under the Open Government Licence \
                          v3.0. GLA / London Datastore. Metropolitan Police Service recorded crime, London Datastore, \
                          Open Government Licence v2.0. Contains data from data.police.uk, Open Government Licence v3.0. \
                          Contains OS data (c) Crown copyright and database right 2025; contains Royal Mail data (c) \
                          Royal Mail copyright and database right 2025; contains National Statistics data (c) Crown \
                          copyright and database right 2025",
        },
        "bridges.csv" => Provenance {
            holds: "a crossing of the Thames that could be walked in July 2017, with its two ends on dry land",
            source: "Compiled for this project: where TfL bus geometry crosses the Thames outline, else own knowledge \
                     checked against it (column source)",
            licence: "TfL Transport Data Service terms (based on OGL v2)",
            attribution: "Powered by TfL Open Data. Contains OS data (c) Crown copyright and database rights 2016 and \
                          Geomni UK Map data (c) and database rights",
        },
        "calls_by_hour.csv" => Provenance {
            holds: "an hour of the week, 0 = Monday 00:00 by the local clock, with the incidents of all kinds that the \
                    London Fire Brigade attended in it: they stand in for police calls, of which no table by hour is \
                    published (an assumption); weights, no number of calls",
            source: "London Fire Brigade incident records of January 2009 to December 2012 \
                     (github.com/theodi/FNR_Analysis, d8273a67 and 23620701), geocoded ones with an attendance time, rows \
                     that repeat others left out; 208 Tuesdays and Wednesdays, 209 of every other day",
            licence: FIRE_LICENCE,
            attribution: FIRE_ATTRIBUTION,
        },
        "zones.geojson" => {
            own("the outline of an LSOA of 2011", "ONS LSOA 2011, 20 m generalised, clipped", ONS)
        }
        "wards.geojson" => own(
            "the outline of a ward of 2017, dissolved from LSOAs: best fit, not the legal line",
            "ONS best-fit lookup LSOA 2011 to ward 2017",
            ONS,
        ),
        "boroughs.geojson" => {
            own("the outline of a borough", "ONS local authority districts 2022, generalised", ONS)
        }
        "thames.geojson" => own(
            "the tidal Thames from Teddington to Erith, and a schematic line for the estuary beyond",
            "Derived from the gap between the ONS borough outlines; the line is hand-made",
            ONS,
        ),
        "green.geojson" => own(
            "open land: more than 8 ha with no postcode within about 110 m; a backdrop, not a list of parks",
            "Derived from the ONS Postcode Directory November 2025 and ONS outlines",
            POSTCODES,
        ),
        "postcodes.csv.gz" => own(
            "a postcode, live or terminated, at its point",
            "ONS Postcode Directory November 2025; the 200 non-geographic postcodes of W11 at Greenford left out",
            POSTCODES,
        ),
        other => unreachable!("{other} is not a file that the build writes"),
    }
}
