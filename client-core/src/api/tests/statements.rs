use super::super::testing::{FakeRelay, PIN, Person, clock, installation, phone_code, until};
use super::super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_an_old_state_brings_no_replaced_statement_back() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let lost = bram.device();
    let code = bram.session.recovery_code().unwrap().join(" ");
    bram.session.lock();
    clock.advance(std::time::Duration::from_secs(3600));
    let folder = tempfile::tempdir().unwrap();
    let client = installation(&relay, folder.path());
    let asked = phone_code(&client, "+31612345672").await;
    let profile = Profile::default();
    client.recover(&code, asked, PIN, profile).await.unwrap();
    let newer = relay.with(|state| state.statements[&to_bram].clone());
    assert!(newer.device(lost).is_none());

    // Nothing is in the book yet, and a reader has opened its view of the database.
    anna.reopen();
    let core = anna.session.core();
    core.with(|open| {
        open.db.read(|rows| -> Result<()> {
            let before = rows.statement(to_bram)?.unwrap();
            assert!(before.statement.device(lost).is_some());
            open.db.write(|tx| -> Result<()> {
                let (now, mut touched) = (core.now(), Vec::new());
                super::super::learn::learn(core, open, tx, &newer, now, &mut touched)?;
                let inside = open.book.peek(rows, to_bram)?.unwrap();
                assert!(inside.statement.device(lost).is_some(), "it reads beside");
                Ok(())
            })?;
            open.book.peek(rows, to_bram)?;
            Ok(())
        })?;
        open.db.write(|tx| -> Result<()> {
            let current = open.book.get(tx, to_bram)?.unwrap();
            assert_eq!(current.statement.hash(), newer.hash());
            Ok(())
        })
    })
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn more_held_contents_than_one_transaction_takes_are_shown_at_once() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let mut bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let texts: Vec<String> = (0..300).map(|n| format!("held {n}")).collect();
    for text in &texts {
        anna.say(to_bram, text);
    }
    anna.sync().await;
    relay.with(|state| state.hide_statements = true);
    bram.session.connect();
    // Her profile came first.
    until("all are held", || {
        bram.session.status().unwrap().held == 301
    })
    .await;
    bram.reopen();
    relay.with(|state| state.hide_statements = false);
    bram.session
        .core()
        .with(|open| {
            Ok(open
                .db
                .write(|tx| tx.asked_about(&[anna.account()], Default::default()))?)
        })
        .unwrap();
    bram.sync().await;
    assert_eq!(bram.texts(anna.account()), texts);
    assert_eq!(bram.session.status().unwrap().held, 0);
}
