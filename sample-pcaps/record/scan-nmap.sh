#!/bin/bash
# Port scans with nmap: one function a case.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

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

main "$@"
