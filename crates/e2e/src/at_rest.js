// Calls back when nothing moves any more: fonts loaded, animations over, two frames drawn.
const done = arguments[arguments.length - 1];
const moving = () => document.getAnimations().filter((animation) => {
  const { endTime } = animation.effect.getComputedTiming();
  return animation.playState === "running" && Number.isFinite(endTime);
});
document.fonts.ready
  .then(() => Promise.allSettled(moving().map((animation) => animation.finished)))
  .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));
