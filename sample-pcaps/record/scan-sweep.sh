#!/bin/bash
# Sweeps over many addresses: who is there, and who has this port open.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ATTACKER=10.20.1.66

# server_room: 31 servers in 10.20.2.0/24; the other addresses are dark.
server_room() {
    hospital clients servers
    host attacker clients $ATTACKER
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-40
}

record_sweep_nmap_ping() {
    begin sweep-nmap-ping attack "nmap -sn from another network: each of 256 addresses gets an ICMP echo, a SYN to 443, an ACK to 80 and an ICMP timestamp request until it answers; 31 hosts and the router live there."
    programs nmap
    server_room
    capture clients
    run attacker nmap -n -sn 10.20.2.0/24
    expect "{technique: T1018, actor: $ATTACKER, kind: ping sweep, targets: 256}"
    contains "ip.src == $ATTACKER && icmp.type == 8 && !(icmp.type == 3)" -ge 255
    contains "ip.dst == $ATTACKER && icmp.type == 0" -ge 31
    finish
}

record_sweep_masscan() {
    begin sweep-masscan attack "masscan looks for SMB, RDP and web servers in 10.20.2.0/24: stateless SYNs from one source port to 256 addresses and 3 ports in random order; 31 hosts live there, four have a port open."
    programs masscan
    server_room
    listen servers 10.20.2.10:445 10.20.2.11:445 10.20.2.12:80 10.20.2.13:3389
    capture clients
    LIMIT=10 run attacker masscan --interface eth0 --adapter-ip $ATTACKER --router-mac 02-c4-0a-14-01-01 --rate 400 --wait 3 --seed 7 -p 80,445,3389 10.20.2.0/24
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 256, ports: 3}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -ge 768
    contains "ip.dst == $ATTACKER && tcp.flags == 0x012" -ge 4
    finish
}

main "$@"
