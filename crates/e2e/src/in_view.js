// Says what keeps a person from seeing and reaching an element; "" if nothing does.
// arguments: the element
const [element] = arguments;
element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return "it is not displayed";
const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
const at = `${left},${top} to ${right},${bottom} in ${innerWidth}x${innerHeight}`;
if (width < 1 || height < 1) return `it has no size: ${at}`;
// Half a pixel is what rounding takes.
if (left < -0.5 || right > innerWidth + 0.5) return `it reaches out of the viewport sideways: ${at}`;
// What is taller than the viewport cannot be inside it; its beginning is enough.
if (top < -0.5 && height <= innerHeight) return `it reaches out of the viewport above: ${at}`;
if (bottom > innerHeight + 0.5 && height <= innerHeight) return `it reaches out of the viewport below: ${at}`;
const middle = document.elementFromPoint(
  (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
  (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
);
if (middle && !element.contains(middle) && !middle.contains(element)) {
  return `${middle.outerHTML.slice(0, 120)} lies over it: ${at}`;
}
return "";
