-- Prosody as the benches start it: this machine only, guests without names, no encryption of the line (ours has none on
-- loopback either), nothing slowed down, and every word in a room kept, in the files that it keeps by itself.
data_path = "@FOLDER@/data"
pidfile = "@FOLDER@/prosody.pid"
daemonize = false
run_as_root = true
network_backend = "epoll"
log = { error = "*console" }

interfaces = { "127.0.0.1" }
c2s_ports = {}
s2s_ports = {}
http_interfaces = { "127.0.0.1" }
http_ports = { @PORT@ }
https_ports = {}
modules_enabled = { "saslauth", "websocket" }
modules_disabled = { "s2s", "tls", "limits" }
c2s_require_encryption = false
consider_websocket_secure = true
http_paths = { websocket = "/live" }

VirtualHost "localhost"
    authentication = "anonymous"

Component "conference.localhost" "muc"
    modules_enabled = { "muc_mam" }
    muc_room_locking = false
    muc_log_by_default = true
    muc_log_all_rooms = true
    max_history_messages = 20
