//! What happens, in order.

use super::cast::{AMINA, AWAY, CAST, CLAIRE, JOERG, KILLED, LATER, Line, ONLINE, Role};
use super::person::{Person, text_of};
use super::relay::{Relay, log_of};
use super::tell::{Tone, chapter, check, line, message, paint};
use super::{Outcome, proof};
use anyhow::Context;
use consilium_types::{Clock, SystemClock, Timestamp};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const DAY: Duration = Duration::from_secs(86_400);

struct Stage {
    relay: Relay,
    people: Vec<Person>,
    said: Vec<Line>,
    /// Said, and not yet counted where it was to arrive.
    unsettled: Vec<Line>,
}

/// Plays it all.
pub fn tell(folder: &Path) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut stage = Stage::open(folder)?;
    stage.find_each_other()?;
    stage.talk_online()?;
    stage.one_is_away()?;
    stage.relay_is_killed(&mut outcome)?;
    stage.count(&mut outcome)?;
    stage.look_inside(&mut outcome)?;
    stage.a_month_passes(&mut outcome)?;
    stage.close(&mut outcome)?;
    Ok(outcome)
}

impl Stage {
    fn open(folder: &Path) -> anyhow::Result<Self> {
        chapter("A relay, and three clinicians");
        let relay = Relay::start(folder.join("relay"))?;
        line(&format!(
            "A relay listens on {} with a folder of its own.",
            relay.address()
        ));
        let mut people = Vec::new();
        for role in &CAST {
            people.push(Person::register(role, folder, &relay)?);
            line(&format!(
                "{}, {}, proves {} by SMS code and chooses a PIN.",
                paint(Tone::Accent, role.name),
                role.profession,
                role.number
            ));
        }
        Ok(Self {
            relay,
            people,
            said: Vec::new(),
            unsettled: Vec::new(),
        })
    }

    fn person(&mut self, which: usize) -> anyhow::Result<&mut Person> {
        self.people.get_mut(which).context("a person of the cast")
    }

    fn find_each_other(&mut self) -> anyhow::Result<()> {
        chapter("They find each other");
        line(&paint(
            Tone::Look,
            "Consilium sends a short fingerprint of each number to the relay, which compares and",
        ));
        line(&paint(
            Tone::Look,
            "forgets it. Whoever runs the relay could work out numbers from it. They say yes.",
        ));
        for which in 0..CAST.len() {
            let person = self.person(which)?;
            person.import()?;
            let found = person.ask("find", json!({"yes": true}))?;
            let (file, _) = person.role.address_book;
            let contacts = person.ask("contacts", json!({}))?;
            let count = contacts
                .get("contacts")
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            let _ = found;
            line(&format!(
                "{} imports {file} and finds {count} colleagues.",
                paint(Tone::Accent, person.role.name)
            ));
        }
        Ok(())
    }

    fn say(&mut self, lines: &[Line]) -> anyhow::Result<()> {
        for (from, to, text) in lines {
            let to_role = role(*to)?;
            self.person(*from)?.send(to_role, text)?;
            self.said.push((*from, *to, text));
            self.unsettled.push((*from, *to, text));
        }
        Ok(())
    }

    fn arrive(&mut self, lines: &[Line]) -> anyhow::Result<()> {
        for (from, to, text) in lines {
            let (from_role, to_role) = (role(*from)?, role(*to)?);
            let recipient = self.person(*to)?;
            recipient.wait_until("a message arrives", |person| {
                Ok(person.count(from_role, text)? > 0)
            })?;
            message(short(from_role), short(to_role), text, "◐ delivered");
        }
        Ok(())
    }

    fn talk_online(&mut self) -> anyhow::Result<()> {
        chapter("They talk, each message sealed for its recipient");
        for said in ONLINE {
            self.say(&[said])?;
            self.arrive(&[said])?;
        }
        Ok(())
    }

    fn one_is_away(&mut self) -> anyhow::Result<()> {
        chapter("Claire is on a train without signal");
        self.person(CLAIRE)?.ask("disconnect", json!({}))?;
        self.say(&AWAY)?;
        line(
            "What is written to her waits at the relay, sealed. What she writes waits on her phone.",
        );
        self.person(CLAIRE)?.ask("connect", json!({}))?;
        line("She has signal again.");
        self.arrive(&AWAY)
    }

    fn relay_is_killed(&mut self, outcome: &mut Outcome) -> anyhow::Result<()> {
        chapter("The relay is killed in the middle (SIGKILL)");
        let (before, after) = KILLED.split_at(2);
        self.say(before)?;
        self.relay.kill()?;
        outcome.relay_kills += 1;
        line(&paint(Tone::Bad, "The relay is dead."));
        self.say(after)?;
        line("They go on writing; everything waits on their phones.");
        self.relay.restart()?;
        line("The relay is back on the same folder.");
        self.arrive(&KILLED)
    }

    fn count(&mut self, outcome: &mut Outcome) -> anyhow::Result<()> {
        let said = std::mem::take(&mut self.unsettled);
        for (from, to, text) in said {
            let from_role = role(from)?;
            let times = self.person(to)?.count(from_role, text)?;
            outcome.messages_sent += 1;
            outcome.messages_delivered += usize::from(times > 0);
            outcome.lost += usize::from(times == 0);
            outcome.duplicated += times.saturating_sub(1);
        }
        Ok(())
    }

