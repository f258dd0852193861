// Finds what a person would find: shown elements by role and accessible name. Returns the elements that fit exactly, or,
// if there are none, those whose name contains the words.
// arguments: the element to look in (null: the page), the role ("" for any), the name (null for any)
const [scope, wantedRole, wantedName] = arguments;
const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();

const byTag = {
  ARTICLE: "article", ASIDE: "complementary", BUTTON: "button", DETAILS: "group", DIALOG: "dialog", FIELDSET: "group",
  FIGURE: "figure", FOOTER: "contentinfo", FORM: "form", H1: "heading", H2: "heading", H3: "heading", H4: "heading",
  H5: "heading", H6: "heading", HEADER: "banner", HR: "separator", IMG: "img", LI: "listitem", MAIN: "main",
  METER: "meter", NAV: "navigation", OL: "list", OPTION: "option", OUTPUT: "status", PROGRESS: "progressbar",
  SECTION: "region", SUMMARY: "button", TABLE: "table", TBODY: "rowgroup", TD: "cell", TEXTAREA: "textbox", TH: "columnheader",
  THEAD: "rowgroup", TR: "row", UL: "list",
};
const byInput = {
  button: "button", checkbox: "checkbox", hidden: null, image: "button", number: "spinbutton", radio: "radio",
  range: "slider", reset: "button", search: "searchbox", submit: "button",
};
function role(element) {
  const explicit = element.getAttribute("role");
  if (explicit) return explicit.split(" ")[0];
  switch (element.tagName) {
    case "A": return element.hasAttribute("href") ? "link" : null;
    case "INPUT": {
      const type = element.type in byInput ? byInput[element.type] : "textbox";
      return element.hasAttribute("list") && type === "textbox" ? "combobox" : type;
    }
    case "SELECT": return element.multiple || element.size > 1 ? "listbox" : "combobox";
    case "TH": return element.scope === "row" ? "rowheader" : "columnheader";
    default: return byTag[element.tagName] ?? null;
  }
}

// What a text says aloud: nothing of what is hidden from those who listen.
function spoken(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  if (node.hidden) return "";
  if (node.hasAttribute("aria-label")) return ` ${node.getAttribute("aria-label")} `;
  if (node.tagName === "IMG") return node.alt;
  const text = [...node.childNodes].map(spoken).join("");
  return getComputedStyle(node).display.startsWith("inline") ? text : ` ${text} `;
}
function ownName(element) {
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  if (ids.length) {
    return ids.map((id) => document.getElementById(id)).filter(Boolean).map(spoken).join(" ");
  }
  if (element.hasAttribute("aria-label")) return element.getAttribute("aria-label");
  if (element.labels?.length) return [...element.labels].map(spoken).join(" ");
  switch (element.tagName) {
    case "IMG": return element.alt;
    case "FIELDSET": return spoken(element.querySelector("legend") ?? document.createTextNode(""));
    case "TABLE": return element.caption ? spoken(element.caption) : "";
    case "INPUT":
      if (byInput[element.type] === "button") return element.value;
      return element.title || element.placeholder;
    case "TEXTAREA": case "SELECT": return element.title || element.placeholder;
    case "DIALOG": case "FORM": case "MAIN": case "NAV": case "SECTION": case "UL": case "OL": return element.title;
  }
  const withoutContent = ["dialog", "alertdialog", "list", "listbox", "menu", "grid", "tablist", "region", "group"];
  if (withoutContent.includes(element.getAttribute("role"))) return element.title;
  return spoken(element) || element.title;
}

function shown(element) {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: false })) return false;
  if (element.closest("[aria-hidden=true], [inert]")) return false;
  return true;
}

const fitting = [];
for (const element of (scope ?? document).querySelectorAll("*")) {
  const own = role(element);
  if (!own || (wantedRole && own !== wantedRole) || !shown(element)) continue;
  fitting.push({ element, name: tidy(ownName(element)) });
}
if (wantedName === null) return fitting.map(({ element }) => element);
const wanted = tidy(wantedName);
const exact = fitting.filter(({ name }) => name === wanted);
const found = exact.length
  ? exact
  : fitting.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
return found.map(({ element }) => element);
