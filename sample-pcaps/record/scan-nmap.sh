#!/bin/bash
# Port scans with nmap: one function a case.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

ATTACKER=10.20.1.66
TARGET=10.20.2.10

# one_target: the attacker among the clients, one server with four open ports; nmap runs against it.
one_target() {
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    listen server "$TARGET:22=SSH-2.0-OpenSSH_9.2p1" "$TARGET:80" "$TARGET:443" "$TARGET:3389"
    capture clients
}

record_scan_nmap_syn() {
    begin scan-nmap-syn attack "A workstation runs nmap's default half-open scan over the 300 most usual TCP ports of one server: four are open, the others answer with RST."
    one_target
    run attacker nmap -n -Pn -sS --top-ports 300 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 300}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 300
    contains "ip.src == $TARGET && tcp.flags == 0x014" -ge 296
    contains "ip.src == $TARGET && tcp.flags == 0x012" -eq 4
    finish
}

record_scan_nmap_connect() {
    begin scan-nmap-connect attack "The same scan by an ordinary user: full connections to the 300 most usual TCP ports of one server, four of them open."
    one_target
    run attacker nmap -n -Pn -sT --top-ports 300 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: connect scan, targets: 1, ports: 300}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 300
    contains "ip.src == $TARGET && tcp.flags == 0x012" -eq 4
    finish
}

# odd_flags CASE OPTION KIND FLAGS "what": 100 ports with flags that no connection starts with.
odd_flags() {
    begin "$1" attack "$5"
    one_target
    run attacker nmap -n -Pn "$2" --top-ports 100 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: $3, targets: 1, ports: 100}"
    contains "ip.src == $ATTACKER && tcp.flags == $4" -ge 100
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -eq 0
    finish
}

record_scan_nmap_fin() {
    odd_flags scan-nmap-fin -sF "fin scan" 0x001 "nmap sends lone FINs to 100 ports: closed ones answer RST, the four open ones say nothing and are asked again."
}

record_scan_nmap_null() {
    odd_flags scan-nmap-null -sN "null scan" 0x000 "nmap sends segments without any flag to 100 ports: closed ones answer RST, the four open ones say nothing."
}

record_scan_nmap_xmas() {
    odd_flags scan-nmap-xmas -sX "xmas scan" 0x029 "nmap sends FIN, PSH and URG together to 100 ports: closed ones answer RST, the four open ones say nothing."
}

record_scan_nmap_maimon() {
    odd_flags scan-nmap-maimon -sM "maimon scan" 0x011 "nmap sends FIN and ACK without a connection to 100 ports; all answer RST."
}

record_scan_nmap_ack() {
    odd_flags scan-nmap-ack -sA "ack scan" 0x010 "nmap sends lone ACKs to 100 ports to learn which a firewall lets through; all answer RST."
}

record_scan_nmap_window() {
    odd_flags scan-nmap-window -sW "window scan" 0x010 "nmap sends lone ACKs to 100 ports and reads the window of the RST; on the wire it is an ACK scan."
}

record_scan_nmap_udp() {
    begin scan-nmap-udp attack "nmap asks 40 UDP ports of one server, some with a real request of their protocol; a name server answers, closed ports answer with ICMP port unreachable as far as Linux' rate limit lets them."
    programs nmap dnsmasq-base
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    service server dnsmasq -k -R -h -i eth0 -z -u root -x "$WORK/dnsmasq.pid" -C /dev/null
    answering server $TARGET 53
    capture clients
    run attacker nmap -n -Pn -sU --top-ports 40 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: udp scan, targets: 1, ports: 40}"
    contains "ip.src == $ATTACKER && udp && !icmp" -ge 40
    contains "ip.src == $TARGET && icmp.type == 3 && icmp.code == 3" -ge 12
    finish
}

record_scan_nmap_sctp() {
    begin scan-nmap-sctp attack "nmap sends SCTP INIT chunks to the 52 usual ports of one server; Linux without SCTP answers with ICMP protocol unreachable."
    one_target
    in_host server sysctl -q -w net.ipv4.icmp_ratelimit=0
    run attacker nmap -n -Pn -sY $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: sctp init scan, targets: 1, ports: 52}"
    note "This kernel has no SCTP, so no port is open and none answers ABORT."
    contains "ip.src == $ATTACKER && sctp.chunk_type == 1 && !icmp" -ge 52
    finish
}

record_scan_nmap_ipproto() {
    begin scan-nmap-ipproto attack "nmap asks one server which of the 256 IP protocols it speaks."
    one_target
    in_host server sysctl -q -w net.ipv4.icmp_ratelimit=0
    run attacker nmap -n -Pn -sO $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: ip protocol scan, targets: 1, ports: 256}"
    note "The server answers every probe (net.ipv4.icmp_ratelimit=0), otherwise the scan takes five minutes."
    contains "ip.src == $ATTACKER && !icmp" -ge 250
    contains "ip.src == $TARGET && icmp.type == 3 && icmp.code == 2" -ge 240
    finish
}

record_scan_nmap_os() {
    begin scan-nmap-os attack "nmap scans 50 ports of one server and fingerprints its operating system with its probes of odd flags, windows and options, UDP and ICMP."
    one_target
    run attacker nmap -n -Pn -O --top-ports 50 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 50}"
    expect "{technique: T1082, actor: $ATTACKER, kind: os fingerprinting, targets: 1}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x02b" -ge 1
    contains "ip.src == $ATTACKER && icmp.type == 8" -ge 2
    finish
}

