use askama::Template;
use axum::http::{HeaderMap, header};
use web::Page;
use words::{Ctx, cookie, read_cookie};

use super::{Country, countries};
use crate::{
    Settings,
    emergency::{self, Emergency},
    helplines::{self, Audience, Helpline},
};

/// Remembers the chosen country until the browser closes: on a shared device it should not outlive the visit.
const COUNTRY_COOKIE: &str = "country";

pub(crate) async fn show(c: Ctx, headers: HeaderMap) -> Page {
    let asked = emergency::of(&c.query("country"));
    let before = read_cookie(&headers, COUNTRY_COOKIE).and_then(|it| emergency::of(&it));
    let (country, lines) = c
        .read(move |tx| {
            let country = match asked.or(before) {
                Some(emergency) => emergency.country.to_owned(),
                None => Settings::current(tx)?.country,
            };
            let lines = helplines::of_country(tx, &country)?;
            Ok((country, lines))
        })
        .await?;
    let mut response = c.page(&Show {
        c: &c,
        emergency: emergency::of(&country),
        countries: &countries(&c),
        everyone: &helplines::trusted(&lines, Audience::Everyone),
        youth: &helplines::trusted(&lines, Audience::Youth),
        country: &country,
    })?;
    if let Some(chosen) = asked {
        response.headers_mut().append(header::SET_COOKIE, cookie(c.app(), COUNTRY_COOKIE, chosen.country));
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "help.html")]
struct Show<'a> {
    c: &'a Ctx,
    country: &'a str,
    emergency: Option<&'static Emergency>,
    countries: &'a [Country],
    everyone: &'a [Helpline],
    youth: &'a [Helpline],
}
