// Leave fast: the screen is blank before anything is asked of the network.
import { say } from './say.js';

const link = document.querySelector('[data-leave]');
const LEFT = 'left';

function blank() {
  document.documentElement.hidden = true;
  document.title = link?.dataset.awayTitle ?? '';
  document.body.replaceChildren();
}

function leave() {
  blank();
  try { sessionStorage.clear(); sessionStorage.setItem(LEFT, '1'); } catch { /* storage switched off: nothing to clear */ }
  fetch('/exit', { method: 'POST', keepalive: true }).catch(() => { /* offline: the page is gone all the same */ });
  location.replace('/away');
}

document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-leave]')) return;
  event.preventDefault();
  leave();
});

// Shift three times within five seconds and nothing else in between: not a pattern of typing, of a screen reader, or of sticky keys.
let presses = [];
let alone = false;
document.addEventListener('keydown', event => {
  alone = event.key === 'Shift' && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!alone) presses = [];
});
document.addEventListener('pointerdown', () => { presses = []; });
document.addEventListener('keyup', event => {
  if (event.key !== 'Shift' || !alone || !link) return;
  alone = false;
  const now = Date.now();
  presses = [...presses.filter(at => now - at < 5000), now];
  if (presses.length >= 3) leave();
  else say(presses.length === 1 ? link.dataset.sayOnce : link.dataset.sayTwice);
});

// Back brings nothing back: neither a page kept whole in memory nor one loaded again in the tab that was left.
const left = () => { try { return sessionStorage.getItem(LEFT) === '1'; } catch { return false; } };
addEventListener('pageshow', event => {
  if (event.persisted) { blank(); location.reload(); }
});
if (left()) {
  if (performance.getEntriesByType('navigation')[0]?.type === 'back_forward') { blank(); location.replace('/away'); }
  else sessionStorage.removeItem(LEFT);
}
