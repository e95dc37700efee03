//! Ways to reach somebody outside: their own, sealed, and gone with them.

use db::args;
use post::Subscription;
use safety::way::{self, Way};

use crate::town::{MINUTE, in_town};

const ENDPOINT: &str = "https://push.example.net/a-long-address-made-of-chance";

fn browser(endpoint: &str) -> Subscription {
    Subscription {
        endpoint: endpoint.to_owned(),
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4".to_owned(),
        auth: "BTBZMqHH6r4Tts7J_aSIgg".to_owned(),
    }
}

#[test]
fn an_address_is_sealed_and_only_its_owner_sees_it() {
    in_town(|town| async move {
        let (mo, sue) = (town.mo.clone(), town.sue.clone());
        town.write({
            let mo = mo.clone();
            move |tx| {
                Way::write_to(tx, &mo, "mo@example.org")?;
                Way::wake(tx, &mo, &browser(ENDPOINT))
            }
        })
        .await;
        let rows: Vec<Vec<u8>> =
            town.write(|tx| tx.all("SELECT address FROM safety_ways", args![], |row| row.get(0))).await;
        let readable = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
        assert!(rows.len() == 2 && rows.iter().all(|it| !readable(it, "example") && !readable(it, "chance")));
        let found = town
            .ground
            .db
            .read(move |tx| Ok((Way::mail_of(tx, &mo)?, Way::mail_of(tx, &sue)?, Way::own(tx, &sue)?.len())))
            .await
            .unwrap();
        assert_eq!(found, (Some("mo@example.org".to_owned()), None, 0));
    });
}

#[test]
fn what_cannot_work_is_refused_kindly() {
    in_town(|town| async move {
        let (mo, ann) = (town.mo.clone(), town.ann.clone());
        let refusal = |who: &words::Actor, endpoint: &'static str, auth: &'static str| {
            let who = who.clone();
            let browser = Subscription { auth: auth.to_owned(), ..browser(endpoint) };
            town.ground.db.write(move |tx| Way::wake(tx, &who, &browser))
        };
        let good = "BTBZMqHH6r4Tts7J_aSIgg";
        let elsewhere = refusal(&mo, "https://127.0.0.1/inside", good).await.unwrap_err();
        assert_eq!(elsewhere.refusal(), Some("way-service-unknown"));
        assert_eq!(refusal(&mo, ENDPOINT, "short").await.unwrap_err().refusal(), Some("way-browser-unsound"));
        assert!(
            matches!(refusal(&ann, ENDPOINT, good).await, Err(db::Error::NotFound)),
            "only those who may be called"
        );
        let address = town.ground.db.write(move |tx| Way::write_to(tx, &mo, "a@b\nBcc: everybody@example.org")).await;
        assert_eq!(address.unwrap_err().refusal(), Some("way-no-address"));
    });
}

#[test]
fn a_browser_belongs_to_whoever_used_it_last() {
    in_town(|town| async move {
        for who in [town.mo.clone(), town.mo.clone(), town.sue.clone()] {
            town.write(move |tx| Way::wake(tx, &who, &browser(ENDPOINT))).await;
        }
        let (mo, sue) = (town.mo.clone(), town.sue.clone());
        let own = town.ground.db.read(move |tx| Ok((Way::own(tx, &mo)?.len(), Way::own(tx, &sue)?.len()))).await;
        assert_eq!(own.unwrap(), (0, 1));
    });
}

#[test]
fn a_way_is_tried_once_a_minute_and_by_its_owner() {
    in_town(|town| async move {
        let (mo, sue) = (town.mo.clone(), town.sue.clone());
        let id = town
            .write({
                let mo = mo.clone();
                move |tx| {
                    Way::write_to(tx, &mo, "mo@example.org")?;
                    Ok(Way::own(tx, &mo)?.remove(0).id)
                }
            })
            .await;
        let tries = |who: &words::Actor, id| {
            let who = who.clone();
            town.ground.db.write(move |tx| Way::try_out(tx, &who, id))
        };
        assert!(tries(&sue, Some(id)).await.is_err());
        tries(&mo, Some(id)).await.unwrap();
        assert_eq!(tries(&mo, Some(id)).await.unwrap_err().refusal(), Some("way-tried-just-now"));
        tries(&sue, None).await.unwrap();
        assert!(tries(&mo, None).await.is_err(), "the pager is everybody's");
        town.pass(MINUTE).await;
        tries(&mo, Some(id)).await.unwrap();
        tries(&mo, None).await.unwrap();
    });
}

#[test]
fn whoever_leaves_is_reached_no_more() {
    in_town(|town| async move {
        town.on_call(&town.mo).await;
        let mo = town.mo.clone();
        let left = town
            .write(move |tx| {
                Way::write_to(tx, &mo, "mo@example.org")?;
                let way = Way::own(tx, &mo)?.remove(0).id;
                Way::try_out(tx, &mo, Some(way))?;
                safety::farewell(tx, mo.id)?;
                safety::farewell(tx, mo.id)?;
                tx.value::<i64>(
                    "SELECT (SELECT COUNT(*) FROM safety_ways)
                         + (SELECT COUNT(*) FROM safety_deliveries)",
                    args![],
                )
            })
            .await;
        assert_eq!(left, 0);
    });
}

#[test]
fn browsers_know_this_place_by_one_key() {
    in_town(|town| async move {
        let keys = town.write(|tx| Ok([way::push_key(tx)?.public(), way::push_key(tx)?.public()])).await;
        assert_eq!(keys[0], keys[1]);
    });
}
