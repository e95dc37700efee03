use calcard::icalendar::{ICalendar, ICalendarProperty};
use db::Error;
use gatherings::{
    calendar::{self, Feed},
    gathering::Plan,
    kind::Mode,
    occurrence::Occurrence,
    rule::End,
    seats,
};
use testkit::on_both_engines;

use crate::town::*;

/// What another library reads out of a calendar: of each entry, its properties and their texts.
fn entries(text: &str) -> Vec<Vec<(String, String)>> {
    let parsed = ICalendar::parse(text).unwrap_or_else(|error| panic!("{error:?} in\n{text}"));
    let events = parsed.components.iter().filter(|it| it.component_type.as_str() == "VEVENT");
    events
        .map(|it| {
            let each = it.entries.iter();
            each.map(|entry| {
                let value = entry.values.first();
                let text = value.and_then(|it| it.as_text()).map(str::to_owned).unwrap_or_default();
                let time = value.and_then(|it| it.as_partial_date_time()).and_then(|it| it.to_timestamp());
                (entry.name.as_str().to_owned(), time.map_or(text, |it| it.to_string()))
            })
            .collect()
        })
        .collect()
}

fn of<'a>(entry: &'a [(String, String)], name: &ICalendarProperty) -> Option<&'a str> {
    entry.iter().find(|(it, _)| it == name.as_str()).map(|(_, value)| value.as_str())
}

#[test]
fn a_calendar_holds_what_somebody_said_yes_to_and_gives_nothing_away() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let mut plan = weekly(End::Count(3));
        plan.title = "Depression evening".to_owned();
        plan.mode = Mode::InPerson;
        plan.place = "Mill Lane".to_owned();
        let (_, times) = planned(&ground, &place, plan).await;
        let ids: Vec<_> = times.iter().map(|it| it.id).collect();
        let (first, second) = (ids[0], ids[1]);
        let secret = calendar::secret([7; 32]);
        let asks = maya.clone();
        let text = does(&ground, move |tx| {
            seats::come(tx, &asks, first)?;
            seats::come(tx, &asks, second)?;
            Feed::default().make(tx, &asks, &secret)?;
            let (feed, entries) = Feed::read(tx, &secret)?;
            Ok(feed.write(&entries, "Reminder", tx.now()))
        })
        .await
        .unwrap();
        let found = entries(&text);
        assert_eq!(found.len(), 2, "only what they said yes to");
        for (entry, time) in found.iter().zip(&times) {
            assert_eq!(of(entry, &ICalendarProperty::Summary), Some("Reminder"));
            assert_eq!(of(entry, &ICalendarProperty::Dtstart), Some(&*time.starts_at.seconds().to_string()));
            assert_eq!(of(entry, &ICalendarProperty::Dtend), Some(&*time.ends_at.seconds().to_string()));
            assert_eq!(of(entry, &ICalendarProperty::Uid), Some(&*time.id.to_string()));
            assert_eq!(of(entry, &ICalendarProperty::Location), None);
        }
        assert!(text.contains("DTSTART:20261124T190000Z"));
        for word in ["Depression", "Mill", "Evenings", "Alongside", "circle"] {
            assert!(!text.contains(word), "{word} in\n{text}");
        }
    });
}

#[test]
fn a_title_and_a_place_stand_in_it_only_when_they_were_chosen() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let plan = Plan { mode: Mode::InPerson, place: "Mill Lane, 2; ring".to_owned(), ..once() };
        let (_, times) = planned(&ground, &place, plan).await;
        let id = times[0].id;
        does(&ground, move |tx| {
            let chosen = Feed { title: "Piano, lesson".to_owned(), shows_place: true };
            chosen.make(tx, &maya, "a")?;
            let (feed, entry) = Feed::one(tx, &maya, id)?;
            assert_eq!(entry.place, None, "they have not said yes");
            assert_eq!(entries(&feed.write(&[entry], "Reminder", tx.now())).len(), 1);
            seats::come(tx, &maya, id)?;
            let (feed, found) = Feed::read(tx, "a")?;
            let read = entries(&feed.write(&found, "Reminder", tx.now()));
            assert_eq!(of(&read[0], &ICalendarProperty::Summary), Some("Piano, lesson"));
            assert_eq!(of(&read[0], &ICalendarProperty::Location), Some("Mill Lane, 2; ring"));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn an_address_ends_with_a_new_one_with_being_taken_back_and_with_its_member() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let kim = person(&ground, "Kim", &[]).await;
        let place = place(&ground, &[maya.clone(), kim.clone()]).await;
        let (_, times) = planned(&ground, &place, once()).await;
        let id = times[0].id;
        let gone = |found: db::Result<(Feed, Vec<calendar::Entry>)>| matches!(found, Err(Error::NotFound));
        does(&ground, move |tx| {
            seats::come(tx, &maya, id)?;
            Feed::default().make(tx, &maya, "first")?;
            Feed::default().make(tx, &maya, "second")?;
            assert!(gone(Feed::read(tx, "first")), "a new address ends the old one");
            assert_eq!(Feed::read(tx, "second")?.1.len(), 1);
            assert!(gone(Feed::read(tx, "")));

            people::standing::take_break(tx, maya.id)?;
            assert_eq!(Feed::read(tx, "second")?.1.len(), 1, "a break is one's own");
            people::ask_to_leave(tx, maya.id)?;
            assert!(gone(Feed::read(tx, "second")), "who is leaving has none");
            people::undo_leaving(tx, maya.id)?;
            Feed::revoke(tx, &maya)?;
            assert!(gone(Feed::read(tx, "second")));

            seats::come(tx, &kim, id)?;
            Feed::default().make(tx, &kim, "kims")?;
            let occurrence = Occurrence::readable_by(tx, &kim, id)?;
            circles::membership::leave(tx, &kim, occurrence.circle)?;
            assert!(Feed::read(tx, "kims")?.1.is_empty(), "nothing of a circle that one has left");
            gatherings::farewell(tx, kim.id)?;
            assert!(gone(Feed::read(tx, "kims")));
            Ok(())
        })
        .await
        .unwrap();
    });
}
