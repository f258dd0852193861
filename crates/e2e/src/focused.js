// The role and the name of what has the focus, as find.js counts them.
const element = document.activeElement;
if (!element || element === document.body) return ["", ""];
const tags = { A: "link", BUTTON: "button", SELECT: "combobox", SUMMARY: "button", TEXTAREA: "textbox" };
const types = {
  button: "button", checkbox: "checkbox", number: "spinbutton", radio: "radio", range: "slider", search: "searchbox",
  submit: "button",
};
const role =
  element.getAttribute("role") ??
  (element.tagName === "INPUT" ? types[element.type] ?? "textbox" : tags[element.tagName] ?? "");
const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
const labelled = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
const name =
  labelled || element.getAttribute("aria-label") || labels || element.textContent || element.title ||
  element.placeholder || element.value || "";
return [role, name.replace(/\s+/g, " ").trim()];
