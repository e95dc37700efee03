// "Get help now" must open without a network. Registered late, so that it never slows the first page.
import { workerAddress } from './html.js';

if ('serviceWorker' in navigator && window.isSecureContext) {
  addEventListener('load', () => {
    navigator.serviceWorker.register(workerAddress('/sw.js')).catch(() => { /* private window: the page works online */ });
  });
}
