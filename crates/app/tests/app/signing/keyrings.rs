//! R7 in small: whatever the keyring does, the password works and no new key is made.

use std::sync::Arc;

use contract::accounts::{Remember, SignIn, SignInRemembered};
use contract::programmes::{Computer, KeyringState, Status, StatusView};
use contract::{ApiError, Code};
use vault::{Keyring, KeyringError, MemoryKeyring};
use zeroize::Zeroizing;

use crate::world::{PASSWORD, World, code};

struct Failing(KeyringError);

impl Keyring for Failing {
    fn state(&self) -> vault::KeyringState {
        self.0.into()
    }

    fn set(&self, _name: &str, _value: &[u8]) -> Result<(), KeyringError> {
        Err(self.0)
    }

    fn get(&self, _name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        Err(self.0)
    }

    fn delete(&self, _name: &str) -> Result<(), KeyringError> {
        Err(self.0)
    }
}

async fn remembered(world: &World) -> Result<(), ApiError> {
    world.ask(SignInRemembered {}).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_state_of_the_keyring_the_password_works_and_no_new_key_is_made() {
    for (error, told) in [
        (KeyringError::Absent, KeyringState::Absent),
        (KeyringError::Locked, KeyringState::Locked),
        (KeyringError::TimedOut, KeyringState::TimedOut),
        (KeyringError::Foreign, KeyringState::Foreign),
    ] {
        let mut world = World::founded_for(Computer::OnlyMe).await;
        world.ask(Remember { remember: true }).await.unwrap();
        world.stop().await;
        let before = std::fs::read(world.programme().join("vault.json")).unwrap();
        let mut setup = world.setup();
        setup.keyring = Arc::new(Failing(error));
        world.desk = Some(app::Desk::open(setup).unwrap());

        let StatusView::Locked { keyring, .. } = world.ask(Status {}).await.unwrap() else {
            panic!("not locked");
        };
        assert_eq!(keyring, told);
        assert_eq!(code(remembered(&world).await), Some(Code::NoKeyring));
        assert_eq!(
            std::fs::read(world.programme().join("vault.json")).unwrap(),
            before
        );
        let sign_in = SignIn {
            name: "ingrid".to_owned(),
            password: PASSWORD.to_owned(),
            remember: true,
        };
        world.ask(sign_in).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_with_somebody_elses_entry_or_rubbish_signs_nobody_in() {
    for rubbish in [&b"short"[..], &[7; 32], &[]] {
        let world = World::founded_for(Computer::OnlyMe).await;
        world.ask(Remember { remember: true }).await.unwrap();
        let id = vault::Vault::read(&world.programme())
            .unwrap()
            .unwrap()
            .id();
        let keyring: &MemoryKeyring = &world.keyring;
        keyring.set(&id.to_string(), rubbish).unwrap();
        assert_eq!(code(remembered(&world).await), Some(Code::NoKeyring));
        world.sign_in("ingrid").await;
    }
}
