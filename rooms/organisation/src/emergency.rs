//! Emergency numbers by country. Facts, gathered from what telephone authorities publish; numbers change, so whoever
//! sets a community up verifies the ones of its countries. Where police and ambulance have different numbers, the first
//! is the one for somebody whose life is in danger.

/// A country's emergency numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// ISO 3166-1 alpha-2. The country's name is `country-…` in the catalogue.
    pub country: &'static str,
    /// What to call; the first is shown big.
    pub numbers: &'static [&'static str],
}

const fn at(country: &'static str, numbers: &'static [&'static str]) -> Emergency {
    Emergency { country, numbers }
}

/// Every country that a person may choose.
pub const EMERGENCY: &[Emergency] = &[
    at("AR", &["107", "911"]),
    at("AT", &["112", "144"]),
    at("AU", &["000", "112"]),
    at("BD", &["999"]),
    at("BE", &["112"]),
    at("BG", &["112"]),
    at("BR", &["192", "190"]),
    at("CA", &["911"]),
    at("CH", &["112", "144"]),
    at("CL", &["131", "133"]),
    at("CN", &["120", "110"]),
    at("CO", &["123"]),
    at("CY", &["112"]),
    at("CZ", &["112", "155"]),
    at("DE", &["112"]),
    at("DK", &["112"]),
    at("EE", &["112"]),
    at("ES", &["112"]),
    at("FI", &["112"]),
    at("FR", &["112", "15"]),
    at("GB", &["999", "112"]),
    at("GH", &["112"]),
    at("GR", &["112", "166"]),
    at("HK", &["999", "112"]),
    at("HR", &["112"]),
    at("HU", &["112"]),
    at("IE", &["112", "999"]),
    at("IL", &["101", "100"]),
    at("IN", &["112"]),
    at("IS", &["112"]),
    at("IT", &["112", "118"]),
    at("JM", &["110", "119"]),
    at("JP", &["119", "110"]),
    at("KE", &["999", "112"]),
    at("KR", &["119", "112"]),
    at("LK", &["1990", "119"]),
    at("LT", &["112"]),
    at("LU", &["112"]),
    at("LV", &["112"]),
    at("MT", &["112"]),
    at("MX", &["911"]),
    at("MY", &["999"]),
    at("NG", &["112"]),
    at("NL", &["112"]),
    at("NO", &["113", "112"]),
    at("NZ", &["111"]),
    at("PH", &["911"]),
    at("PK", &["1122", "15"]),
    at("PL", &["112", "999"]),
    at("PT", &["112"]),
    at("RO", &["112"]),
    at("SE", &["112"]),
    at("SG", &["995", "999"]),
    at("SI", &["112"]),
    at("SK", &["112"]),
    at("TR", &["112"]),
    at("UA", &["112", "103"]),
    at("UG", &["999", "112"]),
    at("US", &["911"]),
    at("ZA", &["112", "10177"]),
];

/// A country's emergency numbers; `None` for a country that is not listed.
pub fn of(country: &str) -> Option<&'static Emergency> {
    EMERGENCY.iter().find(|it| it.country == country)
}
