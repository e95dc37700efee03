//! Playbooks are checked by somebody, and a change undoes the check.

use safety::playbook::{self, Part, Says};
use words::Hat;

use crate::town::*;

#[test]
fn what_comes_with_the_program_is_unchecked_and_a_change_has_to_be_checked_again() {
    here(|ground| async move {
        let wren = person(&ground, "Wren", &[Hat::Administrator]).await;
        let all = does(&ground, |tx| {
            safety::schedule(tx)?;
            safety::schedule(tx)?;
            playbook::all(tx)
        })
        .await;
        assert_eq!(all.iter().map(|it| it.says.country.as_str()).collect::<Vec<_>>(), ["ES", "GB", "IE", "IN", "US"]);
        assert!(all.iter().all(|it| it.checked_at.is_none()));
        let by = wren.clone();
        let checked = does(&ground, move |tx| {
            playbook::check(tx, &by, "GB")?;
            playbook::of(tx, "GB")
        })
        .await
        .unwrap();
        assert_eq!(checked.checked_name.as_deref(), Some("Wren"));
        let mut says = checked.says.clone();
        says.say(Part::Law, "We asked a solicitor.");
        let (by, written) = (wren.clone(), says.clone());
        let changed = does(&ground, move |tx| {
            playbook::write(tx, &by, &written)?;
            playbook::of(tx, "GB")
        })
        .await
        .unwrap();
        assert_eq!(changed.says, says);
        assert!(changed.checked_at.is_none() && changed.checked_name.is_none());
        let by = wren.clone();
        let refused = refusal(&ground, move |tx| playbook::write(tx, &by, &Says::about("GB"))).await;
        assert_eq!(refused, "playbook-empty");
        let by = wren.clone();
        assert!(is_hidden(&ground, move |tx| playbook::check(tx, &by, "FR")).await);
        let served = does(&ground, playbook::served).await;
        assert_eq!(served[0].says.country, "GB");
    });
}
