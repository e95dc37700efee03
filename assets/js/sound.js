// A soft two-tone sound when an element with a new [data-chime="key"] appears. Never before a gesture; off when the person says so.

const heard = new Set();
const OFF = 'sound-off';
let audio = null;
let silent = false;
try { silent = localStorage.getItem(OFF) === '1'; } catch { /* storage switched off: sound stays on for this page */ }

const keys = () => [...document.querySelectorAll('[data-chime]')].map(each => each.dataset.chime);
keys().forEach(key => heard.add(key));

// Browsers let sound begin only in a gesture: open it in the first, so that it is ready when an offer comes.
const wake = () => { audio ??= new AudioContext(); audio.resume(); };
if (document.querySelector('live-region, [data-sound-toggle]')) {
  for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, wake, { once: true, passive: true });
}

function note(hertz, start) {
  const tone = new OscillatorNode(audio, { type: 'sine', frequency: hertz });
  const loud = new GainNode(audio, { gain: 0 });
  loud.gain.setValueAtTime(0, start);
  loud.gain.linearRampToValueAtTime(0.12, start + 0.04);
  loud.gain.exponentialRampToValueAtTime(0.001, start + 0.7);
  tone.connect(loud).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.75);
}

function play() {
  if (silent || audio?.state !== 'running') return;
  note(523.25, audio.currentTime + 0.02);
  note(659.25, audio.currentTime + 0.24);
}

/** Plays once if the page now holds a key that it did not hold before. */
export function chime() {
  const fresh = keys().filter(key => !heard.has(key));
  fresh.forEach(key => heard.add(key));
  if (fresh.length) play();
}

function show() {
  for (const toggle of document.querySelectorAll('[data-sound-toggle]')) toggle.setAttribute('aria-pressed', String(!silent));
}
show();
document.addEventListener('redrawn', show);
document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-sound-toggle]')) return;
  silent = !silent;
  try { localStorage.setItem(OFF, silent ? '1' : '0'); } catch { /* remembered for this page only */ }
  show();
  wake();
  play();
});
