use askama::Template;
use web::Page;
use words::Ctx;

use crate::{
    Settings,
    charter::{self, Charter},
};

pub(crate) async fn show(c: Ctx) -> Page {
    let charter = c.read(charter::current).await?;
    c.page(&Show { c: &c, charter: &charter })
}

pub(crate) async fn confidentiality(c: Ctx) -> Page {
    let settings = c.read(Settings::current).await?;
    c.page(&Confidentiality { c: &c, days: settings.retention_days })
}

#[derive(Template)]
#[template(path = "charter.html")]
struct Show<'a> {
    c: &'a Ctx,
    charter: &'a Charter,
}

#[derive(Template)]
#[template(path = "confidentiality.html")]
struct Confidentiality<'a> {
    c: &'a Ctx,
    days: u32,
}
