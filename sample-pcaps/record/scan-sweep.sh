#!/bin/bash
# Sweeps over many addresses: who is there, and who has this port open.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

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

record_sweep_nmap_smb() {
    begin sweep-nmap-smb attack "nmap looks for port 445 on 128 addresses of the server network: 31 hosts live there, three have it open."
    programs nmap
    server_room
    listen servers 10.20.2.10:445 10.20.2.11:445 10.20.2.30:445
    capture clients
    run attacker nmap -n -Pn -sS --max-retries 1 -p 445 10.20.2.0/25
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 128, ports: 1}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -ge 128
    contains "ip.dst == $ATTACKER && tcp.flags == 0x012" -ge 3
    finish
}

record_sweep_nmap_snmp() {
    begin sweep-nmap-snmp attack "nmap asks 64 addresses of the server network for SNMP with its default request; nobody answers with data."
    programs nmap
    server_room
    capture clients
    run attacker nmap -n -Pn -sU --max-retries 1 -p 161 10.20.2.0/26
    expect "{technique: T1046, actor: $ATTACKER, kind: udp sweep, targets: 64, ports: 1}"
    contains "ip.src == $ATTACKER && udp.dstport == 161 && !icmp" -ge 64
    finish
}

record_sweep_nmap_neighbors() {
    begin sweep-nmap-neighbors attack "nmap -6 -sn in its own network: a neighbor solicitation for each of 255 IPv6 addresses, of which five and the router live."
    programs nmap
    segment clients 2001:db8:10:1::1
    host attacker clients 2001:db8:10:1::66
    host others clients 2001:db8:10:1::20
    for i in 21 35 80 c1; do
        ip -n "$LAB-others" addr add "2001:db8:10:1::$i/64" dev eth0 nodad
    done
    sleep 2
    capture clients
    run attacker nmap -6 -n -sn 2001:db8:10:1::/120
    expect "{technique: T1018, actor: \"2001:db8:10:1::66\", kind: ipv6 neighbor sweep}"
    contains "icmpv6.type == 135 && ipv6.src == 2001:db8:10:1::66" -ge 250
    contains "icmpv6.type == 136 && ipv6.dst == 2001:db8:10:1::66" -ge 6
    finish
}

record_sweep_nmap_arp() {
    begin sweep-nmap-arp attack "nmap -sn in its own network: an ARP request for each of the 255 other addresses, of which 20 live."
    programs nmap
    hospital clients
    host attacker clients $ATTACKER
    host clients clients 10.20.1.20
    more_addresses clients 10.20.1.21-39
    capture clients
    run attacker nmap -n -sn 10.20.1.0/24
    expect "{technique: T1018, actor: $ATTACKER, kind: arp sweep, targets: 255}"
    contains "arp.opcode == 1 && arp.src.proto_ipv4 == $ATTACKER" -ge 255
    contains "arp.opcode == 2 && arp.dst.proto_ipv4 == $ATTACKER" -ge 20
    finish
}

record_sweep_arp_scan() {
    begin sweep-arp-scan attack "arp-scan asks for every address of its own network, of which 20 live."
    programs arp-scan
    hospital clients
    host attacker clients $ATTACKER
    host clients clients 10.20.1.20
    more_addresses clients 10.20.1.21-39
    capture clients
    run attacker arp-scan -I eth0 10.20.1.0/24
    expect "{technique: T1018, actor: $ATTACKER, kind: arp sweep, targets: 256}"
    contains "arp.opcode == 1 && arp.src.proto_ipv4 == $ATTACKER" -ge 256
    finish
}

record_sweep_fping() {
    begin sweep-fping attack "fping sends one echo request to each of 254 addresses of the server network; 31 answer."
    programs fping
    server_room
    capture clients
    run attacker fping -q -r 0 -g 10.20.2.0/24
    expect "{technique: T1018, actor: $ATTACKER, kind: ping sweep, targets: 254}"
    contains "ip.src == $ATTACKER && icmp.type == 8 && !(icmp.type == 3)" -ge 254
    contains "ip.dst == $ATTACKER && icmp.type == 0" -ge 31
    finish
}

