// What does not fit at this size: the page into the window, or words into the box that should hold them.
const problems = [];
const page = document.scrollingElement;
if (page.scrollWidth > page.clientWidth + 1) problems.push("the page is wider than the window");

// Words may be cut, and boxes may scroll; what is drawn over the edge of its box is a fault.
const boxes = ".panel, .scenario, .stat, .note, .callout, .dialog, .drawer, .theme, .chip, .audience, .btn";
const clips = (element) => /hidden|clip|auto|scroll/.test(getComputedStyle(element).overflowX);
const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const range = document.createRange();
while (words.nextNode()) {
  const text = words.currentNode;
  if (!text.data.trim() || !shown(text.parentElement)) continue;
  if (text.parentElement.closest(".visually-hidden, svg, [aria-hidden=true]")) continue;
  if (text.parentElement.closest("[inert]")) continue;
  range.selectNodeContents(text);
  const { left, right, width } = range.getBoundingClientRect();
  if (width <= 1) continue;
  for (let box = text.parentElement; box && !clips(box); box = box.parentElement) {
    if (!box.matches(boxes)) continue;
    const edge = box.getBoundingClientRect();
    if (right > edge.right + 1 || left < edge.left - 1) {
      problems.push(`"${text.data.trim().slice(0, 40)}" leaves its ${box.className.split(" ")[0]}`);
      break;
    }
  }
}
return [...new Set(problems)].slice(0, 8);
