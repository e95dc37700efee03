// <live-region>: a part of the page that the server may make anew. It says *that* something changed; the page itself is asked again
// for *what*, so there is one way only in which a region is drawn, with script and without.
import { page } from './html.js';
import { Socket } from './socket.js';
import { chime } from './sound.js';

/** What the server last sent for each region: the region itself may since show local times, open details, typed text. */
const sent = new WeakMap();
const sockets = new Map();
let running = null;
let again = false;

/** Asks for this page anew and redraws the regions that changed. Calls in between become one more round. */
export function refresh() {
  if (running) { again = true; return running; }
  running = draw().catch(() => { /* no network: the next round tries again */ }).finally(() => {
    running = null;
    if (again) { again = false; refresh(); }
  });
  return running;
}

async function draw() {
  if (document.documentElement.hidden) return;
  const asked = location.pathname;
  const answer = await fetch(location.href, { cache: 'no-store', credentials: 'same-origin', headers: { Accept: 'text/html' } });
  if (answer.redirected && new URL(answer.url).pathname !== asked) return location.assign(answer.url);
  if (!answer.ok) return;
  const fresh = page(await answer.text());
  for (const region of document.querySelectorAll('live-region[id]')) {
    const twin = fresh.getElementById(region.id);
    if (twin && twin.innerHTML !== sent.get(region)) replace(region, twin);
  }
  chime();
}

function replace(region, twin) {
  const busy = unfinished(region);
  if (busy) {
    // Someone is in the middle of writing or answering here: their words come first.
    busy.addEventListener(busy.matches('dialog') ? 'close' : 'focusout', () => refresh(), { once: true });
    return;
  }
  const focused = region.contains(document.activeElement) ? document.activeElement.id : '';
  const open = new Set([...region.querySelectorAll('details[open][id]')].map(each => each.id));
  const typed = new Map([...region.querySelectorAll('input[id], textarea[id]')].filter(changed).map(each => [each.id, each]));
  sent.set(region, twin.innerHTML);
  region.replaceChildren(...twin.childNodes);
  for (const each of region.querySelectorAll('[id]')) {
    if (open.has(each.id)) each.open = true;
    const old = typed.get(each.id);
    if (old) { each.value = old.value; each.checked = old.checked; }
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  region.dispatchEvent(new CustomEvent('redrawn', { bubbles: true }));
}

const tick = field => field.type === 'checkbox' || field.type === 'radio';
const changed = field => tick(field) ? field.checked !== field.defaultChecked : field.type !== 'hidden' && field.value !== field.defaultValue;

function unfinished(region) {
  const at = document.activeElement;
  if (region.contains(at) && at.matches('textarea, input') && !tick(at) && changed(at)) return at;
  return region.querySelector('dialog[open]');
}

/** Goes to a path of this site; anything else is not followed. */
export function go(to) {
  const address = new URL(to, location.origin);
  if (address.origin === location.origin) location.assign(address);
}

function listen(path) {
  if (sockets.has(path)) return;
  sockets.set(path, new Socket(path, {
    open: again => { if (again) refresh(); },
    frame: frame => {
      if (frame.t === 'refresh') refresh();
      else if (frame.t === 'go' && typeof frame.to === 'string') go(frame.to);
    },
  }));
}

customElements.define('live-region', class extends HTMLElement {
  #poll;
  connectedCallback() {
    if (!sent.has(this)) sent.set(this, this.innerHTML);
    const { socket, poll } = this.dataset;
    if (socket) listen(socket);
    if (poll) this.#poll = setInterval(() => { if (!sockets.get(socket)?.isOpen && !document.hidden) refresh(); }, poll * 1000);
  }
  disconnectedCallback() { clearInterval(this.#poll); }
});

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && document.querySelector('live-region')) refresh();
});