record_scan_nmap_version() {
    begin scan-nmap-version attack "nmap scans 20 ports of one server and asks the four open ones for their programs: real OpenSSH and nginx with HTTP and HTTPS, and a service that never says a word and so gets every probe in turn."
    programs nmap nginx-light openssh-server
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    sshd_on server $TARGET
    nginx_on server $TARGET
    listen server $TARGET:2575
    capture clients
    run attacker nmap -n -Pn -sV -p 2575,80,443,22,21,23,25,53,110,111,135,139,143,445,993,995,1723,3306,3389,5900 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 20}"
    expect "{technique: T1046, actor: $ATTACKER, kind: version scan, targets: 1, ports: 4}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 22
    contains "ip.src == $ATTACKER && tcp.len > 0" -ge 6
    finish
}

record_scan_nmap_five_ports() {
    begin scan-nmap-five-ports attack "The smallest scan that counts: nmap tries five ports of one server, all closed."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    capture clients
    run attacker nmap -n -Pn -sS -p 22,80,443,445,3389 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 5}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -eq 5
    contains "ip.src == $TARGET && tcp.flags == 0x014" -eq 5
    finish
}

record_scan_nmap_filtered() {
    begin scan-nmap-filtered attack "nmap scans 100 ports of a server whose firewall answers nothing at all: every port is asked twice and no packet comes back."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    silent server $TARGET
    capture clients
    run attacker nmap -n -Pn -sS --top-ports 100 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 100}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 200
    contains "ip.src == $TARGET && tcp" -eq 0
    finish
}

record_scan_nmap_ipv6() {
    begin scan-nmap-ipv6 attack "nmap scans the 200 most usual TCP ports of one server over IPv6 and then pings 32 neighbouring addresses of it, of which four live."
    programs nmap
    segment clients fd20:1::1
    segment servers fd20:2::1
    host attacker clients fd20:1::66
    host server servers fd20:2::10 fd20:2::11 fd20:2::12 fd20:2::13
    listen server "[fd20:2::10]:22=SSH-2.0-OpenSSH_9.2p1" "[fd20:2::10]:443"
    capture clients
    run attacker nmap -6 -n -Pn -sS --top-ports 200 fd20:2::10
    run attacker nmap -6 -n -sn fd20:2::10/123
    expect "{technique: T1046, actor: \"fd20:1::66\", kind: syn scan, targets: 1, ports: 200}"
    expect "{technique: T1018, actor: \"fd20:1::66\", kind: ping sweep, targets: 32}"
    contains "ipv6.src == fd20:1::66 && tcp.flags == 0x002" -ge 200
    contains "ipv6.src == fd20:1::66 && icmpv6.type == 128" -ge 32
    finish
}

record_scan_nmap_fragmented() {
    begin scan-nmap-fragmented attack "nmap hides its SYNs in IP fragments of 8 bytes: 60 ports of one server."
    one_target
    run attacker nmap -n -Pn -sS -f --top-ports 60 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 60}"
    contains "ip.src == $ATTACKER && (ip.flags.mf == 1 || ip.frag_offset > 0)" -ge 120
    finish
}

record_scan_nmap_source_port() {
    begin scan-nmap-source-port attack "nmap scans 60 ports of one server from source port 53 with 24 bytes of noise in each SYN, to look like an answer of a name server."
    one_target
    run attacker nmap -n -Pn -sS -g 53 --data-length 24 --top-ports 60 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 60}"
    contains "ip.src == $ATTACKER && tcp.srcport == 53 && tcp.flags == 0x002" -ge 60
    finish
}

record_scan_hping_syn() {
    begin scan-hping-syn attack "hping3 in its scan mode sends SYNs to ports 1 to 200 of one server."
    one_target
    programs hping3
    run attacker hping3 --scan 1-200 -S $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 200}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 200
    finish
}

record_scan_block() {
    begin scan-block attack "A block scan: nmap tries 40 ports on each of eight servers, of which six live, two with open ports."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-15
    listen servers 10.20.2.10:80 10.20.2.10:443 10.20.2.12:22
    capture clients
    run attacker nmap -n -Pn -sS --max-retries 1 --top-ports 40 10.20.2.10-17
    expect "{technique: T1046, actor: $ATTACKER, kind: block scan, targets: 8, ports: 40}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -ge 320
    finish
}

record_scan_expired_role() {
    begin scan-expired-role attack "A host that once was the declared vulnerability scanner looks at 30 ports of each of six servers; its role expired long ago."
    programs nmap
    hospital clients servers
    host scanner clients 10.20.1.9
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-15
    listen servers 10.20.2.10:443 10.20.2.12:22
    capture clients
    run scanner nmap -n -Pn -sS --top-ports 30 10.20.2.10-15
    config "roles:"
    config "  - role: scanner"
    config "    addresses: [10.20.1.9]"
    config "    reason: Weekly vulnerability scan"
    config "    expires: 2026-01-31"
    expect "{technique: T1046, actor: 10.20.1.9, kind: block scan, targets: 6, ports: 30}"
    contains "ip.src == 10.20.1.9 && tcp.flags == 0x002" -ge 180
    finish
}

main "$@"