record_sweep_ping_loop() {
    begin sweep-ping-loop attack "A sweep without any tool: a shell loop pings 40 addresses of the server network one after the other, most of them dark."
    programs iputils-ping
    server_room
    capture clients
    shell attacker "for i in {31..70}; do ping -n -c 1 -W 1 10.20.2.\$i; done"
    expect "{technique: T1018, actor: $ATTACKER, kind: ping sweep, targets: 40}"
    contains "ip.src == $ATTACKER && icmp.type == 8 && !(icmp.type == 3)" -eq 40
    finish
}

record_sweep_ssh_keyscan() {
    begin sweep-ssh-keyscan attack "ssh-keyscan collects the host keys of 31 servers, which all answer: a sweep in which nothing fails, seen only by its breadth."
    server_room
    sshd_on servers 0.0.0.0
    capture clients
    run attacker ssh-keyscan -T 5 -t ed25519 10.20.2.{10..40}
    expect "{technique: T1046, actor: $ATTACKER, kind: connect sweep, targets: 31, ports: 1}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 31
    finish
}

record_sweep_dicom() {
    begin sweep-dicom attack "nmap searches 48 addresses of the medical devices for DICOM on its three ports and greets those it finds with dicom-ping; one archive answers."
    programs nmap dcmtk
    hospital clients devices
    host attacker clients $ATTACKER
    host devices devices 10.20.30.10
    more_addresses devices 10.20.30.11-30
    service devices storescp -aet STORE -od "$WORK" 11112
    answering devices 10.20.30.10 11112
    capture clients
    run attacker nmap -n -Pn --max-retries 1 -p 104,2762,11112 --script dicom-ping 10.20.30.0-47
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 48, ports: 3}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -ge 144
    contains "dicom.pdu.type == 1" -ge 1
    finish
}

record_sweep_outbound_telnet() {
    begin sweep-outbound-telnet attack "A camera that was taken over looks for Telnet on 160 addresses outside, as Mirai does: most keep silent, two refuse, one is open."
    programs masscan
    hospital devices outside
    host camera devices 10.20.30.77
    host internet outside 203.0.113.10 203.0.113.2
    more_addresses internet 203.0.113.11-160
    for range in 203.0.113.16/28 203.0.113.32/27 203.0.113.64/26 203.0.113.128/27; do
        silent internet $range
    done
    listen internet "203.0.113.10:23=login:"
    capture devices
    LIMIT=8 run camera masscan --interface eth0 --adapter-ip 10.20.30.77 --router-mac 02-c4-0a-14-1e-01 --rate 100 --wait 3 --seed 3 -p 23 203.0.113.2-203.0.113.161
    expect "{technique: T1046, actor: 10.20.30.77, kind: syn sweep, targets: 160, ports: 1}"
    contains "ip.src == 10.20.30.77 && tcp.flags == 0x002 && !icmp" -ge 160
    finish
}

record_sweep_worm() {
    begin sweep-worm attack "A worm, played by a script: 10.20.1.43 writes a file to the share of 10.20.1.44; ten seconds later 10.20.1.44 tries port 445 on 100 neighbours, of which 20 live and four share files, and copies the same file to each of the four with smbclient."
    programs samba smbclient netcat-openbsd
    hospital clients
    host first clients 10.20.1.43
    host second clients 10.20.1.44
    host ward clients 10.20.1.60
    more_addresses ward 10.20.1.61-79
    make_bytes "$WORK/update.exe" 6000
    smbd_on second 10.20.1.44
    smbd_on ward 10.20.1.60 10.20.1.65 10.20.1.70 10.20.1.75
    capture clients
    shell first "cd $WORK && smbclient -N -m SMB2 //10.20.1.44/ward -c 'put update.exe'"
    sleep 10
    shell second "cd $WORK && for i in {50..149}; do nc -z -w 1 10.20.1.\$i 445 && smbclient -N -m SMB2 //10.20.1.\$i/ward -c 'put update.exe'; done"
    note "The 80 neighbours that do not live are asked for by ARP alone: without an answer no SYN leaves."
    expect "{technique: T1046, actor: 10.20.1.44, kind: connect sweep, targets: 20, ports: 1}"
    expect "{technique: T1018, actor: 10.20.1.44, kind: arp sweep, targets: 100}"
    expect "{technique: T1570, actor: 10.20.1.44, kind: worm, targets: 4}"
    expect "{technique: T1570, actor: 10.20.1.43, kind: file copy, targets: 1}"
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 5
    contains "arp.opcode == 1 && arp.src.proto_ipv4 == 10.20.1.44" -ge 80
    finish
}

main "$@"
