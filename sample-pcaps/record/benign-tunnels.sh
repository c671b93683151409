#!/bin/bash
# Ways through: proxies and tunnels that the hospital runs itself.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

CLIENT=10.20.1.21
PROXY=10.20.2.108
WEB=10.20.2.80

record_benign_socks() {
    begin benign-socks benign "Workstations fetch pages through a SOCKS proxy: version 4 and version 5, by address and by name, with a password that is right and one that is wrong, and a page that the proxy does not let through."
    programs dante-server microsocks curl
    hospital clients servers
    host client clients $CLIENT
    host proxy servers $PROXY 10.20.2.109
    host web servers $WEB
    nginx_on web $WEB
    echo "$WEB intranet.hospital.example" >>"/etc/netns/$LAB-proxy/hosts"
    cat >"$WORK/danted.conf" <<END
logoutput: stderr
internal: $PROXY port = 1080
external: eth0
socksmethod: none
clientmethod: none
user.privileged: root
user.unprivileged: nobody
client pass { from: 10.20.1.0/24 to: 0.0.0.0/0 }
socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = 8080 }
socks pass { from: 10.20.1.0/24 to: 0.0.0.0/0 protocol: tcp }
END
    service proxy danted -f "$WORK/danted.conf" -p "$WORK/danted.pid"
    service proxy microsocks -i 10.20.2.109 -p 1080 -u jdevries -P proxy-secret
    answering proxy $PROXY 1080
    answering proxy 10.20.2.109 1080
    local fetch="curl -s -m 20 -o /dev/null"
    capture clients
    must client $fetch --socks4 $PROXY http://$WEB/page1.html
    must client $fetch --socks5 $PROXY http://$WEB/page2.html
    must client $fetch --socks5-hostname $PROXY http://intranet.hospital.example/page3.html
    must client $fetch -k --socks5-hostname $PROXY https://intranet.hospital.example/page4.html
    run client $fetch --socks5 $PROXY http://$WEB:8080/
    run client $fetch --socks4 $PROXY http://$WEB:8080/
    must client $fetch --socks5 jdevries:proxy-secret@10.20.2.109 http://$WEB/page5.html
    run client $fetch --socks5 jdevries:proxy-sekret@10.20.2.109 http://$WEB/page6.html
    contains "socks.version == 4" -ge 2
    contains "socks.version == 5" -ge 8
    contains "http.request.method == GET" -ge 4
    finish
}

record_benign_wireguard() {
    begin benign-wireguard benign "The laptop of a home worker comes in through WireGuard from outside and fetches pages of the intranet through the tunnel; only its outside can be seen."
    programs wireguard-go wireguard-tools curl
    hospital servers outside
    host laptop outside 198.51.100.77
    host gateway servers 10.20.2.51
    host web servers $WEB
    nginx_on web $WEB
    in_host gateway sysctl -q -w net.ipv4.ip_forward=1
    ip -n "$LAB-web" route add 172.31.9.0/24 via 10.20.2.51
    local side
    for side in laptop gateway; do
        (umask 077 && wg genkey >"$WORK/$side.key")
        wg pubkey <"$WORK/$side.key" >"$WORK/$side.pub"
        service $side wireguard-go -f wg-$side
    done
    sleep 1
    capture outside
    must gateway wg set wg-gateway listen-port 51820 private-key "$WORK/gateway.key" peer "$(cat "$WORK/laptop.pub")" allowed-ips 172.31.9.2/32
    must laptop wg set wg-laptop private-key "$WORK/laptop.key" peer "$(cat "$WORK/gateway.pub")" endpoint 10.20.2.51:51820 allowed-ips 172.31.9.0/24,10.20.2.80/32
    ip -n "$LAB-gateway" addr add 172.31.9.1/24 dev wg-gateway
    ip -n "$LAB-laptop" addr add 172.31.9.2/24 dev wg-laptop
    ip -n "$LAB-gateway" link set wg-gateway mtu 1420 up
    ip -n "$LAB-laptop" link set wg-laptop mtu 1420 up
    ip -n "$LAB-laptop" route add $WEB/32 dev wg-laptop
    must laptop curl -s -m 20 -o /dev/null -o /dev/null -o /dev/null "http://$WEB/page[1-3].html"
    contains "wg.type == 1" -ge 1
    contains "wg.type == 2" -ge 1
    contains "wg.type == 4" -ge 10
    finish
}

record_benign_teredo() {
    begin benign-teredo benign "Two Windows-like computers that have no IPv6 of their own qualify with a Teredo server, then talk to each other inside Teredo, straight from one to the other."
    programs miredo miredo-server curl
    hospital clients outside
    segment far 192.0.2.1
    host server outside 203.0.113.4 203.0.113.5
    host first far 192.0.2.21
    host second outside 198.51.100.22
    local name
    for name in first second; do
        in_host $name sysctl -q -w net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0
        printf 'RelayType client\nInterfaceName teredo\nServerAddress 203.0.113.4\nServerAddress2 203.0.113.5\nBindPort 3545\n' >"$WORK/$name.conf"
    done
    in_host server sysctl -q -w net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0 net.ipv6.conf.all.forwarding=1
    printf 'Prefix 2001:0::\nInterfaceMTU 1280\nServerBindAddress 203.0.113.4\nServerBindAddress2 203.0.113.5\n' >"$WORK/server.conf"
    service server miredo-server -f -c "$WORK/server.conf" -p "$WORK/server.pid"
    sleep 1
    capture outside
    service first miredo -f -c "$WORK/first.conf" -p "$WORK/first.pid"
    service second miredo -f -c "$WORK/second.conf" -p "$WORK/second.pid"
    sleep 8
    local address
    address=$(ip -n "$LAB-second" -6 -o addr show dev teredo scope global | awk '{sub("/.*", "", $4); print $4; exit}')
    run first ping -6 -n -c 4 "$address"
    service second "$PYTHON" -m http.server --bind "$address" --directory "$WORK" 8000
    sleep 1
    run first curl -s -g -o /dev/null "http://[$address]:8000/second.conf"
    contains "teredo" -ge 6
    contains "udp.port == 3545 && !teredo" -ge 15
    finish
}

main "$@"
