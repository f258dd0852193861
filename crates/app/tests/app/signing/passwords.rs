//! Choosing passwords.

use contract::accounts::{JudgePassword, Redeem, Register, SuggestPassphrase};
use contract::programmes::{Computer, Found, MakeRecoveryCode};
use domain::Role;

use crate::world::{PASSWORD, World};

fn judge(password: &str, words: &[&str]) -> JudgePassword {
    JudgePassword {
        password: password.to_owned(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_judged_before_they_are_chosen() {
    let world = World::founded().await;
    let ask =
        async |password: &str, words: &[&str]| world.ask(judge(password, words)).await.unwrap();
    let short = ask("eleven char", &[]).await;
    assert!(!short.accepted);
    assert_eq!(short.advice, "Use at least 12 characters");
    assert!(!ask("passwordpassword", &[]).await.accepted);
    assert!(
        !ask(&"long ".repeat(300), &[]).await.accepted,
        "1,500 bytes"
    );
    assert!(
        !ask("harbour bridge", &[]).await.accepted,
        "the programme's own name"
    );
    assert!(ask("SiosaiaTuipulotu", &[]).await.accepted);
    assert!(
        !ask("SiosaiaTuipulotu", &["Siosaia Tuipulotu"])
            .await
            .accepted
    );
    assert!(ask(PASSWORD, &[]).await.accepted);

    let drawn = world.ask(SuggestPassphrase {}).await.unwrap().words;
    assert_eq!(ask(&drawn, &[]).await.strength, 4, "{drawn}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_easy_password_is_refused_wherever_one_is_chosen() {
    let world = World::empty();
    world.ask(MakeRecoveryCode {}).await.unwrap();
    let found = Found {
        programme: "Harbour Bridge".to_owned(),
        computer: Computer::Shared,
        zone: "UTC".to_owned(),
        name: "Ingrid Solheim".to_owned(),
        sign_in_name: "ingrid".to_owned(),
        password: "ingrid solheim".to_owned(),
        typed: Default::default(),
        code: String::new(),
    };
    assert!(world.refused(found).await.fields.contains_key("password"));

    let world = World::founded().await;
    let register = Register {
        name: "Siosaia Tuipulotu".to_owned(),
        sign_in_name: "siosaia".to_owned(),
        password: "siosaiatuipulotu".to_owned(),
        role: Role::Student,
        email: String::new(),
        message: String::new(),
    };
    assert!(
        world
            .refused(register)
            .await
            .fields
            .contains_key("password")
    );

    let person = world.person("Siosaia Tuipulotu", &[Role::Student]).await;
    let request = contract::accounts::CodeRequest {
        person,
        sign_in_name: "st".to_owned(),
    };
    let people = vec![request];
    let codes = world
        .ask(contract::accounts::IssueCodes { people })
        .await
        .unwrap();
    let redeem = |password: &str| Redeem {
        name: "st".to_owned(),
        code: codes[0].code.clone(),
        password: password.to_owned(),
    };
    // The person's name is known only once the code has opened the file.
    let refused = world.refused(redeem("SiosaiaTuipulotu")).await;
    assert!(refused.fields.contains_key("password"), "{refused}");
    assert!(
        world.ask(redeem(PASSWORD)).await.is_ok(),
        "the code is not used up"
    );
}
