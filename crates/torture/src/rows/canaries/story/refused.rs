//! What is refused and what goes wrong: nobody writes down what was typed.

use contract::accounts::{Redeem, Register};
use contract::{Code, Command, drafts, people};
use domain::Role;

use super::{MENTOR, Pair, Stage, Teller};
use crate::Result;
use crate::child::switch;

/// Before anybody signed in.
pub(super) async fn at_the_door(teller: &mut Teller, stage: &Stage) -> Result {
    let register = Register {
        name: teller.text("the name in a request")?,
        sign_in_name: teller.text("the sign-in name in a request")?,
        password: teller.password("the password in a request")?,
        role: Role::Student,
        email: format!("{}@example.org", teller.text("the e-mail in a request")?),
        message: teller.text("the message in a request")?,
    };
    stage.desk.ask(register).await?;
    let name = teller.text("a sign-in name that nobody has")?;
    let password = teller.password("a wrong password")?;
    let refused = stage.desk.sign_in_as(&name, &password).await;
    expect(refused.map(drop), Code::WrongPassword)?;
    let refused = stage.desk.sign_in(&password).await;
    expect(refused.map(drop), Code::WrongPassword)?;
    // Somebody types the password where the name goes.
    let typed = teller.password("a password typed as a name")?;
    let refused = stage.desk.sign_in_as(&typed, &password).await;
    if refused.is_ok() {
        return Err("a password is nobody's name".into());
    }
    let code = "ABCD-EFGH-JKMN-PQRS";
    Teller::secret("a wrong one-time code", code.as_bytes())?;
    let redeem = Redeem {
        name: MENTOR.to_owned(),
        code: code.to_owned(),
        password,
    };
    if stage.desk.ask(redeem).await.is_ok() {
        return Err("any code opens".into());
    }
    Ok(())
}

/// A disk that is full, and inputs that cannot be read: these are the errors that are logged.
pub(super) async fn by_the_disk(teller: &mut Teller, stage: &Stage, pair: &Pair) -> Result {
    let draft = drafts::Save {
        key: format!("sessions.log:{}", pair.of),
        body: teller.text("a draft that was not kept")?,
    };
    let person = people::Create {
        profile: people::Profile {
            name: teller.text("a name that was not kept")?,
            ..people::Profile::default()
        },
        roles: vec![Role::Student],
        answers: std::collections::BTreeMap::new(),
    };
    switch(&stage.data, "on");
    let saved = stage.desk.ask(draft).await.map(drop);
    let made = stage.desk.ask(person).await.map(drop);
    switch(&stage.data, "off");
    for refused in [saved, made] {
        if refused.is_ok() {
            return Err("a full disk took it".into());
        }
    }
    // A connection that met a full disk was closed; the next one is asked as usual.
    let unreadable = teller.text("an input that cannot be read")?;
    for input in [
        format!("{{\"profile\":{{\"name\":\"{unreadable}\""),
        format!("{{\"roles\":[\"{unreadable}\"],\"profile\":{{\"name\":\"a\"}}}}"),
        format!("{{\"profile\":\"{unreadable}\",\"roles\":[]}}"),
    ] {
        let refused = stage.desk.rpc(people::Create::NAME, &input).await;
        expect(refused.map(drop), Code::Invalid)?;
    }
    let nowhere = stage.desk.rpc(&unreadable, "{}").await;
    expect(nowhere.map(drop), Code::NotFound)?;
    Ok(())
}

fn expect(answer: std::result::Result<(), contract::ApiError>, code: Code) -> Result {
    match answer {
        Err(error) if error.code == code => Ok(()),
        other => Err(format!("{code:?} was expected, and it is {other:?}").into()),
    }
}
