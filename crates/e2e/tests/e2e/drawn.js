// Whether these words can be seen: as text of some size and colour, in a field, or as a tooltip.
// arguments: the words
const [words] = arguments;
const inked = (element) => {
  const { color, fontSize } = getComputedStyle(element);
  return !/transparent|, 0\)$/.test(color) && parseFloat(fontSize) > 0;
};
const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const range = document.createRange();
const drawn = (text) => {
  range.selectNodeContents(text);
  return range.getBoundingClientRect().width > 1;
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const text = texts.currentNode;
  const around = text.parentElement;
  if (!text.data.includes(words) || around.closest(".visually-hidden")) continue;
  if (shown(around) && inked(around) && drawn(text)) return true;
}
const holds = (field) => field.value.includes(words) && shown(field) && inked(field);
const tells = (element) => element.title.includes(words) && shown(element);
return [...document.querySelectorAll("input, textarea")].some(holds) || [...document.querySelectorAll("[title]")].some(tells);
