use db::Direct;
use organisation::{
    Settings,
    invitations::{self, State},
    trail,
};
use testkit::on_both_engines;
use tokio::task::block_in_place;
use words::Hat;

use crate::{maya, migrations, write};

#[test]
fn a_community_of_the_first_version_can_invite_after_an_upgrade() {
    let first: Vec<_> = migrations().into_iter().filter(|it| it.room != "organisation" || it.number == 1).collect();
    on_both_engines(&first, |ground| async move {
        let db = &ground.db;
        write(db, |tx| Settings::rename(tx, None, "Riverside Peers", "River", "Europe/London", "")).await;
        block_in_place(|| {
            let mut direct = Direct::open(&ground.address).unwrap();
            let done = db::migrate(&mut direct, &migrations()).unwrap();
            let done: Vec<_> = done.iter().map(|it| (it.room, it.number)).collect();
            assert_eq!(done, [("organisation", 2), ("organisation", 3)]);
        });
        assert_eq!(db.read(Settings::current).await.unwrap().name, "Riverside Peers");
        write(db, |tx| invitations::make(tx, maya(), Some(Hat::Supervisor), "We need one.")).await;
        let made = db.read(invitations::all).await.unwrap().remove(0);
        assert_eq!((made.hat, made.made_by, made.state), (Some(Hat::Supervisor), maya(), State::Waiting));
        assert_eq!(db.read(trail::verify).await.unwrap().broken_at, None);
    });
}
