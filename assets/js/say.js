// Words for people who listen to the page. One region for the whole page: a region must be there before its words are.
const region = document.createElement('p');
region.className = 'visually-hidden';
region.setAttribute('role', 'status');
document.body.append(region);

export function say(words) {
  if (!words) return;
  region.textContent = '';
  // A moment apart, or the same words twice are read once.
  setTimeout(() => { region.textContent = words; }, 60);
}
