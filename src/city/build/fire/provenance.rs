//! Where each file of the fire brigade's folder comes from.

use super::super::provenance::{self, FIRE_ATTRIBUTION, FIRE_LICENCE, Provenance};

const SOURCE: &str = "London Fire Brigade incident records of January 2009 to March 2013 \
                      (github.com/theodi/FNR_Analysis, d8273a67 and 23620701)";

pub(super) fn of(name: &str) -> Provenance {
    let own =
        |holds| Provenance { holds, source: SOURCE, licence: FIRE_LICENCE, attribution: FIRE_ATTRIBUTION };
    match name {
        "stations.csv" => Provenance {
            holds: "one of the 112 fire stations before 9 January 2014; closes is filled for the ten that closed then; no \
                    public counter; base_units 1 means a base, the number of its engines is in no table",
            source: "London Fire Brigade station list (github.com/superbaruta/London-Fire-Brigade, 46b83fa8); borough \
                     by its outline",
            licence: "Open Government Licence v3.0",
            attribution: FIRE_ATTRIBUTION,
        },
        "areas.csv" => own(
            "a 250 m square of demand, apart by station ground and borough, at the mean of its incidents; population is \
             incidents of all kinds",
        ),
        "zones.csv" => {
            own("the part of a station's ground in one borough; ward is the ground; population is incidents")
        }
        "zones.geojson" | "wards.geojson" => own(
            "the hull of the squares of a ground (zones: of its part in one borough): hulls overlap, a backdrop only",
        ),
        "attendances.csv.gz" => own(
            "the fires of an area whose first pump came from one station: how many, and the mean seconds from mobilised to \
             arrival; fires of under 60 s are left out (no drive from a station); last: those since January 2012, with the \
             sums of their seconds and of the squares of these",
        ),
        "elsewhere.csv.gz" => own(
            "the incidents of an area and kind (fire, alarm, service) whose first pump came from another ground's station: how \
             many, the sums of their seconds and of the squares of these; last: since January 2012; under 60 s left out",
        ),
        "fires_before.csv.gz" => Provenance {
            holds: "a dwelling fire of 2009: ground, place (centre of a square of 100 m), seconds from mobilised to arrival \
                    of the first pump (all rows)",
            source: "London Fire Brigade dwelling fires of 2009 (CRAN spatsurv 2.0-1)",
            licence: "Open Government Licence v3.0",
            attribution: FIRE_ATTRIBUTION,
        },
        "fires_after.csv.gz" => Provenance {
            holds: "a dwelling fire of 2015, after the closures: the ground of before, place and seconds as in \
                    fires_before.csv.gz; nothing is fitted to it, only the score of a backtest reads it",
            source: "London Fire Brigade dwelling fires of 2015 (CRAN bamlss 1.2-5)",
            licence: "Open Government Licence v2.0",
            attribution: FIRE_ATTRIBUTION,
        },
        "green.geojson" | "postcodes.csv.gz" => own("nothing: this city has none"),
        other => provenance::of(other),
    }
}
