// A WebSocket that comes back by itself, later and later, never all clients at once.

const FIRST = 500;
const LONGEST = 15_000;

export class Socket {
  #path; #hear; #socket; #timer; #tries = 0;
  everOpen = false;
  failures = 0;

  /** `hear`: { open, frame, closed }, each optional. */
  constructor(path, hear) {
    this.#path = path;
    this.#hear = hear;
    addEventListener('online', () => this.#soon());
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#soon(); });
    this.#connect();
  }

  get isOpen() { return this.#socket?.readyState === WebSocket.OPEN; }

  /** Sends when open; says whether it did. */
  send(frame) {
    if (!this.isOpen) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** For a line that looks open and carries nothing: hang up, call again. */
  renew() { this.#lost(); }

  #connect() {
    clearTimeout(this.#timer);
    const address = new URL(this.#path, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = this.#socket = new WebSocket(address);
    socket.onopen = () => {
      this.#tries = this.failures = 0;
      const again = this.everOpen;
      this.everOpen = true;
      this.#hear.open?.(again);
    };
    socket.onmessage = event => {
      let frame;
      try { frame = JSON.parse(event.data); } catch { return; }
      this.#hear.frame?.(frame);
    };
    socket.onclose = () => { if (socket === this.#socket) this.#lost(); };
  }

  #lost() {
    const old = this.#socket;
    this.#socket = null;
    old?.close();
    this.failures += 1;
    this.#hear.closed?.();
    const wait = Math.min(LONGEST, FIRST * 2 ** this.#tries++);
    this.#timer = setTimeout(() => this.#connect(), wait * (0.5 + Math.random() / 2));
  }

  #soon() {
    if (this.#socket) return;
    this.#tries = 0;
    this.#connect();
  }
}
