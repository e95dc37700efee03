// The only door through which text becomes HTML or a script address. The pages' security policy names it `alongside`.
// Only what our own server sent over this origin may come through.

const workers = ['/sw.js'];

const policy = window.trustedTypes?.createPolicy('alongside', {
  createHTML: text => text,
  createScriptURL: path => {
    if (!workers.includes(path)) throw new TypeError('unknown script');
    return path;
  },
}) ?? { createHTML: text => text, createScriptURL: path => path };

/** A document from our server's HTML. Scripts in it never run. */
export const page = html => new DOMParser().parseFromString(policy.createHTML(html), 'text/html');

/** The first element of a piece of our server's HTML, or null. */
export const element = html => page(html).body.firstElementChild;

/** All nodes of a piece of our server's HTML. */
export const nodes = html => [...page(html).body.childNodes];

export const workerAddress = path => policy.createScriptURL(path);
