// Times in the reader's own clock, and countdowns that do not drift.
import { say } from './say.js';
import { refresh } from './live.js';

// The page's language, in the reader's own way of writing it where the browser knows one ("en" → "en-IE").
const page = document.documentElement.lang;
const language = navigator.languages.find(each => each.split('-')[0] === page) ?? (page || undefined);
const hour = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(language, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
const DAY = 86_400_000;

function format(at, how) {
  if (how === 'date' || Math.abs(at - Date.now()) > 6 * DAY) return date.format(at);
  const today = at.toDateString() === new Date().toDateString();
  return (how === 'time' || today ? hour : day).format(at);
}

/** `<time datetime data-clock="time|day|date">` below `root` in local words. */
export function localise(root) {
  for (const time of root.querySelectorAll('time[datetime][data-clock]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = format(at, time.dataset.clock);
  }
}

const deadlines = new WeakMap();
// Told at a few moments only: a listener must be able to read the offer meanwhile.
const MOMENTS = [20, 10];

function start(root) {
  for (const each of root.querySelectorAll('[data-countdown]')) {
    if (!deadlines.has(each)) deadlines.set(each, Date.now() + Number(each.dataset.countdown) * 1000);
  }
}

function tick() {
  for (const each of document.querySelectorAll('[data-countdown]')) {
    const end = deadlines.get(each);
    if (end === undefined) continue;
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const words = left < 100 ? String(left) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    if (each.textContent === words) continue;
    each.textContent = words;
    if (MOMENTS.includes(left)) say(each.dataset.countdownSay?.replace('#', left));
    if (left === 0) { deadlines.delete(each); refresh(); }
  }
}

localise(document);
start(document);
setInterval(tick, 250);
document.addEventListener('redrawn', event => { localise(event.target); start(event.target); });
