use std::time::Instant;
use chrono::{TimeDelta, Utc};
use domain::*;
use store::people::*;
use store::*;
use uuid::Uuid;
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let path = std::path::PathBuf::from("/tmp/measure.db");
    let seeded = path.exists();
    let key = format!("x'{}'", "ab".repeat(32));
    let d = Database::open(&path, &key, !seeded).await.unwrap();
    let now = Utc::now();
    let mentors = if seeded {
        use sea_orm::ConnectionTrait;
        let rows = d.executor().query_all_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT id FROM people WHERE is_mentor")).await.unwrap();
        rows.iter().map(|r| PersonId(r.try_get::<Uuid>("", "id").unwrap())).collect::<Vec<_>>()
    } else { seed(&d, now).await };
    let ids = mentors.clone();
    d.close().await.unwrap();
    let d = Database::open(&path, &key, false).await.unwrap();
    use sea_orm::{ConnectionTrait, FromQueryResult};
    for sql in std::fs::read_to_string("/tmp/measure.sql").unwrap_or_default().split(';') { if !sql.trim().is_empty() { d.executor().execute_unprepared(sql).await.unwrap(); } }
    for q in std::fs::read_to_string("/tmp/explain.sql").unwrap_or_default().split(';') { if q.trim().is_empty() { continue; }
        println!("-- {}", q.trim());
        let rows = sea_orm::JsonValue::find_by_statement(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {q}"))).all(&d.executor()).await.unwrap();
        for r in rows { println!("   {}", r["detail"]); } }
    let base = Wanted { group: Group::Active, role: None, text: String::new(), order: Order::Name, offset: 0, limit: 100 };
    let variants: Vec<(&str, Wanted)> = vec![
        ("people active", base.clone()),
        ("people active offset 9000", Wanted { offset: 9000, ..base.clone() }),
        ("people joined", Wanted { order: Order::Joined, ..base.clone() }),
        ("people mentors", Wanted { role: Some(Role::Mentor), ..base.clone() }),
        ("people students joined", Wanted { role: Some(Role::Student), order: Order::Joined, ..base.clone() }),
        ("people waiting", Wanted { group: Group::Waiting, ..base.clone() }),
        ("people free", Wanted { group: Group::FreePlaces, ..base.clone() }),
        ("people noaccount", Wanted { group: Group::NoAccount, ..base.clone() }),
        ("people inactive", Wanted { group: Group::Inactive, ..base.clone() }),
        ("people text tran", Wanted { text: "tran".into(), ..base.clone() }),
        ("people text none", Wanted { text: "zzzz".into(), ..base.clone() }),
        ("people text rare joined", Wanted { text: "p77@".into(), order: Order::Joined, ..base.clone() }),
        ("people limit 500", Wanted { limit: 500, ..base.clone() }),
    ];
    for (name, w) in &variants {
        let mut times = vec![]; let c0 = cpu();
        for _ in 0..30 { let s = Instant::now(); let t = d.read().await.unwrap(); let _ = people::list(&t.db(), w).await.unwrap(); t.rollback().await.unwrap(); times.push(s.elapsed()); }
        let first = times[0]; times.sort(); println!("{name:36} cpu {:.1} ms p50 {:?} max {:?} first {first:?}", (cpu() - c0) / 30.0, times[15], times[29]);
    }
    use store::matches as m;
    let mb = m::Wanted { of: m::Of::Everybody, with: None, state: None, text: String::new(), order: m::Order::LastContact, offset: 0, limit: 100 };
    let st = Some(domain::matches::MatchState::Active);
    let variants: Vec<(&str, m::Wanted)> = vec![
        ("matches contact", mb.clone()),
        ("matches contact active", m::Wanted { state: st, ..mb.clone() }),
        ("matches student", m::Wanted { order: m::Order::Student, ..mb.clone() }),
        ("matches student active", m::Wanted { order: m::Order::Student, state: st, ..mb.clone() }),
        ("matches student active offset 4000", m::Wanted { order: m::Order::Student, state: st, offset: 4000, ..mb.clone() }),
        ("matches started", m::Wanted { order: m::Order::Started, ..mb.clone() }),
        ("matches started active", m::Wanted { order: m::Order::Started, state: st, ..mb.clone() }),
        ("matches text", m::Wanted { text: "tran".into(), ..mb.clone() }),
        ("matches text none", m::Wanted { text: "zzz".into(), ..mb.clone() }),
        ("matches text student active", m::Wanted { text: "tran".into(), order: m::Order::Student, state: st, ..mb.clone() }),
        ("matches of mentor", m::Wanted { of: m::Of::Person(mentors[5]), ..mb.clone() }),
        ("matches with", m::Wanted { with: Some(mentors[5]), ..mb.clone() }),
    ];
    for (name, w) in &variants {
        let mut times = vec![]; let c0 = cpu(); let mut total = 0;
        for _ in 0..30 { let s = Instant::now(); let t = d.read().await.unwrap(); let (rows, n) = m::list(&t.db(), w).await.unwrap(); total = n;
            let ids: Vec<_> = rows.iter().map(|r| r.id).collect(); m::last_sessions(&t.db(), &ids).await.unwrap(); m::open_goals(&t.db(), &ids).await.unwrap();
            t.rollback().await.unwrap(); times.push(s.elapsed()); }
        let first = times[0]; times.sort(); println!("{name:36} cpu {:.1} ms p50 {:?} max {:?} first {first:?} ({total})", (cpu() - c0) / 30.0, times[15], times[29]);
    }
    let s = Instant::now(); let t = d.read().await.unwrap(); let c = people::candidates(&t.db()).await.unwrap(); println!("candidates {:?} {} {}", s.elapsed(), c.students.len(), c.mentors.len());
    let s = Instant::now(); people::find(&t.db(), ids[50]).await.unwrap(); people::written(&t.db(), ids[50]).await.unwrap(); people::answers(&t.db(), ids[50], &domain::fields::FieldAudience::ALL).await.unwrap(); println!("get {:?}", s.elapsed());
    let s = Instant::now(); store::fields::list(&t.db(), store::fields::Wanted::All).await.unwrap(); store::fields::answered(&t.db()).await.unwrap(); println!("fields {:?}", s.elapsed());
}
fn cpu() -> f64 { let s = std::fs::read_to_string("/proc/self/stat").unwrap(); let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect(); (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) * 10.0 }
async fn seed(d: &Database, now: chrono::DateTime<Utc>) -> Vec<PersonId> {
    let t = d.write().await.unwrap();
    let firsts = ["Ana","Linh","Yusuf","Chloé","Søren","Amara","Ravi","Mateus","Zofia","Hana"];
    let lasts = ["Petrović","Trần","Demir","Tremblay","Berg","Okonkwo","Menon","Carvalho","Kaczmarek","Kobayashi"];
    let mut people = vec![];
    for n in 0..10_000u128 {
        let name = format!("{} {} {}", firsts[(n % 10) as usize], lasts[(n / 10 % 10) as usize], n*7919%10007);
        let mentor = n < 3000;
        people.push(NewPerson { id: PersonId(Uuid::from_u128((n+1).wrapping_mul(0x9E3779B97F4A7C15F39CC0605CEDC835))), profile: Profile {
            name: PersonName::parse(&name).unwrap(), email: Some(Email::parse(&format!("p{n}@post.example")).unwrap()),
            bio: Text::parse(&"A few sentences about somebody. ".repeat(8)).unwrap(), interests: Tag::parse_all(&["Nursing","Law","Design"]).unwrap(),
            expertise: vec![], languages: Language::parse_all(&["English"]).unwrap(), zone: None, availability: Availability::default().with(3,true), capacity: Capacity::new(4).unwrap() },
            roles: Roles::of(&[if mentor {Role::Mentor} else {Role::Student}]), joined_at: now - TimeDelta::minutes(n as i64), origin: Origin::Programme });
    }
    let ids: Vec<PersonId> = people.iter().map(|p| p.id).collect();
    let (mentors, students) = ids.split_at(3000);
    people::insert(&t.db(), people).await.unwrap();
    let f = store::fields::Field { id: FieldId(Uuid::from_u128(1)), name: "Year".into(), kind: domain::fields::FieldKind::Text, options: vec![], audience: domain::fields::FieldAudience::Pair, sensitive: false, roles: Roles::EVERYBODY };
    store::fields::insert(&t.db(), &f, Origin::Programme).await.unwrap();
    people::insert_answers(&t.db(), ids.iter().map(|p| NewAnswer { person: *p, field: f.id, value: domain::fields::Value::Text("Year 10".into()) }).collect()).await.unwrap();
    // 6000 open, 2000 ended
    let mut ms = vec![];
    for n in 0..8000usize {
        ms.push(store::matches::NewMatch { id: MatchId(Uuid::from_u128(n as u128 + 1)), student: students[n % 6500], mentor: mentors[n % 3000], started_at: now - TimeDelta::days(100) + TimeDelta::minutes(n as i64) });
    }
    store::matches::insert(&t.db(), &ms[..2000]).await.unwrap();
    for m in &ms[..2000] { let f = store::matches::find(&t.db(), m.id).await.unwrap().unwrap(); store::matches::turn(&t.db(), &f, &store::matches::Turn::Ended(store::matches::End{at: now, by: ids[0], reason: String::new()})).await.unwrap(); }
    store::matches::insert(&t.db(), &ms[2000..8000]).await.unwrap();
    t.commit().await.unwrap();
    let s = Instant::now();
    for chunk in 0..20u128 {
        let t = d.write().await.unwrap();
        let rows: Vec<_> = (chunk*5000..(chunk+1)*5000).map(|n| store::samples::SampleSession { id: SessionId(Uuid::from_u128(n+1)), of: ms[(n % 7800) as usize].id, starts_at: now - TimeDelta::hours((n/ 50) as i64 % 2000), minutes: 45, place: "Library".into(), topics: vec!["CV".into()], logged_by: ids[0], logged_at: now, notes: vec![] }).collect();
        for r in rows.chunks(1000) { store::samples::insert_sessions(&t.db(), r).await.unwrap(); }
        t.commit().await.unwrap();
    }
    println!("seeded sessions {:?}", s.elapsed());
    mentors.to_vec()
}
