//! The one door between the page and `app`.

use app::Desk;
use tauri::State;

/// Answers a command of the contract's table. `input` and the answer are JSON; so is the refusal, a
/// `contract::ApiError`.
#[tauri::command]
pub(crate) async fn rpc(
    desk: State<'_, Desk>,
    command: String,
    input: String,
) -> Result<String, String> {
    desk.rpc(&command, &input)
        .await
        .map_err(|error| as_json(&error))
}

/// A refusal as the page and `call` get it.
pub(crate) fn as_json(error: &contract::ApiError) -> String {
    serde_json::to_string(error).expect("an error has only texts in it")
}
