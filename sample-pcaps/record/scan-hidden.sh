#!/bin/bash
# Scans that hide their author: zombies, decoys, many sources, patience, and a flood that is no scan at all.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

ATTACKER=10.20.1.66
TARGET=10.20.2.10

record_scan_nmap_idle() {
    local zombie=10.20.1.9
    begin scan-nmap-idle attack "An idle scan: nmap never sends its own address to the target. It asks a printer (the zombie) for its IP identification, sends SYNs in the printer's name to 12 ports of a server and reads from the printer's next number whether the port was open."
    programs nmap python3-scapy
    hospital clients servers
    host attacker clients $ATTACKER
    host zombie clients $zombie
    host server servers $TARGET
    listen server $TARGET:22 $TARGET:80 $TARGET:443
    silent zombie $zombie/32
    service zombie $PYTHON "$RECORD_DIR/zombie.py" eth0 $zombie
    sleep 3
    capture clients
    run attacker nmap -n -Pn -sI $zombie -p 21,22,23,25,80,110,139,143,443,445,3306,3389 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: idle scan, targets: 1, target: $TARGET, ports: 12, zombie: $zombie}"
    note "Linux counts IP identifications for each peer apart and cannot be a zombie. record/zombie.py plays the old printer with one counter for all: it answers every SYN/ACK with RST."
    contains "ip.src == $zombie && ip.dst == $TARGET && tcp.flags == 0x002" -ge 12
    contains "ip.src == $zombie && tcp.flags.reset == 1" -ge 12
    contains "ip.src == $ATTACKER && ip.dst == $TARGET" -eq 0
    grep -q '443/tcp *open' "$WORK/output" || fail "the idle scan found nothing (see $WORK/output)"
    finish
}

record_scan_nmap_decoys() {
    begin scan-nmap-decoys attack "A decoy scan: each SYN to 50 ports of one server is sent five times, once in the attacker's own name and four times in those of colleagues, who answer the server's SYN/ACKs with RST."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host colleagues clients 10.20.1.31
    more_addresses colleagues 10.20.1.32-34
    host server servers $TARGET
    listen server $TARGET:22 $TARGET:80
    capture servers
    run attacker nmap -n -Pn -sS -D 10.20.1.31,10.20.1.32,ME,10.20.1.33,10.20.1.34 --top-ports 50 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: decoy scan, targets: 1, target: $TARGET, ports: 50, decoys: [10.20.1.31, 10.20.1.32, 10.20.1.33, 10.20.1.34]}"
    note "Recorded on the server side of the router, where nothing tells the attacker from the decoys but the RSTs of the decoys' own machines."
    contains "ip.dst == $TARGET && tcp.flags == 0x002" -ge 250
    contains "ip.src == 10.20.1.31 && tcp.flags == 0x002" -ge 50
    finish
}

record_scan_nmap_decoys_segment() {
    begin scan-nmap-decoys-segment attack "The same decoy scan seen where the attacker sits: all SYNs leave one network card, and ARP shows which of the addresses is its own."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host colleagues clients 10.20.1.31
    more_addresses colleagues 10.20.1.32-34
    host server servers $TARGET
    listen server $TARGET:22 $TARGET:80
    capture clients
    run attacker nmap -n -Pn -sS -D 10.20.1.31,10.20.1.32,ME,10.20.1.33,10.20.1.34 --top-ports 50 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: decoy scan, targets: 1, target: $TARGET, ports: 50}"
    contains "ip.dst == $TARGET && tcp.flags == 0x002" -ge 250
    contains "arp.src.proto_ipv4 == $ATTACKER" -ge 1
    finish
}

record_scan_nmap_decoys_absent() {
    begin scan-nmap-decoys-absent attack "A decoy scan with decoys that are switched off, seen beside the server: only the attacker's own machine answers the server's SYN/ACKs with RST."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    in_host server sysctl -q -w net.ipv4.tcp_synack_retries=1
    listen server $TARGET:22 $TARGET:80
    capture servers
    run attacker nmap -n -Pn -sS -D 10.20.1.31,10.20.1.32,ME,10.20.1.33,10.20.1.34 --top-ports 50 $TARGET
    sleep 4
    expect "{technique: T1046, actor: $ATTACKER, kind: decoy scan, targets: 1, target: $TARGET, ports: 50}"
    note "net.ipv4.tcp_synack_retries=1 on the server keeps the file small."
    contains "ip.dst == $TARGET && tcp.flags == 0x002" -ge 250
    contains "ip.src == $ATTACKER && tcp.flags.reset == 1" -ge 2
    contains "ip.src == 10.20.1.31 && tcp.flags.reset == 1" -eq 0
    finish
}

