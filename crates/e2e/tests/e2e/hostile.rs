//! What a page that turned against the program can do: nothing.
//!
//! The scripts run in the page of the real window, signed in, with the content security policy of the product.

use std::fs;
use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream};

use e2e::{Desk, Options};
use serde_json::{Value, json};

use crate::hand::Hand;
use crate::thread::found;

/// Starts every attempt; each writes what became of it into `window.attempts`.
const ATTEMPTS: &str = r"
const [outside] = arguments;
const attempts = window.attempts = {};
const attempt = (name, act) => {
    attempts[name] = 'running';
    let ended;
    try { ended = Promise.resolve(act()); } catch (error) { ended = Promise.reject(error); }
    ended.then(value => attempts[name] = 'succeeded: ' + JSON.stringify(value), error => attempts[name] = 'failed: ' + (typeof error.code === 'string' ? JSON.stringify(error) : error.message || String(error)));
};
const invoke = (command, input) => window.__TAURI_INTERNALS__.invoke(command, input);
const rpc = (command, input) => invoke('rpc', { command, input: JSON.stringify(input) });
const unless = (bad, what) => { if (bad) return what; throw new Error('nothing happened'); };
const soon = act => new Promise((done, fail) => setTimeout(() => { try { done(act()); } catch (error) { fail(error); } }, 300));

attempt('inline script', () => {
    const script = document.createElement('script');
    script.textContent = 'window.inline = true';
    document.head.append(script);
    return soon(() => unless(window.inline, 'ran'));
});
attempt('inline handler', () => {
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.handled = true');
    document.body.append(button);
    button.click();
    button.remove();
    return soon(() => unless(window.handled, 'ran'));
});
attempt('remote script', () => new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = outside + '/script.js';
    script.onload = () => done('loaded');
    script.onerror = () => fail(new Error('refused'));
    document.head.append(script);
}));
attempt('eval', () => eval('1 + 1'));
attempt('function of text', () => new Function('return 1')());
attempt('fetch', () => fetch(outside + '/fetch', { mode: 'no-cors' }).then(() => 'sent'));
attempt('picture', () => new Promise((done, fail) => {
    const picture = new Image();
    picture.onload = () => done('loaded');
    picture.onerror = () => fail(new Error('refused'));
    picture.src = outside + '/picture.png';
}));
attempt('socket', () => new Promise((done, fail) => {
    const socket = new WebSocket(outside.replace('http', 'ws'));
    socket.onopen = () => done('open');
    socket.onerror = () => fail(new Error('refused'));
}));
attempt('worker', () => new Promise((done, fail) => {
    const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
    worker.onmessage = () => done('ran');
    worker.onerror = () => fail(new Error('refused'));
}));
attempt('style of elsewhere', () => new Promise((done, fail) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = outside + '/style.css';
    link.onload = () => done('loaded');
    link.onerror = () => fail(new Error('refused'));
    document.head.append(link);
}));
attempt('form', () => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = outside + '/form';
    document.body.append(form);
    form.submit();
    form.remove();
    return soon(() => unless(false));
});
attempt('frame', () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return soon(() => {
        const inside = frame.contentWindow && frame.contentWindow.__TAURI_INTERNALS__;
        frame.remove();
        return unless(inside, 'a frame can ask');
    });
});
attempt('frame of elsewhere', () => {
    const frame = document.createElement('iframe');
    frame.src = outside + '/frame';
    document.body.append(frame);
    return soon(() => { frame.remove(); return unless(false); });
});
attempt('frame with a document', () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script>parent.framed = true</script>';
    document.body.append(frame);
    return soon(() => { frame.remove(); return unless(window.framed, 'ran'); });
});
attempt('prototype', () => {
    try { Object.prototype.tampered = true; Array.prototype.map = () => ['tampered']; } catch (_) {}
    return unless({}.tampered || [1].map(x => x)[0] === 'tampered', 'tampered');
});
attempt('global tauri', () => unless(window.__TAURI__, 'there'));
for (const command of ['plugin:dialog|open', 'plugin:store|load', 'plugin:window|close', 'plugin:webview|create_webview_window', 'plugin:path|resolve_directory', 'plugin:app|version', 'plugin:event|emit_to'])
    attempt(command, () => invoke(command, { path: 'settings.json', label: 'x', options: {}, directory: 1, target: { kind: 'Any' }, event: 'x' }));