    fn look_inside(&mut self, outcome: &mut Outcome) -> anyhow::Result<()> {
        chapter("What the relay's operator can see");
        let seen = self.relay.inspect()?;
        for (name, value) in seen.as_object().into_iter().flatten() {
            if !value.is_object() && !value.is_array() {
                line(&format!("{name:<28} {value}"));
            }
        }
        let mut secrets = proof::secrets(&self.said);
        secrets.retain(|secret| secret.len() >= 5);
        // Killed, not ended: what it wrote last still stands in the store's log.
        self.relay.kill()?;
        outcome.relay_kills += 1;
        let folder = self.relay.folder().to_owned();
        let search = proof::of_relay(&folder, &log_of(&folder), &secrets)?;
        outcome.plaintext_hits_in_relay_files = search.hits;
        outcome.plaintext_hits_in_relay_files += proof::senders_beside_envelopes(&folder)?;
        check(
            search.hits == 0,
            &format!(
                "{} texts, names and numbers searched for in {} files ({} KiB), {} decrypted pages of \
                 its database and {} of the log beside it: {} found",
                secrets.len(),
                search.files,
                search.bytes / 1024,
                search.pages,
                search.log_pages,
                search.hits
            ),
        );
        self.relay.restart()
    }

    fn a_month_passes(&mut self, outcome: &mut Outcome) -> anyhow::Result<()> {
        chapter("Amina keeps her conversation with Jörg; 31 days pass");
        let joerg = role(JOERG)?;
        self.person(AMINA)?
            .ask("keep", json!({"who": joerg.name, "on": "on"}))?;
        self.person(AMINA)?.ask("sync", json!({}))?;
        line(&paint(
            Tone::Kept,
            "∞ Kept by Amina. The others are not told.",
        ));
        self.advance(31 * DAY)?;
        outcome.kept_present = self.kept_is_there()?;
        outcome.expired_removed = self.rest_is_gone()?;
        line("And they go on, with fresh keys:");
        self.say(&LATER)?;
        self.arrive(&LATER)?;
        self.count(outcome)
    }

    /// Time passes at the relay and on every phone.
    fn advance(&mut self, by: Duration) -> anyhow::Result<()> {
        self.relay.advance(by)?;
        let ms = u64::try_from(by.as_millis())?;
        for which in 0..CAST.len() {
            let person = self.person(which)?;
            person.ask("dev_clock", json!({"advance_ms": ms}))?;
            // Nobody touched the app for an hour: it locked itself.
            person.ask("unlock", json!({"pin": person.role.pin}))?;
            person.ask("connect", json!({}))?;
            person.ask("sync", json!({}))?;
        }
        line("The apps had locked themselves; each unlocks with the PIN.");
        Ok(())
    }

    fn kept_is_there(&mut self) -> anyhow::Result<bool> {
        let joerg = role(JOERG)?;
        let kept = self.texts(AMINA, joerg)?;
        let pair = |(from, to, _): &&Line| {
            [*from, *to] == [AMINA, JOERG] || [*from, *to] == [JOERG, AMINA]
        };
        let all = kept == self.said.iter().filter(pair).count();
        check(
            all,
            &format!(
                "{} with {}, kept: {kept} messages",
                short(role(AMINA)?),
                short(joerg)
            ),
        );
        Ok(all)
    }

    fn rest_is_gone(&mut self) -> anyhow::Result<bool> {
        let mut gone = true;
        for (who, with) in [
            (JOERG, AMINA),
            (AMINA, CLAIRE),
            (CLAIRE, AMINA),
            (CLAIRE, JOERG),
        ] {
            let with = role(with)?;
            let left = self.texts(who, with)?;
            gone &= left == 0;
            let (who, with) = (short(role(who)?), short(with));
            check(
                left == 0,
                &format!("{who} with {with}: {left} messages left"),
            );
        }
        let at_relay = self.wait_until_expired()?;
        check(
            at_relay == 0,
            &format!("at the relay: {at_relay} old envelopes left"),
        );
        Ok(gone && at_relay == 0)
    }

    /// Expiry works in small steps beside the traffic: waits for its last, and says what is left.
    fn wait_until_expired(&mut self) -> anyhow::Result<usize> {
        let today = SystemClock.now().plus(Timestamp::DAY_MS);
        let start = Instant::now();
        loop {
            let left = proof::envelopes_before(self.relay.folder(), today)?;
            if left == 0 || start.elapsed() > Duration::from_secs(60) {
                return Ok(left);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn texts(&mut self, who: usize, with: &Role) -> anyhow::Result<usize> {
        let messages = self.person(who)?.history(with)?;
        Ok(messages
            .iter()
            .filter(|message| text_of(message).is_some())
            .count())
    }

    /// The same search in Amina's own database, so that it is known to find.
    fn close(self, outcome: &mut Outcome) -> anyhow::Result<()> {
        chapter("The same search on Amina's phone, with her PIN");
        let mut secrets = proof::secrets(&self.said);
        secrets.retain(|secret| secret.len() >= 5);
        let mut places = Vec::new();
        for person in self.people {
            places.push((
                person.folder().to_owned(),
                person.keystore(),
                person.role.pin,
            ));
            person.leave()?;
        }
        let (folder, keystore, pin) = places.first().context("Amina")?;
        let search = proof::of_client(folder, keystore, pin, &secrets)?;
        outcome.plaintext_hits_in_client_database = search.hits;
        check(
            search.hits > 0,
            &format!(
                "{} found in {} decrypted pages: the search bites",
                search.hits, search.pages
            ),
        );
        Ok(())
    }
}

fn role(which: usize) -> anyhow::Result<&'static Role> {
    CAST.get(which).context("a role of the cast")
}

fn short(role: &'static Role) -> &'static str {
    role.name.split(' ').next().unwrap_or(role.name)
}
