//! The one door to the rest of the program: commands out, answers and errors in.
//!
//! The shell answers one Tauri command, `rpc { command, input }`, with JSON text. The function is looked up when it is
//! needed instead of being bound at the start, so that a page without the shell (a test page) says so and goes on.

use contract::{ApiError, Code, Command, Event, jobs};
use js_sys::{Function, Object, Promise, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::events;

/// Asks, and waits for the answer.
pub(crate) async fn call<C: Command>(command: &C) -> Result<C::Output, ApiError> {
    ask(command).await
}

/// Starts a job: answers its id at once.
pub(crate) async fn start<C: Command>(command: &C) -> Result<jobs::Started, ApiError> {
    ask(command).await
}

async fn ask<C: Command, T: DeserializeOwned>(command: &C) -> Result<T, ApiError> {
    let answer = match serde_json::to_string(command) {
        Ok(input) => invoke_rpc(C::NAME, &input).await,
        Err(error) => Err(fault(&error)),
    };
    if let Err(error) = &answer
        && error.code == Code::SignedOut
    {
        // Locked or signed out behind our back: everything on the screen must go.
        events::publish(&Event::Closed);
    }
    answer.and_then(|text| serde_json::from_str(&text).map_err(|error| fault(&error)))
}

async fn invoke_rpc(command: &str, input: &str) -> Result<String, ApiError> {
    let arguments = Object::new();
    let set = |key: &str, value: &str| Reflect::set(&arguments, &key.into(), &value.into());
    set("command", command)
        .and_then(|_| set("input", input))
        .map_err(|error| refusal(&error))?;
    let promise = invoke("rpc", &arguments).map_err(|error| refusal(&error))?;
    let answer = JsFuture::from(promise)
        .await
        .map_err(|error| refusal(&error))?;
    Ok(text_of(&answer))
}

/// `window.__TAURI_INTERNALS__.invoke(command, arguments)`.
pub(crate) fn invoke(command: &str, arguments: &JsValue) -> Result<Promise, JsValue> {
    let internals = internals()?;
    let invoke: Function = Reflect::get(&internals, &"invoke".into())?.dyn_into()?;
    invoke
        .call2(&internals, &command.into(), arguments)?
        .dyn_into()
}

/// The object Tauri puts into every page.
pub(crate) fn internals() -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    Reflect::get(&window, &"__TAURI_INTERNALS__".into())
}

/// JSON text, whether it came as text or as an object.
pub(crate) fn text_of(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| {
        js_sys::JSON::stringify(value)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| "null".to_owned())
    })
}

fn refusal(value: &JsValue) -> ApiError {
    let text = text_of(value);
    serde_json::from_str(&text)
        .unwrap_or_else(|_| ApiError::new(Code::Internal, format!("No answer: {text}")))
}

fn fault(error: &serde_json::Error) -> ApiError {
    ApiError::new(
        Code::Internal,
        format!("The answer could not be read: {error}"),
    )
}
