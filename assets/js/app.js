// The one script that a page names. Everything works without it; it only makes what is there quicker and quieter.
// What only some pages need is fetched only there.
import './exit.js';
import './live.js';
import './clock.js';
import './offline.js';

if (document.querySelector('.talk')) import('./talk.js');
if (document.querySelector('[data-generate], [data-reveal]')) import('./passphrase.js');
