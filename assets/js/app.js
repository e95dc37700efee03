// What every page brings to life. Each part works alone; a page without script works too.
import './exit.js'
import './clock.js'
import './live.js'
import './talk.js'
import './passphrase.js'
import './zone.js'
import './offline.js'
