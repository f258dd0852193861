// Starts the window's program. If it cannot start, or stops, a blank or dead window would say nothing: this says it in
// plain words.
// What the program is built on cannot be replaced under it; the shell has frozen Object's prototype already.
for (const kind of [Array, Function, Promise]) {
  Object.freeze(kind.prototype);
}

const say = (title, advice, detail) => {
  const main = document.createElement("main");
  main.setAttribute("role", "alert");
  main.className = "container d-grid gap-3 py-5";
  const heading = document.createElement("h1");
  heading.className = "page-title";
  heading.textContent = title;
  const text = document.createElement("p");
  text.className = "mb-0";
  text.textContent = advice;
  const line = document.createElement("pre");
  line.className = "mb-0";
  line.textContent = String(detail);
  main.append(heading, text, line);
  document.body.replaceChildren(main);
  return main;
};

// The first error tells why; those after it are its echo. Errors of the web view itself come without an object.
let stopped = false;
const stop = (error) => {
  if (stopped || !error) return;
  stopped = true;
  console.error(error);
  const main = say(
    "Mentorship Desk has stopped",
    "Nothing that was saved is lost, and drafts are kept as you type. Please open the page again. " +
      "If this comes back, pass on the lines below; see first that they hold nothing private.",
    error.stack ? `${error}\n${error.stack}` : error,
  );
  const again = document.createElement("button");
  again.className = "btn btn-primary me-auto";
  again.textContent = "Open again";
  again.addEventListener("click", () => location.reload());
  main.insertBefore(again, main.lastChild);
};

try {
  const { default: init } = await import("./ui.js");
  addEventListener("error", (event) => stop(event.error));
  // A promise that fails by itself, as a refused clipboard does, stops nothing.
  addEventListener("unhandledrejection", ({ reason }) => stop(reason instanceof WebAssembly.RuntimeError && reason));
  await init({ module_or_path: "./ui_bg.wasm" });
} catch (error) {
  console.error(error);
  say(
    "Mentorship Desk could not start",
    "Nothing is lost: your programme is safe in its file. Please close the window and open it again. " +
      "If this stays, install Mentorship Desk again, and pass on the line below.",
    error,
  );
}
