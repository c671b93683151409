#!/usr/bin/env bash
# TLS where it does not begin a TCP connection: DTLS over UDP, and TLS inside chat after STARTTLS.
# Needs: lib.sh, openssl, prosody, inspircd.

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ulimit -c 0 # inspircd falls over when it is told to end

PUMP=10.20.1.61
GATEWAY=10.20.2.70
CHAT=10.20.2.71

# certificate NAME: a key and a self-signed certificate for that host.
certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/O=Hospital/CN=$1" -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    chmod a+r "$WORK/key.pem"
}

# dtls_server PORT [option...]
dtls_server() {
    local port=$1
    shift
    service gateway openssl s_server -accept "$GATEWAY:$port" -cert "$WORK/cert.pem" -key "$WORK/key.pem" -quiet "$@"
}

# report PORT [option...]: a pump connects and sends one reading.
report() {
    local port=$1
    shift
    shell pump "(sleep 2; echo reading 7; sleep 1) | openssl s_client -connect $GATEWAY:$port -servername gateway.hospital.example -quiet $*"
}

record_benign_dtls() {
    begin benign-dtls benign "A pump reports to its gateway by DTLS: 1.2 with a cookie, 1.2 in large datagrams (otherwise messages come in fragments), 1.2 with every fourth datagram to the gateway lost so that flights are sent again, 1.0, and once with a cipher that the gateway does not have."
    programs openssl
    hospital clients servers
    host pump clients $PUMP
    host gateway servers $GATEWAY
    certificate gateway.hospital.example
    dtls_server 5684 -dtls1_2 -listen
    dtls_server 5685 -dtls1_2 -mtu 1400
    dtls_server 5686 -dtls1_2
    dtls_server 5687 -dtls1 -cipher ALL@SECLEVEL=0
    dtls_server 5688 -dtls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384
    in_host gateway iptables-legacy -w -A INPUT -p udp --dport 5686 -m statistic --mode nth --every 4 --packet 0 -j DROP
    sleep 1
    capture clients
    report 5684 -dtls1_2
    report 5685 -dtls1_2
    report 5686 -dtls1_2
    report 5687 -dtls1 -cipher ALL@SECLEVEL=0
    report 5688 -dtls1_2 -cipher ECDHE-RSA-CHACHA20-POLY1305
    contains "dtls.handshake.type == 1" -ge 7
    contains "dtls.handshake.type == 3" -ge 1
    contains "dtls.handshake.type == 11 && dtls.handshake.fragment_offset > 0" -ge 3
    contains "dtls.record.version == 0xfeff && dtls.handshake.type == 11" -ge 1
    contains "dtls.alert_message.desc == 40" -ge 1
    finish
}

# inspircd_on HOST: at $CHAT, with the certificate of the case.
inspircd_on() {
    cat >"$WORK/inspircd.conf" <<END
<config format="xml">
<server name="irc.hospital.example" description="Ward" network="Hospital" id="11X">
<admin name="x" nick="x" email="x@hospital.example">
<bind address="$CHAT" port="6667" type="clients">
<module name="ssl_gnutls">
<module name="starttls">
<sslprofile name="Clients" provider="gnutls" certfile="$WORK/cert.pem" keyfile="$WORK/key.pem">
<connect name="main" allow="*" timeout="10" pingfreq="60">
<pid file="$WORK/inspircd.pid">
<path configdir="$WORK" datadir="$WORK" logdir="$WORK">
<log method="file" type="*" level="default" target="$WORK/inspircd.log">
END
    service "$1" inspircd --config "$WORK/inspircd.conf" --nofork --runasroot
}