record_sweep_nmap_decoys() {
    begin sweep-nmap-decoys attack "A sweep for SMB over 40 addresses among decoys: each address is asked once in the attacker's own name and three times in those of colleagues. Recorded beside the servers."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host colleagues clients 10.20.1.31
    more_addresses colleagues 10.20.1.32-33
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-49
    capture servers
    run attacker nmap -n -Pn -sS -D 10.20.1.31,ME,10.20.1.32,10.20.1.33 -p 445 10.20.2.10-49
    expect "{technique: T1046, actor: $ATTACKER, kind: decoy sweep, targets: 40, ports: 1, decoys: [10.20.1.31, 10.20.1.32, 10.20.1.33]}"
    contains "tcp.dstport == 445 && tcp.flags == 0x002" -ge 160
    finish
}

record_scan_distributed() {
    begin scan-distributed attack "Twelve addresses outside share a scan of one server: each asks for other ports, about ten, and four ports are asked by all of them."
    programs nmap
    hospital servers outside
    host bots outside 198.51.100.20
    more_addresses bots 198.51.100.21-31
    host server servers $TARGET
    listen server $TARGET:443
    capture servers
    for i in {0..11}; do
        run bots nmap -n -Pn -sS -e eth0 -S 198.51.100.$((20 + i)) --max-retries 1 -p "22,443,3389,8080,$((1000 + 10 * i))-$((1009 + 10 * i))" $TARGET
    done
    expect "{technique: T1046, actor: 198.51.100.20-31, kind: distributed scan, targets: 1, target: $TARGET, ports: 124}"
    contains "ip.dst == $TARGET && tcp.flags == 0x002" -ge 168
    finish
}

record_scan_distributed_sweep() {
    begin scan-distributed-sweep attack "Sixteen addresses outside share a sweep for RDP: each asks four of 64 addresses of the server network, so no single one looks like a scanner."
    programs nmap
    hospital servers outside
    host bots outside 198.51.100.20
    more_addresses bots 198.51.100.21-35
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-40
    capture outside
    for i in {0..15}; do
        run bots nmap -n -Pn -sS -e eth0 -S 198.51.100.$((20 + i)) --max-retries 0 -p 3389 10.20.2.$((i + 8)),$((i + 24)),$((i + 40)),$((i + 56))
    done
    expect "{technique: T1046, actor: 198.51.100.20-35, kind: distributed scan, targets: 64, ports: 1}"
    contains "ip.src == 198.51.100.0/24 && tcp.flags == 0x002 && !icmp" -eq 64
    finish
}

record_scan_inbound() {
    begin scan-inbound attack "Somebody outside scans 20 ports on each of four servers that can be reached from there."
    programs nmap
    hospital servers outside
    host stranger outside 203.0.113.99
    host servers servers 10.20.2.80
    more_addresses servers 10.20.2.81-83
    listen servers 10.20.2.80:80 10.20.2.80:443 10.20.2.81:25
    capture outside
    run stranger nmap -n -Pn -sS --top-ports 20 10.20.2.80-83
    expect "{technique: T1046, actor: 203.0.113.99, kind: block scan, targets: 4, ports: 20}"
    contains "ip.src == 203.0.113.99 && tcp.flags == 0x002" -ge 80
    finish
}

record_scan_scattered() {
    begin scan-scattered attack "A program with a list of victims from elsewhere: one workstation tries 18 hosts in turn, each on another port, and is refused by all. No port and no host is asked twice."
    programs netcat-openbsd
    hospital clients servers
    host attacker clients $ATTACKER
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-27
    capture clients
    shell attacker "i=10; for port in 21 22 23 80 110 135 139 143 443 445 1433 1521 3306 3389 5432 5900 8080 9200; do nc -z -w 1 10.20.2.\$i \$port; i=\$((i + 1)); sleep 0.3; done"
    expect "{technique: T1046, actor: $ATTACKER, kind: \"contacts that fail, one host after another\", targets: 18, ports: 18}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -eq 18
    contains "ip.dst == $ATTACKER && tcp.flags == 0x014" -eq 18
    finish
}

