//! What a page that turned against the program can do: nothing.
//!
//! The scripts run in the page of the real window, signed in, with the content security policy of the product.

use std::io::ErrorKind;
use std::net::TcpListener;

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
    ended.then(value => attempts[name] = 'succeeded: ' + JSON.stringify(value), error => attempts[name] = 'failed: ' + (error.message || JSON.stringify(error)));
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
for (const token of ['/etc/passwd', '../../etc/passwd', '00000000-0000-4000-8000-000000000000'])
    attempt('file ' + token, () => rpc('imports.check', { plan: { file: token, targets: [], role: 'student' } }).then(started => {
        const job = JSON.parse(started).job;
        return new Promise((done, fail) => {
            const look = () => rpc('jobs.get', { job }).then(text => {
                const state = JSON.parse(text);
                if (state.state === 'running' || state.kind === 'running') setTimeout(look, 50);
                else if (text.includes('error')) fail(new Error(text));
                else done(text);
            }, fail);
            look();
        });
    }));
attempt('unknown command', () => rpc('files.read', { path: '/etc/passwd' }));
attempt('malformed input', () => invoke('rpc', { command: 'people.list', input: '{' }));
";

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
    let succeeded: Vec<(&String, &Value)> = attempts
        .iter()
        .filter(|(_, became)| {
            !became
                .as_str()
                .is_some_and(|words| words.starts_with("failed"))
        })
        .collect();
    assert!(succeeded.is_empty(), "{succeeded:?}");
    let heard = outside.accept().map_err(|error| error.kind());
    assert!(
        matches!(heard, Err(ErrorKind::WouldBlock)),
        "somebody was told something: {heard:?}"
    );
    desk.wait_text("Overview");
}