record_benign_chat_starttls() {
    begin benign-chat-starttls benign "Chat clients of XMPP and IRC turn their connections to TLS."
    programs openssl prosody inspircd
    hospital clients servers
    host client clients $PUMP
    host chat servers $CHAT
    certificate chat.hospital.example
    mkdir -p "$WORK/prosody"
    chmod a+rwx "$WORK/prosody"
    cat >"$WORK/prosody.cfg.lua" <<END
run_as_root = true
pidfile = "$WORK/prosody.pid"
data_path = "$WORK/prosody"
interfaces = { "$CHAT" }
modules_enabled = { "roster", "saslauth", "tls", "disco" }
modules_disabled = { "s2s" }
c2s_require_encryption = true
log = { warn = "$WORK/prosody.log" }
VirtualHost "hospital.example"
    ssl = { key = "$WORK/key.pem", certificate = "$WORK/cert.pem" }
END
    service chat prosody --config "$WORK/prosody.cfg.lua" -F
    inspircd_on chat
    answering chat $CHAT 5222
    answering chat $CHAT 6667
    capture clients
    shell client "sleep 1 | openssl s_client -starttls xmpp -xmpphost hospital.example -connect $CHAT:5222 -tls1_2"
    must client $PYTHON "$RECORD_DIR/irc-starttls.py" $CHAT 6667
    contains "tcp contains \"STARTTLS\" || tcp contains \"xmpp-tls\"" -ge 4
    contains "tcp contains \"chat.hospital.example\"" -eq 2
    finish
}

record_benign_turn() {
    begin benign-turn benign "Two doctors, whose networks do not reach each other, talk over a WebRTC data channel: DTLS in the channels of a TURN server, which asks for a password."
    programs coturn python3-aiortc
    local side
    hospital clients servers outside
    host here clients $PUMP
    host there outside 198.51.100.61
    host relay servers $GATEWAY
    for side in here there; do # to and from the port of the server alone
        in_host $side iptables-legacy -w -A OUTPUT -p udp ! --dport 3478 -j DROP
        in_host $side iptables-legacy -w -A INPUT -p udp ! --sport 3478 -j DROP
    done
    service relay turnserver -n --log-file stdout --no-cli --no-tls --no-dtls -L $GATEWAY -E $GATEWAY -p 3478 --min-port 50000 --max-port 50100 \
        --fingerprint --lt-cred-mech --user ward:turn-secret --realm hospital.example --userdb "$WORK/turn.db" --pidfile "$WORK/turn.pid"
    sleep 1
    capture clients
    service there "$PYTHON" "$RECORD_DIR/call.py" answer "$WORK" $GATEWAY
    must here "$PYTHON" "$RECORD_DIR/call.py" offer "$WORK" $GATEWAY
    contains "stun.type == 0x0003" -ge 1
    contains "stun.channel" -ge 4
    finish
}

record_benign_chat_dcc() {
    begin benign-chat-dcc benign "Two people in a chat room: one sends the other a file by DCC, straight from client to client."
    programs inspircd irssi
    hospital clients servers
    host first clients $PUMP
    host second clients 10.20.1.62
    host chat servers $CHAT
    certificate chat.hospital.example
    inspircd_on chat
    local name
    make_bytes "$WORK/roster.pdf" 20000
    for name in first second; do
        mkdir -p "$WORK/$name"
        cat >"$WORK/$name/config" <<END
servers = ( { address = "$CHAT"; chatnet = "ward"; port = "6667"; autoconnect = "yes"; } );
chatnets = { ward = { type = "IRC"; }; };
channels = ( { name = "#ward7"; chatnet = "ward"; autojoin = "yes"; } );
settings = {
  core = { real_name = "$name"; user_name = "$name"; nick = "$name"; };
  "irc/dcc" = { dcc_autoget = "yes"; dcc_download_path = "$WORK/second"; dcc_own_ip = "$PUMP"; };
};
END
    done
    cat >"$WORK/send.exp" <<END
set timeout 30
spawn irssi --home=$WORK/first
sleep 5
send "/join #ward7\r"
sleep 1
send "the roster of next week comes now\r"
sleep 1
send "/dcc send second $WORK/roster.pdf\r"
sleep 6
send "/quit\r"
expect eof
END
    cat >"$WORK/get.exp" <<END
set timeout 40
spawn irssi --home=$WORK/second
sleep 3
send "/join #ward7\r"
sleep 13
send "/quit\r"
expect eof
END
    capture clients
    service second env TERM=xterm expect "$WORK/get.exp"
    must first env TERM=xterm expect "$WORK/send.exp"
    cmp "$WORK/roster.pdf" "$WORK/second/roster.pdf" || fail "$CASE: the file did not come"
    contains "irc contains \"DCC SEND\"" -ge 2
    contains "tcp.len > 0 && !irc" -ge 10
    finish
}

main "$@"