const ended = job => rpc('jobs.get', { job }).then(text => {
    const state = JSON.parse(text);
    if (state.state === 'running') return soon(() => job).then(ended);
    if (state.state === 'failed') throw state.error;
    return state.output;
});
const check = (file, targets) => rpc('imports.check', { plan: { file, targets, role: 'student' } })
    .then(started => ended(JSON.parse(started).job));
// What the person picked before can be read, and nothing else.
attempt('control: the picked file', () => rpc('imports.pick', {}).then(JSON.parse).then(picked => {
    for (const token of ['/etc/passwd', '../../etc/passwd', '00000000-0000-4000-8000-000000000000'])
        attempt('file ' + token, () => check(token, picked.columns.map(column => column.target)));
    return check(picked.file, picked.columns.map(column => column.target));
}));
attempt('control: a command', () => rpc('people.list', {}));
attempt('unknown command', () => rpc('files.read', { path: '/etc/passwd' }));
attempt('malformed input', () => invoke('rpc', { command: 'people.list', input: '{' }));
";

/// How an attempt must fail where more than the page's own rules stop it: the beginning of its name, and what it is told.
const REFUSALS: [(&str, &str); 6] = [
    ("eval", "Refused to evaluate a string as JavaScript"),
    (
        "function of text",
        "Refused to evaluate a string as JavaScript",
    ),
    (
        "plugin:",
        " not allowed. Permissions associated with this command: ",
    ),
    ("file ", r#""fields":{"plan.file":"Choose the file again"}"#),
    ("unknown command", "There is no such command"),
    ("malformed input", "The request cannot be read"),
];

/// Whether an attempt became what it should: the controls succeed, and the others are refused for the right reason.
fn is_as_wanted(name: &str, became: &str) -> bool {
    if name.starts_with("control") {
        return became.starts_with("succeeded");
    }
    let told = REFUSALS.iter().find(|(start, _)| name.starts_with(start));
    became.starts_with("failed") && told.is_none_or(|(_, told)| became.contains(told))
}

#[test]
fn a_hostile_page_gets_nowhere() {
    let outside = TcpListener::bind("127.0.0.1:0").expect("a port");
    outside
        .set_nonblocking(true)
        .expect("a port that does not wait");
    let address = format!("http://{}", outside.local_addr().expect("an address"));
    let desk = Desk::start(Options::default());
    found(&desk, Hand::Mouse, "Several people", "Start empty");
    desk.wait_text("Overview");
    fs::write(desk.pick_folder().join("roster.csv"), "Name\nMai\n").expect("the roster");
    desk.script(ATTEMPTS, vec![json!(address)]);
    let attempts = desk.wait("the end of every attempt", || {
        let attempts = desk.script("return window.attempts", Vec::new());
        let ended = attempts
            .as_object()?
            .values()
            .all(|became| became != "running");
        ended.then_some(attempts)
    });
    let attempts = attempts.as_object().expect("attempts");
    assert!(attempts.len() > 20, "{attempts:?}");
    let otherwise: Vec<(&String, &Value)> = attempts
        .iter()
        .filter(|(name, became)| {
            !became
                .as_str()
                .is_some_and(|words| is_as_wanted(name, words))
        })
        .collect();
    assert!(otherwise.is_empty(), "{otherwise:?}");
    let heard = outside.accept().map_err(|error| error.kind());
    assert!(
        matches!(heard, Err(ErrorKind::WouldBlock)),
        "somebody was told something: {heard:?}"
    );
    TcpStream::connect(outside.local_addr().expect("an address")).expect("a connection");
    outside.accept().expect("whoever connects is heard");
    desk.wait_text("Overview");
}
