//! What is assumed of reporting where a scenario says nothing: ranges and where they come from.

use super::super::ranges::{Assumed, assumed};

/// Stands for every type that is not listed by itself.
pub(super) const OTHERS: &str = "default";

/// The type that is no column of a city but a share of its violence.
pub(super) const DOMESTIC_ABUSE: &str = "domestic_abuse";
pub(super) const VIOLENCE: &str = "violence";
const RAPE: &str = "rape";
const SEXUAL_OTHER: &str = "sexual_offences_other";
/// What a city's tables know of hate crime.
const HATE: &str = "public_order_racial_or_religious_fear";

/// Types of which people tell least readily and most privately, in the order in which they come first.
pub(super) const PRIVATE: [&str; 4] = [DOMESTIC_ABUSE, RAPE, SEXUAL_OTHER, HATE];

/// Antisocial behaviour, which is no crime.
pub(super) const ASB: &str = "asb";

/// Types that the police find rather than are told of, or that are no crime: only where a scenario asks for them.
pub(super) const NOT_REPORTED: [&str; 4] = ["drugs", "weapons", "other", ASB];

/// What must be said beside every figure of a type.
pub(super) const REMARKS: [(&str, &str); 2] = [
    (DOMESTIC_ABUSE, "an assumed share of recorded violence"),
    (HATE, "a lower bound of hate crime: racially or religiously aggravated public order only"),
];

/// Minutes of travel in which reports at a counter halve.
pub(super) const HALVING_MIN: Assumed = assumed(
    "halving_min",
    [10.0, 20.0, 40.0],
    "assumption: no measurement of London is known. Central: the force's own rule of thumb of a walk of 20 minutes to a \
     ward's officers (JC1); the range is half and twice that",
);

/// Domestic abuse as a share of recorded violence.
pub(super) const DOMESTIC_SHARE: Assumed = assumed(
    "domestic_share_of_violence",
    [0.25, 0.33, 0.40],
    "own knowledge, no source found; confidence low. The city's tables do not tell domestic abuse from other violence",
);

/// Share of recorded crime that is reported at a counter.
pub(super) const COUNTER_SHARE: [Assumed; 3] = [
    assumed(
        OTHERS,
        [0.05, 0.08, 0.127],
        "all crime in London: 5 % in 2024/25 (BBC26), 8 % in 2016 (PAS), 12.7 % in 2011/12 (FF); by type not published",
    ),
    assumed(
        RAPE,
        [0.25, 0.275, 0.30],
        "rape: about 25 % (ES13, critics in 2013) to up to 30 % in person at stations (ES09); confidence medium",
    ),
    assumed(
        SEXUAL_OTHER,
        [0.05, 0.15, 0.30],
        "assumption: between the least share of all crime (5 %, BBC26) and the most claimed for rape (30 %, ES09)",
    ),
];

const SHIFT_OF_PRIVATE: &str =
    "assumption: no measurement of London is known; METHODS 4 (0.7 to 0.98, lower where privacy matters)";

/// Share of displaced reports that are made by telephone or online instead.
pub(super) const CHANNEL_SHIFT: [Assumed; 5] = [
    assumed(
        OTHERS,
        [0.85, 0.92, 0.98],
        "assumption: no measurement of London is known; METHODS 4 (0.7 to 0.98)",
    ),
    assumed(DOMESTIC_ABUSE, [0.70, 0.80, 0.90], SHIFT_OF_PRIVATE),
    assumed(RAPE, [0.70, 0.80, 0.90], SHIFT_OF_PRIVATE),
    assumed(SEXUAL_OTHER, [0.70, 0.80, 0.90], SHIFT_OF_PRIVATE),
    assumed(HATE, [0.70, 0.80, 0.90], SHIFT_OF_PRIVATE),
];

/// Share of incidents that the police come to know of. A type without one has no estimate of incidents.
pub(super) const REPORTING_RATE: [Assumed; 10] = [
    assumed(
        DOMESTIC_ABUSE,
        [0.17, 0.18, 0.21],
        "partner abuse told to the police, England and Wales: 17 to 18 % (2018) and 21 % (2015), own knowledge; 18.9 % (2022/23, \
         ONSP23)",
    ),
    assumed(
        RAPE,
        [0.16, 0.17, 0.19],
        "rape or assault by penetration, England and Wales: 17 % (2016/17, ONSX); 16 % of women, 19 % of men (2019/20, ITV)",
    ),
    assumed(
        HATE,
        [0.40, 0.48, 0.53],
        "hate crime, England and Wales: 40 % (2011-13, GU13); 48 % (2012-15) and 53 % (2015-18), own knowledge",
    ),
    assumed(
        VIOLENCE,
        [0.27, 0.39, 0.43],
        "assault with minor or no injury 39 %, all comparable crime 43 % (2009/10, BCS); all crime against adults 27 % (about \
         2019, LC)",
    ),
    assumed("robbery", [0.50, 0.535, 0.57], "own knowledge, no source found; confidence low"),
    assumed("burglary", [0.78, 0.81, 0.84], "burglary with entry 78 %, with loss 84 % (2009/10, BCS)"),
    assumed(
        "theft",
        [0.30, 0.33, 0.46],
        "theft from the person 33 % (2009/10, BCS); other household theft 30 %, bicycles 46 %, own knowledge. Theft from shops \
         is in the counts and not in these surveys",
    ),
    assumed(
        "vehicle",
        [0.43, 0.60, 0.90],
        "theft of a vehicle 90 % (2009/10, BCS); theft from a vehicle 43 %, own knowledge; between them an assumption",
    ),
    assumed(
        "arson_and_damage",
        [0.27, 0.35, 0.43],
        "vandalism 35 %, all comparable crime 43 % (2009/10, BCS); all crime against adults 27 % (about 2019, LC)",
    ),
    assumed(ASB, [0.25, 0.275, 0.30], "own knowledge, no source found; confidence low"),
];

/// Elasticities of recorded crime to the distance of a station that is closed as a whole (Facchetti 2024): no interval
/// was read, so the range is half and one and a half times the estimate.
pub(super) const OVERLAY_TOTAL: Assumed = assumed(
    "elasticity of recorded crime",
    [-0.15, -0.10, -0.05],
    "Facchetti, IFS working paper 24/16 (FAC2): 10 % more distance, 1 % less crime recorded; the range is an assumption",
);

/// As [`OVERLAY_TOTAL`].
pub(super) const OVERLAY_VIOLENCE: Assumed = assumed(
    "elasticity of violent crime",
    [0.05, 0.10, 0.15],
    "Facchetti, IFS working paper 24/16 (FAC2): 10 % more distance, 1 % more violent crime; the range is an assumption",
);