record_scan_nmap_slow() {
    begin scan-nmap-slow attack "A patient scan: nmap asks 20 ports of one server, one every 15 seconds, for five minutes; no port is open."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    capture clients
    LIMIT=400 run attacker nmap -n -Pn -sS --scan-delay 15s --max-retries 0 --top-ports 20 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 20}"
    note "nmap -T1 waits 15 seconds between probes too."
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 20
    finish
}

record_scan_nmap_slow_sweep() {
    begin scan-nmap-slow-sweep attack "A patient sweep: a loop of nmap asks 24 addresses for SMB, one about every ten seconds; 15 are hosts that refuse, the others are dark."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-24
    capture clients
    LIMIT=400 shell attacker "for i in {10..33}; do nmap -n -Pn -sS --max-retries 0 -p 445 10.20.2.\$i; sleep 8; done"
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 24, ports: 1}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -eq 24
    finish
}

record_scan_in_ward_noise() {
    begin scan-in-ward-noise attack "A scan in the middle of work: while workstations resolve names, browse and use SSH, one of them sweeps port 445 over 60 addresses at nmap's polite speed."
    programs nmap curl bind9-dnsutils dnsmasq-base
    hospital clients servers
    host attacker clients $ATTACKER
    host client clients 10.20.1.21
    more_addresses client 10.20.1.22-29
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-40
    host web servers 10.20.2.80 10.20.2.22 10.20.2.53
    nginx_on web 10.20.2.80
    sshd_on web 10.20.2.22
    service web dnsmasq -k -R -h -z -a 10.20.2.53 -u root -x "$WORK/dnsmasq.pid" -C /dev/null -A /hospital.example/10.20.2.80
    answering web 10.20.2.53 53
    capture clients
    write_down client "for i in {1..12}: dig, curl and ssh, from 10.20.1.22 to .29 &"
    {
        for i in {1..12}; do
            in_host client dig +short -b 10.20.1.$((22 + i % 8)) @10.20.2.53 intranet.hospital.example
            in_host client curl -s --interface 10.20.1.$((22 + i % 8)) -o /dev/null "http://10.20.2.80/img/[1-4].png"
            ((i % 4 != 0)) || in_host client ssh -F "$WORK/ssh_config" -b 10.20.1.$((22 + i % 8)) root@10.20.2.22 true
            sleep 0.5
        done
    } >>"$WORK/output" 2>&1 </dev/null &
    local work=$!
    run attacker curl -s -o /dev/null http://10.20.2.80/
    run attacker nmap -n -Pn -sS --scan-delay 100ms --max-retries 0 -p 445 10.20.2.0-59
    wait $work || true
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 60, ports: 1}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && tcp.dstport == 445 && !icmp" -ge 58
    contains "http.request" -ge 40
    contains "dns.flags.response == 1" -ge 10
    finish
}

record_flood_hping_syn() {
    begin flood-hping-syn attack "A SYN flood on a web server: hping3 sends 3,000 SYNs to port 80 from random addresses; the server answers into the void. This is not 3,000 scanners."
    programs hping3
    hospital clients servers outside
    host attacker clients $ATTACKER
    host server servers 10.20.2.80
    host internet outside 198.51.100.254
    in_host router ip route add default via 198.51.100.254
    silent internet 0.0.0.0/0
    listen server 10.20.2.80:80
    in_host server sysctl -q -w net.ipv4.tcp_synack_retries=0
    capture servers
    run attacker hping3 -q -S --rand-source -p 80 -i u500 -c 3000 10.20.2.80
    expect "{technique: T1499.001, actor: spoofed, kind: syn flood, target: 10.20.2.80, ports: 1}"
    note "net.ipv4.tcp_synack_retries=0 on the server keeps the file small. Recorded beside the server: the sender's own address is nowhere in the file, and SYNs from impossible addresses (127/8, multicast) ended at the router."
    contains "ip.dst == 10.20.2.80 && tcp.flags == 0x002 && !icmp" -ge 2600
    contains "ip.src == $ATTACKER" -eq 0
    finish
}

main "$@"
