// Starts the window's program. If it cannot start, a blank window would say nothing: this says it in plain words.
// What the program is built on cannot be replaced under it; the shell has frozen Object's prototype already.
for (const kind of [Array, Function, Promise]) {
  Object.freeze(kind.prototype);
}
try {
  const { default: init } = await import("./ui.js");
  await init({ module_or_path: "./ui_bg.wasm" });
} catch (error) {
  console.error(error);
  const main = document.createElement("main");
  main.setAttribute("role", "alert");
  main.className = "container py-5";
  const heading = document.createElement("h1");
  heading.textContent = "Mentorship Desk could not start";
  const advice = document.createElement("p");
  advice.textContent =
    "Nothing is lost: your programme is safe in its file. Please close the window and open it again. " +
    "If this stays, install Mentorship Desk again, and pass on the line below.";
  const detail = document.createElement("pre");
  detail.textContent = String(error);
  main.append(heading, advice, detail);
  document.body.replaceChildren(main);
}
